//! A client's options, as its user gave them.

use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{Error, Result};
use crate::http::Policy;
use crate::usercom::plan::Target;
use crate::usercom::visitor::Relay;
use crate::usercom::{Config, Version};

use super::exchange::Sender;
use super::globals::{global, member};
use super::hooks::Hooks;
use super::options;
use super::transport::Transport;

pub struct Settings {
    pub target: Result<Target>,
    pub policy: Policy,
    max_concurrent: u32,
    fetch: JsValue,
    notify: JsValue,
}

impl Settings {
    /// Reads the options. The facade has checked their types; what is still wrong with them is the target's error.
    pub fn read(js: &JsValue) -> Self {
        let mut settings = Self {
            target: target(js),
            policy: Policy::default(),
            max_concurrent: 6,
            fetch: member(js, "fetch"),
            notify: member(js, "notify"),
        };
        if let Err(error) = settings.read_numbers(js) {
            settings.target = Err(error);
        }
        settings
    }

    fn read_numbers(&mut self, js: &JsValue) -> Result<()> {
        options::read_policy(js, &mut self.policy)?;
        options::number(js, "maxRetryAfter", 1, &mut self.policy.max_retry_after)?;
        options::number(js, "maxConcurrent", 1, &mut self.max_concurrent)
    }

    /// What the client's calls share.
    pub fn transport(&self) -> Rc<Transport> {
        let credentials = match &self.target {
            Ok(Target::Relay(relay)) if is_elsewhere(relay) => "include",
            Ok(Target::Relay(_)) => "same-origin",
            _ => "omit",
        };
        // A page's browser caches, and what a relay answers is one visitor's own.
        let no_store = matches!(self.target, Ok(Target::Relay(_))) && location("origin").is_some();
        let sender = Sender { fetch: self.fetch.clone(), credentials, no_store };
        Transport::new(sender, Hooks(self.notify.clone()), self.max_concurrent, !is_workerd())
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

fn location(name: &str) -> Option<String> {
    member(&global("location"), name).as_string()
}

/// Whether the relay is on another origin than the page.
fn is_elsewhere(relay: &Relay) -> bool {
    relay.origin().is_some_and(|origin| location("origin").is_some_and(|own| own != origin))
}

/// Whether this is an edge engine that refuses what one request has got to another.
fn is_workerd() -> bool {
    member(&global("navigator"), "userAgent").as_string().as_deref() == Some("Cloudflare-Workers")
}
