//! What the npm module exports; its facade gives it JavaScript's shape.

use std::rc::Rc;

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use web_sys::RequestCredentials;

use crate::args::Args;
use crate::cookie;
use crate::error::{Error, Kind, Result};
use crate::http::Policy;
use crate::usercom::changes::Changes;
use crate::usercom::visitor::Relay;
use crate::usercom::{self, Config, OPERATIONS, Version};

use super::convert;
use super::errors;
use super::exchange::Sender;
use super::globals;
use super::options::{self, CallOptions};
use super::transport::{Answer, Failure, Transport};
use super::visitor::{self, Target};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Reads the visitor's key from a cookie string.
#[wasm_bindgen(js_name = visitorKey)]
#[must_use]
pub fn visitor_key(cookies: &str) -> Option<String> {
    cookie::visitor_key(cookies).map(Into::into)
}

/// A client of one system.
#[wasm_bindgen]
pub struct Client(Rc<Core>);

/// A client's settings; what is wrong with them is said by each call.
struct Core {
    target: Result<Target>,
    policy: Policy,
    transport: Rc<Transport>,
}

#[wasm_bindgen]
impl Client {
    /// Makes a client from the options its user gave.
    #[wasm_bindgen(constructor)]
    pub fn new(_system: &str, options: &JsValue) -> Self {
        let mut settings = Settings::default();
        let target = settings.read(options).and_then(|()| settings.target());
        let credentials = match &target {
            Ok(Target::Relay(relay)) if is_elsewhere(relay) => RequestCredentials::Include,
            Ok(Target::Relay(_)) => RequestCredentials::SameOrigin,
            _ => RequestCredentials::Omit,
        };
        let no_store = settings.relay.is_some() && in_page();
        let sender = Sender { fetch: settings.fetch, credentials, no_store };
        let transport = Transport::new(sender, settings.max_concurrent.max(1), !is_workerd());
        Self(Rc::new(Core { target, policy: settings.policy, transport }))
    }

    /// Runs one operation; resolves to `[data, status, headers, attempts, requestId]`.
    pub fn call(
        &self,
        operation: String,
        arguments: Array,
        options: JsValue,
        waited: u32,
    ) -> Promise {
        let core = Rc::clone(&self.0);
        wasm_bindgen_futures::future_to_promise(async move {
            let answer = core.run(&operation, &arguments, &options, waited).await;
            answer.map(to_js).map_err(|failure| errors::to_js(&failure))
        })
    }

    /// Ends every call under way and all that may come.
    pub fn close(&self) {
        self.0.transport.close();
    }
}

impl Core {
    async fn run(
        &self,
        operation: &str,
        arguments: &Array,
        options: &JsValue,
        waited: u32,
    ) -> std::result::Result<Answer, Failure> {
        let target = self.target.as_ref().map_err(Clone::clone)?;
        let options = CallOptions::read(self.policy, options, u64::from(waited))?;
        let jar = arguments.get(0).as_string();
        match operation {
            "visitor" => visitor::find(&self.transport, target, jar.as_deref(), &options).await,
            "updateVisitor" => {
                let changes =
                    Changes::new(Args(&convert::values(arguments)?).object(1, "changes")?)?;
                visitor::update(&self.transport, target, jar.as_deref(), &changes, &options).await
            }
            "visitorKey" => {
                let key = visitor::key(jar.as_deref(), &options)?;
                Ok(Answer { data: key.map_or(JsValue::NULL, Into::into), ..Answer::default() })
            }
            _ => self.request(target, operation, &convert::values(arguments)?, &options).await,
        }
    }

    async fn request(
        &self,
        target: &Target,
        operation: &str,
        arguments: &[crate::Value],
        options: &CallOptions,
    ) -> std::result::Result<Answer, Failure> {
        let Target::Direct(config) = target else { return Err(relay_forbids(operation).into()) };
        let Some(known) = OPERATIONS.iter().find(|known| known.name == operation) else {
            return Err(Error::input([operation, " is no operation"].concat()).into());
        };
        let request = (known.request)(config, Args(arguments))?;
        options.check_body(request.body.as_ref())?;
        self.transport.call(request, usercom::sharpen, options).await
    }
}

fn relay_forbids(operation: &str) -> Error {
    let message = [
        operation,
        " isn't possible through a relay, which serves the page's own visitor only: use visitor and updateVisitor, or call it on your server with an apiKey",
    ];
    Error::new(Kind::Input, "relay_forbids", message.concat())
}

fn to_js(answer: Answer) -> JsValue {
    let parts = Array::new();
    let id = answer
        .head
        .as_ref()
        .map(|head| gloo_net::http::Headers::from_raw(head.headers()).get("x-request-id"));
    parts.push(&answer.data);
    parts.push(&answer.head.as_ref().map_or(0, web_sys::Response::status).into());
    parts.push(&answer.head.map_or(JsValue::UNDEFINED, |head| head.headers().into()));
    parts.push(&answer.attempts.into());
    parts.push(&id.flatten().map_or(JsValue::UNDEFINED, Into::into));
    parts.into()
}

/// A client's options, as they were given.
struct Settings {
    relay: Option<String>,
    subdomain: Option<String>,
    base_url: Option<String>,
    api_key: Option<String>,
    version: Version,
    fetch: Option<js_sys::Function>,
    policy: Policy,
    max_concurrent: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            relay: None,
            subdomain: None,
            base_url: None,
            api_key: None,
            version: Version::V1,
            fetch: None,
            policy: Policy::default(),
            max_concurrent: 6,
        }
    }
}

impl Settings {
    fn read(&mut self, options: &JsValue) -> Result<()> {
        for (name, value) in options::entries(options) {
            match name.as_str() {
                "relay" => self.relay = value.as_string(),
                "subdomain" => self.subdomain = value.as_string(),
                "baseUrl" => self.base_url = value.as_string(),
                "apiKey" => self.api_key = value.as_string(),
                "apiVersion" => self.version = version(&value)?,
                "fetch" => self.fetch = Some(options::function(&name, value)?),
                "timeout" => self.policy.timeout = options::milliseconds(&name, &value)?,
                "totalTimeout" => self.policy.total_timeout = options::milliseconds(&name, &value)?,
                "maxRetryAfter" => {
                    self.policy.max_retry_after = options::milliseconds(&name, &value)?;
                }
                "maxRetries" => self.policy.max_retries = options::count(&name, &value)?,
                "maxConcurrent" => self.max_concurrent = options::count(&name, &value)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn target(&self) -> Result<Target> {
        let key = self.api_key.as_deref();
        match (&self.relay, &self.subdomain, &self.base_url) {
            (Some(relay), None, None) => Relay::new(relay, has_location()).map(Target::Relay),
            (None, Some(subdomain), None) => {
                Config::of_subdomain(subdomain, key, self.version).map(Target::Direct)
            }
            (None, None, Some(base)) => Config::new(base, key, self.version).map(Target::Direct),
            _ => Err(Error::option("give exactly one of relay, subdomain and baseUrl")),
        }
    }
}

fn version(value: &JsValue) -> Result<Version> {
    match value.as_f64() {
        Some(1.0) => Ok(Version::V1),
        Some(2.0) => Ok(Version::V2),
        _ => Err(Error::option("apiVersion must be 1 or 2")),
    }
}

fn in_page() -> bool {
    !globals::member(&js_sys::global(), "document").is_undefined()
}

/// Whether there is an address that a path can be resolved against.
fn has_location() -> bool {
    location("href").is_some()
}

fn location(name: &str) -> Option<String> {
    globals::member(&globals::member(&js_sys::global(), "location"), name).as_string()
}

/// Whether the relay is on another origin than the page.
fn is_elsewhere(relay: &Relay) -> bool {
    relay.origin().is_some_and(|origin| location("origin").is_some_and(|own| own != origin))
}

/// Whether this is an edge engine that refuses what one request has got to another.
fn is_workerd() -> bool {
    globals::member(&globals::member(&js_sys::global(), "navigator"), "userAgent")
        .as_string()
        .as_deref()
        == Some("Cloudflare-Workers")
}
