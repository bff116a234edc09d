//! A client's options, as its user gave them.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::http::Policy;
use crate::usercom::plan::Target;
use crate::usercom::visitor::Relay;
use crate::usercom::{Config, Version};

use super::cube::Cube;
use super::exchange::Sender;
use super::globals::{global, location, member};
use super::hooks::Hooks;
use super::options;
use super::site::Site;
use super::transport::Transport;

/// The service a client speaks to.
pub enum System {
    UserCom(Rc<Site>),
    ConnectyCube(Rc<Cube>),
}

/// What clients of all services can be told.
pub struct Settings {
    pub policy: Policy,
    max_concurrent: u32,
}

impl Settings {
    /// Reads what is common to all. The facade has checked the types.
    ///
    /// # Errors
    /// `input`, naming the option.
    pub fn read(js: &JsValue) -> Result<Self> {
        let mut settings = Self { policy: Policy::default(), max_concurrent: 6 };
        options::read_policy(js, &mut settings.policy)?;
        options::number(js, "maxRetryAfter", 1, &mut settings.policy.max_retry_after)?;
        options::number(js, "maxConcurrent", 1, &mut settings.max_concurrent)?;
        Ok(settings)
    }

    /// Makes what the client's calls share, and the service they go to.
    ///
    /// # Errors
    /// `config`, naming the option.
    pub fn connect(&self, system: &str, js: &JsValue) -> Result<(System, Rc<Transport>)> {
        if system == "connectycube" {
            let transport = self.transport(js, "omit");
            let cube = Cube::read(js, self.policy, &transport)?;
            return Ok((System::ConnectyCube(cube), transport));
        }
        let target = target(js)?;
        let credentials = match &target {
            Target::Relay(relay) if is_elsewhere(relay) => "include",
            Target::Relay(_) => "same-origin",
            Target::Direct(_) => "omit",
        };
        let transport = self.transport(js, credentials);
        let site = Site::new(target, &transport, member(js, "identity"));
        Ok((System::UserCom(site), transport))
    }

    fn transport(&self, js: &JsValue, credentials: &str) -> Rc<Transport> {
        let sender = Sender::new(member(js, "fetch"), credentials);
        Transport::new(sender, Hooks(member(js, "notify")), self.max_concurrent, !is_workerd())
    }
}

fn target(js: &JsValue) -> Result<Target> {
    let text = |name| member(js, name).as_string();
    let key = text("apiKey");
    let version =
        if member(js, "apiVersion").as_f64() == Some(2.0) { Version::V2 } else { Version::V1 };
    match (text("relay"), text("subdomain"), text("baseUrl")) {
        (Some(relay), None, None) => {
            Relay::new(&relay, location("href").is_some()).map(Target::Relay)
        }
        (None, Some(subdomain), None) => {
            Config::of_subdomain(&subdomain, key.as_deref(), version).map(Target::Direct)
        }
        (None, None, Some(base)) => Config::new(&base, key.as_deref(), version).map(Target::Direct),
        _ => Err(Error::option("give exactly one of relay, subdomain and baseUrl")),
    }
}

/// Whether the relay is on another origin than the page.
fn is_elsewhere(relay: &Relay) -> bool {
    relay.origin().is_some_and(|origin| location("origin").is_some_and(|own| own != origin))
}

/// Whether this is an edge engine that refuses what one request has got to another.
fn is_workerd() -> bool {
    member(&global("navigator"), "userAgent").as_string().as_deref() == Some("Cloudflare-Workers")
}
