//! Which key a browser had first (rule L): a record that somebody planted later isn't merged into a person's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::config::Config;
use crate::cookie;

/// The cookie that remembers it: no script can read it, no other host can set it.
const COOKIE: &str = "__Host-Http-userkey";
/// The longest that browsers keep a cookie, 400 days, in seconds.
const MAX_AGE: u64 = 34_560_000;

/// The cookie to set if this key is the first that the relay sees in this browser, and if anybody will ask.
pub fn first(config: &Config, jar: &str, key: &str) -> Option<String> {
    if !config.merges || cookie::values(jar, COOKIE).next().is_some() {
        return None;
    }
    let code = code(config.identity_secrets().first()?, key)?;
    let code = URL_SAFE_NO_PAD.encode(code.finalize().into_bytes());
    Some(format!("{COOKIE}={code}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={MAX_AGE}"))
}

/// Whether this key was the first.
pub fn is_bound(config: &Config, jar: &str, key: &str) -> bool {
    let codes: Vec<_> = cookie::values(jar, COOKIE).collect();
    let [only] = codes.as_slice() else { return false };
    let Ok(given) = URL_SAFE_NO_PAD.decode(only) else { return false };
    let mut own = config.identity_secrets().iter().filter_map(|secret| code(secret, key));
    own.any(|code| code.verify_slice(&given).is_ok())
}

/// A code of the key that only the relay can make, and that is no signature of a token.
fn code(secret: &str, key: &str) -> Option<Hmac<Sha256>> {
    let mut code = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    code.update(b"userkey: the first key of a browser\0");
    code.update(key.as_bytes());
    Some(code)
}
