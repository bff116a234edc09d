//! A client's options, as its user gave them; the facade has checked their names and types.

use crate::client::Cube;
use crate::connectycube;
use crate::error::Result;
use crate::http::Policy;
use crate::usercom::plan::Target;
use crate::usercom::visitor::Relay;
use crate::usercom::{Config, Version};
use crate::value::Value;

use super::client::System;
use super::task::{part, read_number, read_patience};

/// What a client's calls have in common.
pub struct Settings {
    pub policy: Policy,
    pub max_concurrent: u32,
    /// Whether equal reads may share a request.
    pub shares: bool,
    /// Which cookies go along with a request; empty for none.
    pub cookies: &'static str,
    /// Whether no cache may answer: those between a page and its relay would hold the record of a person.
    pub uncached: bool,
}

impl Settings {
    /// Reads the options of a client, and the service it speaks to. They are, in this order: its patience, how many requests
    /// may run at once, whether requests may be shared, the page's own origin if there is one, a relay's address, a
    /// subdomain, a base URL, the key, the version of the API or the application's id.
    pub fn read(system: &str, options: &str) -> (Self, Result<System>) {
        let options = &Value::from_json(options).unwrap_or_default();
        let mut policy = Policy::default();
        read_patience(&mut policy, options, 0);
        let mut max_concurrent = 6;
        read_number(part(options, 4), &mut max_concurrent);
        let shares = matches!(part(options, 5), Value::Bool(true));
        let mut settings = Self { policy, max_concurrent, shares, cookies: "", uncached: false };
        let system = settings.system(system, options);
        (settings, system)
    }

    fn system(&mut self, system: &str, options: &Value) -> Result<System> {
        let text = |index| part(options, index).as_text();
        let [page, relay, subdomain, base, key] = [text(6), text(7), text(8), text(9), text(10)];
        let number = part(options, 11).as_integer();
        if system != "usercom" {
            let app_id = number.and_then(|id| u64::try_from(id).ok()).unwrap_or(0);
            let config = connectycube::Config::new(app_id, key.unwrap_or_default(), base)?;
            return Ok(System::ConnectyCube(Cube::new(config)));
        }
        let version = if number == Some(2) { Version::V2 } else { Version::V1 };
        Ok(System::UserCom(match (relay, subdomain) {
            (Some(relay), _) => Target::Relay(self.relay(relay, page)?),
            (_, Some(name)) => Target::Direct(Config::of_subdomain(name, key, version)?),
            _ => Target::Direct(Config::new(base.unwrap_or_default(), key, version)?),
        }))
    }

    fn relay(&mut self, address: &str, page: Option<&str>) -> Result<Relay> {
        let relay = Relay::new(address, page.is_some())?;
        self.uncached = page.is_some();
        let is_elsewhere = self.uncached && relay.origin().is_some() && relay.origin() != page;
        self.cookies = if is_elsewhere { "include" } else { "same-origin" };
        Ok(relay)
    }
}
