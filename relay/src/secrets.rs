//! The secrets: from the environment or from files, never from the command line (rule S).

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use secrecy::{ExposeSecret, SecretString};
use userkey::relay;

use crate::hash::keyed;

const TOKEN: &str = "USERKEY_RELAY_TOKEN";
const IDENTITY: &str = "USERKEY_RELAY_IDENTITY_SECRET";
const IDENTITY_OLD: &str = "USERKEY_RELAY_IDENTITY_SECRET_OLD";

/// What the relay must never show.
#[derive(Debug)]
pub struct Secrets {
    token: SecretString,
    identity: Vec<SecretString>,
}

impl Secrets {
    /// Takes them from files, where one is named, else from the environment.
    ///
    /// # Errors
    /// When there is no token, when a file can't be read, or when an argument of the program is a secret.
    pub fn load(token_file: Option<&Path>, identity_files: &[PathBuf]) -> Result<Self> {
        let token = match token_file {
            Some(file) => read(file)?,
            None => variable(TOKEN).with_context(|| {
                format!("there is no token: put User.com's REST key into {TOKEN}, or into a file that --token-file names")
            })?,
        };
        let identity = if identity_files.is_empty() {
            [IDENTITY, IDENTITY_OLD].into_iter().filter_map(variable).collect()
        } else {
            identity_files.iter().map(|file| read(file)).collect::<Result<_>>()?
        };
        let secrets = Self { token, identity };
        secrets.keep_off(env::args_os())?;
        Ok(secrets)
    }

    /// A token with an identity secret, for tests.
    #[cfg(test)]
    pub fn of(token: &str) -> Self {
        Self { token: token.into(), identity: vec!["Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0".into()] }
    }

    /// Hands them to the policy, which checks them.
    pub fn to_policy(&self) -> relay::Secrets {
        relay::Secrets {
            token: self.token.expose_secret().to_owned(),
            identity: self.identity.iter().map(|one| one.expose_secret().to_owned()).collect(),
        }
    }

    /// A secret that every instance with this token has, for one purpose; it doesn't lead back to the token.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        keyed(self.token.expose_secret().as_bytes(), &[purpose])
    }

    /// Every program of the machine can read this one's arguments.
    fn keep_off(&self, arguments: impl Iterator<Item = OsString>) -> Result<()> {
        let secrets: Vec<&str> =
            self.identity.iter().chain([&self.token]).map(ExposeSecret::expose_secret).collect();
        for argument in arguments {
            let argument = argument.to_string_lossy();
            if secrets.iter().any(|secret| !secret.is_empty() && argument.contains(secret)) {
                bail!(
                    "a secret stands on the command line, where every program can read it: use {TOKEN} or --token-file"
                );
            }
        }
        Ok(())
    }
}

fn variable(name: &str) -> Option<SecretString> {
    env::var(name).ok().filter(|text| !text.is_empty()).map(Into::into)
}

/// A secret's file, without the line break that editors add.
fn read(file: &Path) -> Result<SecretString> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("can't read the secret in {}", file.display()))?;
    Ok(text.trim().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "3f9c0a7be1d2458647a1b0c9d8e7f6a5";

    fn secrets() -> Secrets {
        Secrets { token: TOKEN.into(), identity: vec!["Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0".into()] }
    }

    #[test]
    fn rule_s_a_secret_on_the_command_line_is_refused() {
        let arguments = |last: &str| ["userkey-relay", last].map(OsString::from).into_iter();
        assert!(secrets().keep_off(arguments("--json")).is_ok());
        for bad in [TOKEN, &format!("--token-file={TOKEN}"), "Zk3v0pQ8sW1xT6yR9bN2mC5dF7gH4jL0"] {
            let message = secrets().keep_off(arguments(bad)).unwrap_err().to_string();
            assert!(message.contains("command line") && !message.contains(TOKEN), "{message}");
        }
    }

    #[test]
    fn rule_s_debug_shows_no_secret() {
        let shown = format!("{:?}", secrets());
        assert!(!shown.contains(TOKEN) && !shown.contains("Zk3v"), "{shown}");
    }

    #[test]
    fn a_file_is_read_without_its_last_line_break() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        fs::write(&file, format!("{TOKEN}\n")).unwrap();
        assert_eq!(read(&file).unwrap().expose_secret(), TOKEN);
        let missing = read(&folder.path().join("none")).unwrap_err().to_string();
        assert!(missing.contains("none"), "{missing}");
    }
}
