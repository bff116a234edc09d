//! Keyed digests as texts.

use std::fmt::Write;

use hmac::Mac;
use hmac::digest::KeyInit;

/// Digests a message under a key, in lower-case hexadecimal: `hmac::<Hmac<Sha1>>("key", "message")`.
#[must_use]
pub fn hmac<M: Mac + KeyInit>(key: &str, message: &str) -> String {
    // A key of any length is taken.
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(message.as_bytes());
    let mut digest = String::new();
    for byte in mac.finalize().into_bytes() {
        // Writing into a text can't fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}
