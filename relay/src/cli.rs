//! The command line and the environment.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use tracing::Level;

/// What the options don't say.
const MORE: &str = "\
Secrets never stand on the command line, where every program on the machine can read them:
  USERKEY_RELAY_TOKEN            User.com's REST key, or its file: --token-file
  USERKEY_RELAY_IDENTITY_SECRET  what identity tokens are signed with, or its file: --identity-secret-file

The command line wins over the environment, the environment over the file. Fields, tags, attributes and limits stand in
the file alone: relay.toml, in the source, lists every option with its default.";

/// Serves what a page may do that is known by its visitor's cookie, and keeps User.com's token to itself.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_long_help = MORE)]
pub struct Cli {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve.
    #[command(flatten)]
    pub serve: Serve,
}

/// What the program does besides serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prints a script that completes the options in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Asks a running relay whether it is well, for container health checks
    Health {
        /// Its admin address
        #[arg(long, env = "USERKEY_RELAY_ADMIN", default_value_t = crate::DEFAULT_ADMIN)]
        admin: SocketAddr,
    },
}

/// How to serve.
#[derive(Args, Debug, Default)]
pub struct Serve {
    /// Configuration file, in TOML
    #[arg(long, value_name = "FILE", env = "USERKEY_RELAY_CONFIG")]
    pub config: Option<PathBuf>,
    /// Say whether the configuration can be used, and stop
    #[arg(long)]
    pub check: bool,
    /// Print one line of JSON when ready, for programs
    #[arg(long)]
    pub json: bool,
    /// Address to listen on [default: 127.0.0.1]
    #[arg(long, env = "USERKEY_RELAY_HOST")]
    pub host: Option<IpAddr>,
    /// Port to listen on; 0 takes a free one [default: 4030]
    #[arg(long, env = "USERKEY_RELAY_PORT")]
    pub port: Option<u16>,
    /// Address of /healthz and /metrics, not for visitors [default: 127.0.0.1:4031]
    #[arg(long, value_name = "HOST:PORT", env = "USERKEY_RELAY_ADMIN")]
    pub admin: Option<SocketAddr>,
    /// First word of your User.com address, like acme of acme.user.com
    #[arg(long, value_name = "NAME", env = "USERKEY_RELAY_SUBDOMAIN")]
    pub subdomain: Option<String>,
    /// Address of a sandbox to ask instead of User.com, and take plain http: for demos and tests
    #[arg(long, value_name = "URL", env = "USERKEY_RELAY_SANDBOX", conflicts_with = "subdomain")]
    pub sandbox: Option<String>,
    /// Origin of your own pages, scheme and host as browsers write them; may be repeated
    #[arg(long, value_name = "ORIGIN", env = "USERKEY_RELAY_PUBLIC_ORIGIN", value_delimiter = ',')]
    pub public_origin: Vec<String>,
    /// Proxy in front of the relay whose X-Forwarded-For is believed; may be repeated
    #[arg(long, value_name = "CIDR", env = "USERKEY_RELAY_BEHIND_PROXY", value_delimiter = ',')]
    pub behind_proxy: Vec<String>,
    /// Certificate chain, in PEM, to serve https; SIGHUP reads it anew
    #[arg(long, value_name = "FILE", env = "USERKEY_RELAY_TLS_CERT")]
    pub tls_cert: Option<PathBuf>,
    /// Its private key, in PEM
    #[arg(long, value_name = "FILE", env = "USERKEY_RELAY_TLS_KEY")]
    pub tls_key: Option<PathBuf>,
    /// File with User.com's REST key, instead of `USERKEY_RELAY_TOKEN`
    #[arg(long, value_name = "FILE", env = "USERKEY_RELAY_TOKEN_FILE")]
    pub token_file: Option<PathBuf>,
    /// File with the secret of identity tokens; twice while it is being changed
    #[arg(
        long,
        value_name = "FILE",
        env = "USERKEY_RELAY_IDENTITY_SECRET_FILE",
        value_delimiter = ','
    )]
    pub identity_secret_file: Vec<PathBuf>,
    /// Proxy on the way to User.com; proxies that the environment names are ignored
    #[arg(long, value_name = "URL", env = "USERKEY_RELAY_UPSTREAM_PROXY")]
    pub upstream_proxy: Option<String>,
    /// Redis whose limits all instances share; what is typed here can be read by every program
    #[arg(long, value_name = "URL", env = "USERKEY_RELAY_REDIS", hide_env_values = true)]
    pub redis: Option<String>,
    /// What is logged: error, warn, info, debug or trace [default: info]
    #[arg(long, value_name = "LEVEL", env = "USERKEY_RELAY_LOG")]
    pub log: Option<Level>,
    /// Nothing: a token on the command line is refused.
    #[arg(long, hide = true, num_args = 0..=1)]
    pub token: Option<Option<String>>,
}
