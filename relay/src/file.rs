//! The configuration file: the server's options in the table `server`, the policy's around it.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use userkey::Value;

/// What `relay.toml` says.
#[derive(Debug, Default)]
pub struct File {
    /// The options of this program.
    pub server: Server,
    /// The options that the policy reads, as in the fetch handler.
    pub policy: Vec<(String, Value)>,
}

/// The table `server`.
#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Server {
    pub host: Option<IpAddr>,
    pub port: Option<u16>,
    pub admin: Option<SocketAddr>,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub token_file: Option<PathBuf>,
    pub identity_secret_files: Vec<PathBuf>,
    pub upstream_proxy: Option<String>,
    pub redis: Option<String>,
    pub log: Option<String>,
}

impl File {
    /// Reads a file's text.
    ///
    /// # Errors
    /// When it is no TOML, or `server` has an option that there isn't.
    pub fn parse(text: &str) -> Result<Self> {
        let mut table: toml::Table = text.parse()?;
        if ["token", "apiKey", "identitySecret"].iter().any(|name| table.contains_key(*name)) {
            bail!(
                "secrets don't stand in the configuration: use USERKEY_RELAY_TOKEN and USERKEY_RELAY_IDENTITY_SECRET, \
                 or name their files with server.tokenFile and server.identitySecretFiles"
            );
        }
        let server = match table.remove("server") {
            None => Server::default(),
            Some(server) => server.try_into().context("in the table server")?,
        };
        let policy = table.into_iter().map(|(name, value)| (name, value_of(value))).collect();
        Ok(Self { server, policy })
    }
}

/// TOML as the policy's own values. A date is a string to it, which no option takes.
fn value_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Number(number.to_string()),
        toml::Value::Float(number) => Value::Number(number.to_string()),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Datetime(date) => Value::Text(date.to_string()),
        toml::Value::Array(items) => Value::List(items.into_iter().map(value_of).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(name, value)| (name, value_of(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_options_are_taken_out_and_the_others_are_the_policys() {
        let file = File::parse(
            "subdomain = 'acme'\nkeyLength = [8, 64]\n[browser]\nread = ['name']\n[server]\nport = 1\nlog = 'warn'\n",
        )
        .unwrap();
        assert_eq!(
            file.server,
            Server { port: Some(1), log: Some("warn".into()), ..Server::default() }
        );
        let policy = Value::Object(file.policy).to_json();
        assert_eq!(
            policy,
            r#"{"browser":{"read":["name"]},"keyLength":[8,64],"subdomain":"acme"}"#
        );
    }

    #[test]
    fn an_option_of_the_server_that_there_is_not_is_named() {
        let message = format!("{:#}", File::parse("[server]\nprot = 1\n").unwrap_err());
        assert!(message.contains("`prot`") && message.contains("`port`"), "{message}");
    }

    #[test]
    fn rule_s_a_secret_in_the_file_is_refused_without_showing_it() {
        for name in ["token", "apiKey", "identitySecret"] {
            let message = format!("{:#}", File::parse(&format!("{name} = 's3cr3t'")).unwrap_err());
            assert!(
                message.contains("USERKEY_RELAY_TOKEN") && !message.contains("s3cr3t"),
                "{message}"
            );
        }
    }
}
