//! The secrets, and what can't be one (rules I, S).

use std::fmt;

use crate::error::{Error, Result};

/// The REST token, and what identity tokens are signed with.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// User.com's REST key.
    pub token: String,
    /// The secrets of identity tokens: none, one, or two while they are changed.
    pub identity: Vec<String>,
}

/// Words that stand where a secret should.
const PLACEHOLDERS: [&str; 8] =
    ["changeme", "change_me", "change-me", "example", "placeholder", "secret", "token", "your"];

impl Secrets {
    /// Refuses what protects nothing. A sandbox's token protects nothing by design.
    pub(super) fn check(&self, sandbox: bool) -> Result<()> {
        if self.token.len() < 32 || (!sandbox && is_placeholder(&self.token)) {
            return Err(Error::option(
                "the token is missing or a placeholder: pass the key of 64 characters from Settings → App settings → Advanced → Public REST API keys",
            ));
        }
        if self.identity.len() > 2 {
            return Err(Error::option(
                "there can be two identity secrets, the new and the old one: leave the others out",
            ));
        }
        for secret in &self.identity {
            if secret.len() < 32 || is_placeholder(secret) {
                return Err(Error::option(
                    "an identity secret must have 32 random bytes or more: make one with `openssl rand -base64 32`",
                ));
            }
            if *secret == self.token {
                return Err(Error::option(
                    "the identity secret must not be the REST token: make one of its own",
                ));
            }
        }
        Ok(())
    }
}

/// Whether no random generator made this: few different characters, or words.
fn is_placeholder(secret: &str) -> bool {
    let mut bytes: Vec<u8> = secret.bytes().collect();
    bytes.sort_unstable();
    bytes.dedup();
    let lower = secret.to_ascii_lowercase();
    bytes.len() < 8 || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// Doesn't show them.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "3f9c0a7be1d245863f9c0a7be1d24586";

    fn check(token: &str, identity: &[&str], sandbox: bool) -> Result<(), String> {
        let identity = identity.iter().map(|&secret| secret.to_owned()).collect();
        Secrets { token: token.into(), identity }
            .check(sandbox)
            .map_err(|error| error.message.clone())
    }

    #[test]
    fn rule_s_a_placeholder_is_no_token() {
        for bad in [
            "",
            "short",
            &"0".repeat(64),
            &"x1y2".repeat(16),
            &format!("{GOOD}changeme"),
            &format!("YOUR_{GOOD}"),
        ] {
            assert!(
                check(bad, &[], false).unwrap_err().starts_with("the token is missing"),
                "{bad}"
            );
        }
        assert_eq!(check(GOOD, &[], false), Ok(()));
        assert_eq!(check(&"0".repeat(64), &[], true), Ok(()));
        assert!(check("", &[], true).is_err());
    }

    #[test]
    fn rule_i_an_identity_secret_is_long_random_and_its_own() {
        let other = "Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0";
        assert_eq!(check(GOOD, &[other, "9Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL"], false), Ok(()));
        for (bad, why) in [
            (&[&other[1..]][..], "32 random bytes"),
            (&["00000000000000000000000000000000"], "32 random bytes"),
            (&["my-secret-my-secret-my-secret-1234"], "32 random bytes"),
            (&[GOOD], "must not be the REST token"),
            (&[other, other, other], "two identity secrets"),
        ] {
            let message = check(GOOD, bad, true).unwrap_err();
            assert!(message.contains(why), "{message}");
        }
    }
}
