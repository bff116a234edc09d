//! Sessions: `/session` and `/login` (reference §3).

use crate::error::{Error, Result};
use crate::http::{Method, Request};
use crate::text::{push_decimal, span};
use crate::value::{end_object, write_name};

use super::config::{Answer, Config};
use super::credentials::{Credentials, write_text};

/// What makes a signed request unlike every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// A random number from 0 to 9999.
    pub nonce: u64,
    /// Seconds since 1970.
    pub timestamp: u64,
}

/// Asks for a session: `POST /session` (§3.1).
#[must_use]
pub fn create(config: &Config, credentials: &Credentials) -> Request {
    begin(config, credentials, None)
}

/// The text whose signature [`create_signed`] wants: an HMAC with the application's secret, which no page may know (§3.3).
///
/// It has all that the body has as `name=value` and `name[key]=value`: raw, sorted by name and with `&` between them.
#[must_use]
pub fn to_sign(config: &Config, credentials: &Credentials, stamp: Stamp) -> String {
    let (app_id, auth_key) = config.application();
    let provider = credentials.form.provider;
    let mut text = String::from("application_id=");
    push_decimal(&mut text, app_id);
    text.push_str("&auth_key=");
    text.push_str(auth_key);
    // What providers call their member comes before `nonce`, `user` after `timestamp`.
    if !provider.is_empty() {
        credentials.push_texts(&mut text);
    }
    text.push_str("&nonce=");
    push_decimal(&mut text, stamp.nonce);
    if !provider.is_empty() {
        text.push_str("&provider=");
        text.push_str(provider);
    }
    text.push_str("&timestamp=");
    push_decimal(&mut text, stamp.timestamp);
    if provider.is_empty() {
        credentials.push_texts(&mut text);
    }
    text
}

/// Asks for a session with a signature of what [`to_sign`] gave for the same arguments: `POST /session` (§3.3).
///
/// # Errors
/// `input` for what is no hexadecimal HMAC-SHA1 or HMAC-SHA256.
pub fn create_signed(
    config: &Config,
    credentials: &Credentials,
    stamp: Stamp,
    signature: &str,
) -> Result<Request> {
    let digits = span(signature, |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if digits != signature.len() || !matches!(digits, 40 | 64) {
        return Err(Error::input(
            "signer must give the HMAC-SHA1 or HMAC-SHA256 of its text in hexadecimal, in lower case",
        ));
    }
    Ok(begin(config, credentials, Some((stamp, signature))))
}

fn begin(config: &Config, credentials: &Credentials, signed: Option<(Stamp, &str)>) -> Request {
    let mut body = String::new();
    write(config, credentials, signed, &mut body);
    let mut request = config.request(Method::Post, "/session", Answer::Session);
    request.write(body);
    request
}

/// Writes the body of a request for a session.
pub(super) fn write(
    config: &Config,
    credentials: &Credentials,
    signed: Option<(Stamp, &str)>,
    out: &mut String,
) {
    let (app_id, auth_key) = config.application();
    write_number("application_id", app_id, out);
    write_text("auth_key", auth_key, out);
    if let Some((stamp, _)) = signed {
        write_number("nonce", stamp.nonce, out);
        write_number("timestamp", stamp.timestamp, out);
    }
    credentials.write(out);
    if let Some((_, signature)) = signed {
        write_text("signature", signature, out);
    }
    end_object(out);
}

fn write_number(name: &str, number: u64, out: &mut String) {
    write_name(name, out);
    push_decimal(out, number);
}

/// Ends the session: `DELETE /session` (§3.5).
#[must_use]
pub fn destroy(config: &Config) -> Request {
    config.request(Method::Delete, "/session", Answer::Changed)
}

/// Makes the session a user's; its token stays: `POST /login` (§3.6).
///
/// # Errors
/// `input` for credentials of an application or a guest.
pub fn login(config: &Config, credentials: &Credentials) -> Result<Request> {
    let mut body = String::new();
    credentials.write_log_in(&mut body)?;
    let mut request = config.request(Method::Post, "/login", Answer::LoggedIn);
    request.write(body);
    Ok(request)
}

/// Makes the session the application's again; its token stays: `DELETE /login` (§3.7).
#[must_use]
pub fn logout(config: &Config) -> Request {
    config.request(Method::Delete, "/login", Answer::Changed)
}
