//! Hashes that only who has the key can make.

use std::fmt::Write;

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Hashes parts, so that no two lists of parts are one.
pub fn keyed(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// The first half of a hash, as it stands in logs and names.
pub fn hex(hash: &[u8; 32]) -> String {
    let mut text = String::with_capacity(32);
    for byte in hash.iter().take(16) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
