//! Passwords, kept so that no file or export shows one.
//!
//! The hash is salted and cheap: a sandbox protects nothing, and tests sign in often.

use hmac::Hmac;
use sha2::Sha256;

use crate::digest::hmac;

/// How a kept password begins; longer than any password may be, so that none is taken for one.
const MARK: &str = "hmac-sha256:";

/// Hashes a password for keeping.
#[must_use]
pub fn hash(password: &str) -> String {
    kept(&format!("{:032x}", rand::random::<u128>()), password)
}

/// Hashes the password of a user in a snapshot, unless it is hashed already.
///
/// The salt is made of the user's number, so that every start makes the same.
#[must_use]
pub fn hash_plain(user: i64, password: &str) -> String {
    match salt(password) {
        Some(_) => password.to_owned(),
        None => kept(&format!("{user:032x}"), password),
    }
}

/// Says whether a password is the one that was kept.
#[must_use]
pub fn matches(kept_one: &str, password: &str) -> bool {
    salt(kept_one).is_some_and(|salt| kept(salt, password) == kept_one)
}

/// Answers the salt of a kept password.
fn salt(kept: &str) -> Option<&str> {
    let (salt, digest) = kept.strip_prefix(MARK)?.split_once(':')?;
    (salt.len() == 32 && digest.len() == 64).then_some(salt)
}

fn kept(salt: &str, password: &str) -> String {
    format!("{MARK}{salt}:{}", hmac::<Hmac<Sha256>>(salt, password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_password_matches_itself_alone_and_shows_nothing() {
        let (one, other) = (hash("example-pass-1"), hash("example-pass-1"));
        assert!(matches(&one, "example-pass-1") && matches(&other, "example-pass-1"));
        assert!(one != other && !one.contains("example"));
        for wrong in ["", "example-pass-2", &one] {
            assert!(!matches(&one, wrong), "{wrong}");
        }
        assert!(!matches("example-pass-1", "example-pass-1"));
    }

    #[test]
    fn a_plain_password_of_a_seed_is_hashed_once() {
        let once = hash_plain(1, "example-pass-1");
        assert_eq!(hash_plain(2, &once), once);
        assert!(matches(&once, "example-pass-1"));
    }
}
