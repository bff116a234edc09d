//! Sessions: `/session` and `/login` (reference §3).

use crate::error::{Error, Result};
use crate::http::{Method, Request};
use crate::text::decimal;
use crate::value::Value;

use super::config::{Answer, Config};
use super::credentials::Credentials;
use super::session::Holder;
use super::signature;

type Members = Vec<(String, Value)>;

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
    config.request_with(Method::Post, "/session", Answer::Session, body(config, credentials, None))
}

/// The text whose signature [`create_signed`] wants: an HMAC with the application's secret, which no page may know (§3.3).
#[must_use]
pub fn to_sign(config: &Config, credentials: &Credentials, stamp: Stamp) -> String {
    signature::to_sign(&body(config, credentials, Some(stamp)))
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
    let is_hex = signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_hex || !matches!(signature.len(), 40 | 64) {
        return Err(Error::input(
            "signer must give the HMAC-SHA1 or HMAC-SHA256 of its text in hexadecimal, in lower case",
        ));
    }
    let mut body = body(config, credentials, Some(stamp));
    body.push(("signature".into(), signature.into()));
    Ok(config.request_with(Method::Post, "/session", Answer::Session, body))
}

fn body(config: &Config, credentials: &Credentials, stamp: Option<Stamp>) -> Members {
    let mut body = config.credentials();
    if let Some(stamp) = stamp {
        body.push(("nonce".into(), Value::Number(decimal(stamp.nonce))));
        body.push(("timestamp".into(), Value::Number(decimal(stamp.timestamp))));
    }
    body.extend_from_slice(credentials.members());
    body
}

/// Asks what the session is: `GET /session` (§3.4).
#[must_use]
pub fn get(config: &Config) -> Request {
    config.request(Method::Get, "/session", Answer::Session)
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
    if credentials.holder() != Holder::User {
        return Err(Error::input(
            "login needs a password or a provider: for a guest or the application call createSession",
        ));
    }
    let body = match credentials.members() {
        [(_, Value::Object(user))] => user,
        provider => provider,
    };
    Ok(config.request_with(Method::Post, "/login", Answer::Made, body.to_vec()))
}

/// Makes the session the application's again; its token stays: `DELETE /login` (§3.7).
#[must_use]
pub fn logout(config: &Config) -> Request {
    config.request(Method::Delete, "/login", Answer::Changed)
}
