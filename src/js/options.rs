//! The options of a client and of a call, read from JavaScript.

use js_sys::{Array, Function, Object};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::error::{Error, Result};
use crate::http::Policy;

use super::exchange::Extras;
use super::globals::{self, MAX_TIMER_MS};

/// The longest body a request may have that outlives its page (Fetch standard).
const MAX_KEEPALIVE_BYTES: usize = 64 * 1024;

/// What a caller wants of one call.
pub struct CallOptions {
    pub policy: Policy,
    /// When the call began, loading included, on the clock of [`globals::now`].
    pub started: u64,
    pub extras: Extras,
    /// A `Cookie` header to find the visitor in, off the page.
    pub cookie: Option<String>,
    signal: Option<AbortSignal>,
}

impl CallOptions {
    /// Options that are all defaults.
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            started: globals::now(),
            extras: Extras::default(),
            cookie: None,
            signal: None,
        }
    }

    /// Reads a call's options; `waited` is how long ago it began, in milliseconds.
    ///
    /// # Errors
    /// `input`, naming the option.
    pub fn read(policy: Policy, js: &JsValue, waited: u64) -> Result<Self> {
        let mut options = Self::new(policy);
        options.started = options.started.saturating_sub(waited);
        if js.is_undefined() || js.is_null() {
            return Ok(options);
        }
        if !js.is_object() {
            return Err(Error::input("options must be an object"));
        }
        for (name, value) in entries(js) {
            options.set(&name, &value)?;
        }
        Ok(options)
    }

    fn set(&mut self, name: &str, value: &JsValue) -> Result<()> {
        match name {
            "timeout" => self.policy.timeout = milliseconds(name, value)?,
            "totalTimeout" => self.policy.total_timeout = milliseconds(name, value)?,
            "maxRetries" => self.policy.max_retries = count(name, value)?,
            "signal" => self.signal = Some(signal(value)?),
            "headers" => self.extras.headers = headers(value)?,
            "keepalive" => self.extras.keepalive = value.is_truthy(),
            "cookie" => {
                self.cookie = Some(
                    value
                        .as_string()
                        .ok_or_else(|| wanted(name, "a Cookie header, as a string"))?,
                );
            }
            // Waiting for the cookie is over when the call comes here.
            "waitForCookie" => {}
            _ => return Err(Error::input([name, " is no option of a call"].concat())),
        }
        Ok(())
    }

    /// When the caller's patience ends.
    pub fn deadline(&self) -> u64 {
        self.started + u64::from(self.policy.total_timeout)
    }

    /// Checks that a body this long may outlive its page, if it is to.
    ///
    /// # Errors
    /// `input` / `too_long`.
    pub fn check_body(&self, body: Option<&String>) -> Result<()> {
        if self.extras.keepalive && body.is_some_and(|body| body.len() > MAX_KEEPALIVE_BYTES) {
            let message = "the changes are longer than the 64 KB a keepalive request may have";
            return Err(Error::new(crate::Kind::Input, "too_long", message));
        }
        Ok(())
    }

    /// Calls `callback` with the reason when the caller's signal is aborted, until the listener is dropped.
    pub fn on_abort(&self, callback: impl Fn(JsValue) + 'static) -> Option<AbortListener> {
        let signal = self.signal.clone()?;
        if signal.aborted() {
            callback(signal.reason());
            return None;
        }
        let source = signal.clone();
        let callback =
            Closure::wrap(Box::new(move || callback(source.reason())) as Box<dyn FnMut()>);
        // A signal's own methods don't throw.
        let _ = signal.add_event_listener_with_callback("abort", callback.as_ref().unchecked_ref());
        Some(AbortListener { signal, callback })
    }
}

/// Listens to a signal until it is dropped.
pub struct AbortListener {
    signal: AbortSignal,
    callback: Closure<dyn FnMut()>,
}

impl Drop for AbortListener {
    fn drop(&mut self) {
        let callback = self.callback.as_ref().unchecked_ref();
        let _ = self.signal.remove_event_listener_with_callback("abort", callback);
    }
}

/// Names and values of the members that are given.
pub fn entries(object: &JsValue) -> Vec<(String, JsValue)> {
    let pairs =
        Object::entries(object.unchecked_ref()).into_iter().map(JsCast::unchecked_into::<Array>);
    let named = pairs.filter_map(|pair| Some((pair.get(0).as_string()?, pair.get(1))));
    named.filter(|(_, value)| !value.is_undefined()).collect()
}

/// A time in milliseconds, cut to what a timer can wait.
pub fn milliseconds(name: &str, value: &JsValue) -> Result<u32> {
    let ms = value.as_f64().filter(|&ms| ms > 0.0);
    ms.map(clamp).ok_or_else(|| wanted(name, "a time in milliseconds, above 0"))
}

/// A whole number, 0 included.
pub fn count(name: &str, value: &JsValue) -> Result<u32> {
    let count = value.as_f64().filter(|&count| count >= 0.0);
    count.map(clamp).ok_or_else(|| wanted(name, "a number, 0 or more"))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cut to the range before"
)]
fn clamp(number: f64) -> u32 {
    number.ceil().min(f64::from(MAX_TIMER_MS)) as u32
}

/// A function a client is given.
pub fn function(name: &str, value: JsValue) -> Result<Function> {
    value.dyn_into().map_err(|_| wanted(name, "a function"))
}

fn signal(value: &JsValue) -> Result<AbortSignal> {
    if globals::member(value, "addEventListener").is_function() {
        Ok(value.clone().unchecked_into())
    } else {
        Err(wanted("signal", "an AbortSignal"))
    }
}

/// Headers of the caller's own: checked, since a bad one would trap, and never one that the SDK sets itself.
fn headers(value: &JsValue) -> Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    for (name, value) in entries(value) {
        let text =
            value.as_string().ok_or_else(|| wanted(&["headers.", &name].concat(), "a string"))?;
        check_header(&name, &text)?;
        headers.push((name, text));
    }
    Ok(headers)
}

fn check_header(name: &str, value: &str) -> Result<()> {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let visible = |byte: u8| matches!(byte, b'\t' | b' '..=b'~');
    if name.is_empty() || !name.bytes().all(token) {
        return Err(Error::input("headers holds a name that is no header's"));
    }
    if !value.bytes().all(visible) {
        return Err(wanted(&["headers.", name].concat(), "visible ASCII"));
    }
    let own = ["authorization", "accept", "content-type", "cookie"];
    if own.iter().any(|own| name.eq_ignore_ascii_case(own)) || is_prefixed(name) {
        return Err(Error::input(["headers.", name, " is set by the SDK itself"].concat()));
    }
    Ok(())
}

fn is_prefixed(name: &str) -> bool {
    ["x-userkey", "cb-"].iter().any(|prefix| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })
}

fn wanted(name: &str, what: &str) -> Error {
    Error::input([name, " must be ", what].concat())
}
