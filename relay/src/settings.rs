//! What the relay is told, from the command line, the environment and the file together.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use secrecy::SecretString;
use tracing::Level;
use userkey::Value;
use userkey::relay::Config;

use crate::cli::Serve;
use crate::file::File;
use crate::resolve::Near;
use crate::secrets::Secrets;

/// Where `/healthz` and `/metrics` are unless told otherwise.
pub const DEFAULT_ADMIN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4031);
/// Where the relay listens unless told otherwise.
pub const DEFAULT_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4030);

/// Everything that is decided before the start.
#[derive(Debug)]
pub struct Settings {
    /// Where to listen.
    pub address: SocketAddr,
    /// Where operators look.
    pub admin: SocketAddr,
    /// The certificate and its key.
    pub tls: Option<(PathBuf, PathBuf)>,
    /// The way out.
    pub upstream_proxy: Option<String>,
    /// What instances share.
    pub redis: Option<SecretString>,
    /// What is logged.
    pub log: Level,
    /// Where the upstream may be.
    pub near: Near,
    /// The policy's own.
    pub policy: Config,
    /// What instances have in common besides.
    pub secrets: Secrets,
}

impl Settings {
    /// Reads the file that the options name, and checks everything.
    ///
    /// # Errors
    /// Naming the option and the fix.
    pub fn new(mut options: Serve) -> Result<Self> {
        if options.token.take().is_some() {
            bail!(
                "a token on the command line can be read by every program: use USERKEY_RELAY_TOKEN or --token-file"
            );
        }
        let file = match &options.config {
            None => File::default(),
            Some(path) => {
                let text = fs::read_to_string(path)
                    .with_context(|| format!("can't read the configuration {}", path.display()))?;
                File::parse(&text).with_context(|| format!("in {}", path.display()))?
            }
        };
        let token_file = options.token_file.take().or_else(|| file.server.token_file.clone());
        let identity_files =
            either(&mut options.identity_secret_file, &file.server.identity_secret_files);
        let secrets = Secrets::load(token_file.as_deref(), &identity_files)?;
        Self::merge(options, file, secrets)
    }

    /// Puts the three sources together.
    fn merge(mut options: Serve, file: File, secrets: Secrets) -> Result<Self> {
        let policy = policy(&mut options, file.policy);
        let sandbox = policy.get("sandbox").is_some();
        let server = file.server;
        let redis: Option<SecretString> = options.redis.or(server.redis).map(Into::into);
        let config = if redis.is_some() { Config::with_store } else { Config::new };
        let policy = config(&policy, secrets.to_policy())?;
        let host = options.host.or(server.host).unwrap_or(DEFAULT_ADDRESS.ip());
        let port = options.port.or(server.port).unwrap_or(DEFAULT_ADDRESS.port());
        let settings = Self {
            address: SocketAddr::new(host, port),
            admin: options.admin.or(server.admin).unwrap_or(DEFAULT_ADMIN),
            tls: tls(options.tls_cert.or(server.tls_cert), options.tls_key.or(server.tls_key))?,
            upstream_proxy: options.upstream_proxy.or(server.upstream_proxy),
            redis,
            log: log(options.log, server.log.as_deref())?,
            near: if sandbox { Near::Private } else { Near::Public },
            policy,
            secrets,
        };
        settings.check()?;
        Ok(settings)
    }

    /// Refuses to be reached from elsewhere in a way that can't be safe (rule S).
    fn check(&self) -> Result<()> {
        let is_public = !self.address.ip().is_loopback();
        if is_public && self.tls.is_none() && !self.policy.is_behind_proxy() {
            bail!(
                "{} can be reached from other machines, without https: add --tls-cert and --tls-key, \
                 or name the proxy that does https with --behind-proxy, or listen on 127.0.0.1",
                self.address.ip()
            );
        }
        if self.admin == self.address && self.admin.port() != 0 {
            bail!(
                "--admin must be another address than the visitors': what operators see isn't for them"
            );
        }
        Ok(())
    }
}

/// The policy's options, those of the command line and the environment in place of the file's.
fn policy(options: &mut Serve, mut members: Vec<(String, Value)>) -> Value {
    let list = |texts: &mut Vec<String>| {
        let texts: Vec<Value> = texts.drain(..).map(Value::Text).collect();
        (!texts.is_empty()).then_some(Value::List(texts))
    };
    let text = |text: &mut Option<String>| text.take().map(Value::Text);
    let given = [
        ("subdomain", text(&mut options.subdomain)),
        ("sandbox", text(&mut options.sandbox)),
        ("publicOrigins", list(&mut options.public_origin)),
        ("behindProxy", list(&mut options.behind_proxy)),
    ];
    for (name, value) in given {
        let Some(value) = value else { continue };
        // The two exclude each other, and what is typed now is what is meant.
        let replaced = |known: &str| {
            known == name
                || (matches!(name, "subdomain" | "sandbox")
                    && matches!(known, "subdomain" | "sandbox"))
        };
        members.retain(|(known, _)| !replaced(known));
        members.push((name.to_owned(), value));
    }
    Value::Object(members)
}

fn either(first: &mut Vec<PathBuf>, second: &[PathBuf]) -> Vec<PathBuf> {
    if first.is_empty() { second.to_vec() } else { std::mem::take(first) }
}

fn tls(cert: Option<PathBuf>, key: Option<PathBuf>) -> Result<Option<(PathBuf, PathBuf)>> {
    match (cert, key) {
        (Some(cert), Some(key)) => Ok(Some((cert, key))),
        (None, None) => Ok(None),
        (Some(_), None) => bail!("--tls-cert needs --tls-key, the certificate's private key"),
        (None, Some(_)) => bail!("--tls-key needs --tls-cert, the key's certificate"),
    }
}

fn log(option: Option<Level>, file: Option<&str>) -> Result<Level> {
    match (option, file) {
        (Some(level), _) => Ok(level),
        (None, None) => Ok(Level::INFO),
        (None, Some(text)) => {
            text.parse().ok().context("server.log must be error, warn, info, debug or trace")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../relay.toml");
    const TOKEN: &str = "3f9c0a7be1d2458647a1b0c9d8e7f6a53f9c0a7be1d2458647a1b0c9d8e7f6a5";

    fn settings(options: Serve, file: &str) -> Result<Settings> {
        Settings::merge(options, File::parse(file)?, Secrets::of(TOKEN))
    }

    fn refused(options: Serve, file: &str) -> String {
        format!("{:#}", settings(options, file).unwrap_err())
    }

    /// The example with those of its options switched on that `wanted` wants.
    fn example(wanted: impl Fn(&str) -> bool) -> String {
        let line = |line: &'static str| match line.strip_prefix('#') {
            Some(option)
                if option.starts_with(|first: char| first.is_ascii_lowercase()) && wanted(line) =>
            {
                option
            }
            _ => line,
        };
        EXAMPLE.lines().map(line).collect::<Vec<_>>().join("\n")
    }

    const MINIMAL: &str = "subdomain = 'acme'\npublicOrigins = ['https://shop.example']";

    #[test]
    fn the_example_says_the_defaults() {
        let written = example(|line| !line.ends_with("no default"));
        assert_ne!(written, EXAMPLE);
        let (written, usual) = (
            settings(Serve::default(), &written).unwrap(),
            settings(Serve::default(), MINIMAL).unwrap(),
        );
        assert_eq!(written.policy, usual.policy);
        assert_eq!(
            (written.address, written.admin, written.log),
            (usual.address, usual.admin, usual.log)
        );
        assert!(usual.tls.is_none() && usual.redis.is_none() && usual.upstream_proxy.is_none());
    }

    #[test]
    fn every_line_of_the_example_can_be_used() {
        let all = example(|_| true).replace("subdomain = \"acme\"", "");
        let settings = settings(Serve::default(), &all).unwrap();
        assert!(
            settings.tls.is_some() && settings.redis.is_some() && settings.upstream_proxy.is_some()
        );
        assert_eq!(settings.near, Near::Private);
    }

    #[test]
    fn every_option_of_the_file_is_in_the_example() {
        let unknown = refused(Serve::default(), "[server]\nno = 1");
        let (_, names) = unknown.split_once("expected one of ").unwrap();
        for name in names.split('`').filter(|name| name.starts_with(char::is_alphabetic)) {
            assert!(EXAMPLE.contains(&format!("\n#{name} = ")), "{name}");
        }
        let unknown = refused(Serve::default(), &format!("{MINIMAL}\nno = 1"));
        let (_, names) = unknown.split_once("there are ").unwrap();
        for name in names.split(", ") {
            let there = [format!("\n#{name} = "), format!("\n{name} = "), format!("\n[{name}]")];
            assert!(there.iter().any(|line| EXAMPLE.contains(line)), "{name}");
        }
    }

    #[test]
    fn the_command_line_wins_over_the_file() {
        let options = Serve {
            port: Some(1),
            sandbox: Some("http://127.0.0.1:4021/api/public".into()),
            public_origin: vec!["https://other.example".into()],
            ..Serve::default()
        };
        let settings =
            settings(options, &format!("{MINIMAL}\n[server]\nport = 2\nlog = 'warn'")).unwrap();
        assert_eq!(
            (settings.address.port(), settings.log, settings.near),
            (1, Level::WARN, Near::Private)
        );
    }

    #[test]
    fn rule_s_what_can_not_be_safe_does_not_start() {
        let open = |more: &str| format!("{more}\n{MINIMAL}\n[server]\nhost = '0.0.0.0'");
        let message = refused(Serve::default(), &open(""));
        assert!(message.contains("0.0.0.0") && message.contains("--behind-proxy"), "{message}");
        assert!(settings(Serve::default(), &open("behindProxy = ['10.0.0.1']")).is_ok());
        let tls =
            Serve { tls_cert: Some("a".into()), tls_key: Some("b".into()), ..Serve::default() };
        assert!(settings(tls, &open("")).is_ok());

        let typed = Serve { token: Some(Some(TOKEN.into())), ..Serve::default() };
        let message = format!("{:#}", Settings::new(typed).unwrap_err());
        assert!(message.contains("USERKEY_RELAY_TOKEN") && !message.contains(TOKEN), "{message}");

        let placeholder = Settings::merge(
            Serve::default(),
            File::parse(MINIMAL).unwrap(),
            Secrets::of(&"0".repeat(64)),
        );
        assert!(placeholder.unwrap_err().to_string().contains("placeholder"));
    }

    #[test]
    fn an_option_that_can_not_be_used_is_named_with_the_fix() {
        for (file, option, fix) in [
            ("[server]\nlog = 'loud'", "server.log", "trace"),
            ("[server]\ntlsCert = 'a'", "--tls-cert", "--tls-key"),
            ("[server]\ntlsKey = 'a'", "--tls-key", "--tls-cert"),
            ("[server]\nadmin = '127.0.0.1:4030'", "--admin", "another address"),
            ("[limits]\ncache = 9", "limits.cache", "0 to 5"),
        ] {
            let message = refused(Serve::default(), &format!("{MINIMAL}\n{file}"));
            assert!(message.contains(option) && message.contains(fix), "{message}");
        }
    }
}
