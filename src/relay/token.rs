//! Identity tokens: who a page's visitor is, signed by the site's own server (rule I).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::config::Config;
use super::json;
use super::problem::Problem;
use crate::value::Value;

/// The longest token: 4 KiB.
const MAX_TOKEN: usize = 4 << 10;
/// The longest life of a token, in seconds.
const MAX_LIFE: i64 = 900;
/// How far clocks may be apart, in seconds.
const LEEWAY: i64 = 30;

/// What a token says of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// The site's own id of the person.
    pub sub: String,
    /// The e-mail address, if the site has verified it.
    pub email: Option<String>,
    /// The key of the browser that the token was made for.
    pub key: Option<String>,
    /// What the token is called, if it can be told from all others.
    pub jti: Option<String>,
    /// When nobody takes the token any more.
    pub expires: u64,
}

/// Checks a token and reads its claims.
///
/// # Errors
/// 401 `identity_invalid` or, if nothing but its time is wrong, `identity_expired`.
pub fn read(config: &Config, token: &[u8], now: u64) -> Result<Claims, Problem> {
    let claims = verified(config, token).ok_or_else(Problem::identity_invalid)?;
    check(config, &claims, i64::try_from(now).unwrap_or(i64::MAX))
}

/// The members of a token whose signature is right.
fn verified(config: &Config, token: &[u8]) -> Option<Value> {
    if token.len() > MAX_TOKEN {
        return None;
    }
    let mut parts = token.split(|&byte| byte == b'.');
    let (header, claims, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let index = key_index(&decode(header)?)?;
    let signed = token.get(..header.len() + 1 + claims.len())?;
    let signature = decode(signature)?;
    let secrets = config.identity_secrets().iter().enumerate();
    let mut chosen = secrets.filter(|(at, _)| index.is_none_or(|index| index == *at));
    chosen.find(|(_, secret)| is_signed(secret, signed, &signature))?;
    json::object(&decode(claims)?).ok().map(Value::Object)
}

/// Compares in constant time.
fn is_signed(secret: &str, signed: &[u8], signature: &[u8]) -> bool {
    Hmac::<Sha256>::new_from_slice(secret.as_bytes()).is_ok_and(|mut mac| {
        mac.update(signed);
        mac.verify_slice(signature).is_ok()
    })
}

/// Strict: no padding, no other alphabet, no bits beyond the last byte.
fn decode(part: &[u8]) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).ok()
}

/// Which secret the header names, if it names one; none at all if it says anything that isn't expected.
#[expect(
    clippy::option_option,
    reason = "a header that is refused, one without `kid`, one with it"
)]
fn key_index(header: &[u8]) -> Option<Option<usize>> {
    let header = json::object(header).ok()?;
    let mut index = None;
    let (mut algorithm, mut kind) = (false, false);
    for (name, value) in &header {
        match (name.as_str(), value.as_text()?) {
            ("alg", "HS256") => algorithm = true,
            ("typ", "userkey-identity+jwt") => kind = true,
            ("kid", "0") => index = Some(0),
            ("kid", "1") => index = Some(1),
            _ => return None,
        }
    }
    (algorithm && kind).then_some(index)
}

fn check(config: &Config, claims: &Value, now: i64) -> Result<Claims, Problem> {
    let text = |name: &str| claims.get(name).and_then(Value::as_text);
    let time = |name: &str| claims.get(name).and_then(Value::as_integer);
    let (Some(sub), Some(issued), Some(expires)) = (text("sub"), time("iat"), time("exp")) else {
        return Err(Problem::identity_invalid());
    };
    let life = expires.saturating_sub(issued);
    let begins = match claims.get("nbf") {
        None => issued,
        Some(begins) => begins.as_integer().ok_or_else(Problem::identity_invalid)?.max(issued),
    };
    let sound = matches!(sub.chars().count(), 1..=255)
        && (1..=MAX_LIFE).contains(&life)
        && begins.saturating_sub(LEEWAY) <= now
        && is_for_us(config, claims)
        && config.issuer.as_deref().is_none_or(|issuer| text("iss") == Some(issuer));
    if !sound {
        return Err(Problem::identity_invalid());
    }
    if now >= expires.saturating_add(LEEWAY) {
        return Err(Problem::identity_expired());
    }
    let verified = claims.get("email_verified") == Some(&Value::Bool(true));
    let optional = |name: &str| match claims.get(name) {
        None => Ok(None),
        Some(value) => {
            value.as_text().map(|text| Some(text.to_owned())).ok_or_else(Problem::identity_invalid)
        }
    };
    Ok(Claims {
        sub: sub.into(),
        email: text("email").filter(|_| verified).map(Into::into),
        key: optional("key")?,
        jti: optional("jti")?.filter(|jti| !jti.is_empty()),
        expires: u64::try_from(expires.saturating_add(LEEWAY)).unwrap_or(0),
    })
}

/// Whether the audience holds one of the site's origins.
fn is_for_us(config: &Config, claims: &Value) -> bool {
    let public =
        |audience: &Value| audience.as_text().is_some_and(|text| config.origins.is_public(text));
    match claims.get("aud") {
        Some(Value::List(audiences)) => audiences.iter().any(public),
        Some(audience) => public(audience),
        None => false,
    }
}

#[cfg(test)]
mod tests;
