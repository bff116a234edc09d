//! The options of a client and of a call, read from JavaScript.

use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::error::{Error, Kind, Result};
use crate::http::Policy;
use crate::text::concat;

use super::convert::entries;
use super::exchange::Extras;
use super::globals::{self, member};
use super::wake::MAX_TIMER_MS;

/// The longest body a request may have that outlives its page (Fetch standard).
const MAX_KEEPALIVE_BYTES: usize = 64 * 1024;

/// When a call began that has `waited` so many milliseconds, for loading: on the clock of [`globals::now`].
pub fn started(waited: u32) -> u64 {
    globals::now().saturating_sub(u64::from(waited))
}

/// What a caller wants of one call.
pub struct CallOptions {
    pub policy: Policy,
    pub extras: Extras,
    /// What the call is named in JavaScript.
    pub operation: String,
    /// A `Cookie` header to find the visitor in, off the page.
    pub cookie: Option<String>,
    signal: Option<AbortSignal>,
}

impl CallOptions {
    /// Options that are all defaults.
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            extras: Extras::default(),
            operation: String::new(),
            cookie: None,
            signal: None,
        }
    }

    /// Reads the options of a call of `operation`.
    ///
    /// # Errors
    /// `input`, naming the option.
    pub fn read(policy: Policy, operation: &str, js: &JsValue) -> Result<Self> {
        let mut options = Self::new(policy);
        options.operation = operation.into();
        if js.is_undefined() || js.is_null() {
            return Ok(options);
        }
        check_names(js)?;
        read_policy(js, &mut options.policy)?;
        // Waiting for the cookie is over when the call comes here; a wrong time is still to be told.
        number(js, "waitForCookie", 0, &mut 0)?;
        options.signal = signal(member(js, "signal"))?;
        options.extras.headers = headers(&member(js, "headers"))?;
        options.extras.keepalive = member(js, "keepalive").is_truthy();
        let cookie = member(js, "cookie");
        options.cookie = cookie.as_string();
        if options.cookie.is_none() && !cookie.is_undefined() {
            return Err(wanted("cookie", "a Cookie header, as a string"));
        }
        Ok(options)
    }

    /// Checks that a body this long may outlive its page, if it is to.
    ///
    /// # Errors
    /// `input` / `too_long`.
    pub fn check_body(&self, body: Option<&String>) -> Result<()> {
        if self.extras.keepalive && body.is_some_and(|body| body.len() > MAX_KEEPALIVE_BYTES) {
            let message = "the changes are longer than the 64 KB a keepalive request may have";
            return Err(Error::new(Kind::Input, "too_long", message));
        }
        Ok(())
    }

    /// Why the caller's signal is aborted, if it is.
    pub fn aborted(&self) -> Option<JsValue> {
        self.signal.as_ref().filter(|signal| signal.aborted()).map(AbortSignal::reason)
    }

    /// Calls `callback` with the reason when the caller's signal is aborted, until the listener is dropped.
    pub fn on_abort(&self, callback: impl Fn(JsValue) + 'static) -> Option<AbortListener> {
        let signal = self.signal.clone()?;
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

/// Every option of a call.
const NAMES: [&str; 8] = [
    "signal",
    "timeout",
    "totalTimeout",
    "maxRetries",
    "headers",
    "keepalive",
    "cookie",
    "waitForCookie",
];

fn check_names(options: &JsValue) -> Result<()> {
    if !options.is_object() {
        return Err(wanted("options", "an object"));
    }
    for (name, _) in entries(options) {
        if !NAMES.contains(&name.as_str()) {
            return Err(Error::input(concat(&[&name, " is no option of a call"])));
        }
    }
    Ok(())
}

/// Reads what clients and calls alike can be told about their patience.
///
/// # Errors
/// `input`, naming the option.
pub fn read_policy(js: &JsValue, policy: &mut Policy) -> Result<()> {
    number(js, "timeout", 1, &mut policy.timeout)?;
    number(js, "totalTimeout", 1, &mut policy.total_timeout)?;
    number(js, "maxRetries", 0, &mut policy.max_retries)
}

/// Reads the option `name`, a whole number from `least` up, cut to what a timer can wait; none leaves `value` alone.
///
/// # Errors
/// `input`, naming the option.
pub fn number(js: &JsValue, name: &str, least: u32, value: &mut u32) -> Result<()> {
    let given = member(js, name);
    if given.is_undefined() {
        return Ok(());
    }
    let number = given.as_f64().filter(|&number| number >= f64::from(least));
    let wish = if least == 0 { "a number, 0 or more" } else { "a number above 0" };
    *value = clamp(number.ok_or_else(|| wanted(name, wish))?);
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "cut to the range before"
)]
fn clamp(number: f64) -> u32 {
    number.min(f64::from(MAX_TIMER_MS)) as u32
}

fn signal(value: JsValue) -> Result<Option<AbortSignal>> {
    if value.is_undefined() {
        Ok(None)
    } else if member(&value, "addEventListener").is_function() {
        Ok(Some(value.unchecked_into()))
    } else {
        Err(wanted("signal", "an AbortSignal"))
    }
}

/// Headers of the caller's own: checked, since a bad one would trap, and never one that the SDK sets itself.
fn headers(value: &JsValue) -> Result<Vec<(String, String)>> {
    if value.is_undefined() {
        return Ok(Vec::new());
    }
    if !value.is_object() {
        return Err(wanted("headers", "an object"));
    }
    let mut headers = Vec::new();
    for (name, value) in entries(value) {
        let value = value.as_string().unwrap_or_default();
        check_header(&name, &value)?;
        headers.push((name, value));
    }
    Ok(headers)
}

fn check_header(name: &str, value: &str) -> Result<()> {
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let visible = |byte: u8| matches!(byte, b'\t' | b' '..=b'~');
    if name.is_empty() || !name.bytes().all(token) {
        return Err(Error::input("headers holds a name that is no header's"));
    }
    if value.is_empty() || !value.bytes().all(visible) {
        return Err(wanted(&concat(&["headers.", name]), "a string of visible ASCII"));
    }
    let own = ["authorization", "accept", "content-type", "cookie"];
    if own.iter().any(|own| name.eq_ignore_ascii_case(own)) || is_prefixed(name) {
        return Err(Error::input(concat(&["headers.", name, " is set by the SDK itself"])));
    }
    Ok(())
}

fn is_prefixed(name: &str) -> bool {
    ["x-userkey", "cb-"].iter().any(|prefix| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    })
}

fn wanted(name: &str, what: &str) -> Error {
    Error::input(concat(&[name, " must be ", what]))
}
