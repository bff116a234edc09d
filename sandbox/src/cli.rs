//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use axum::http::HeaderValue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use userkey_sandbox::{
    Account, Cors, Phone, SANDBOX_TOKEN, SearchValueSlash, Settings, Slash, V2Attributes,
};

/// How to see more on the terminal.
const LOGGING: &str = "RUST_LOG=tower_http=debug prints every request.";

/// Plays User.com on this machine, for tests and demos.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = LOGGING)]
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
}

/// How to serve.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address to listen on; whoever reaches it can read and change everything
    #[arg(long, env = "USERKEY_SANDBOX_HOST", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub host: IpAddr,
    /// Port to listen on; 0 takes a free one
    #[arg(long, env = "USERKEY_SANDBOX_PORT", default_value_t = 4021)]
    pub port: u16,
    /// Print one line of JSON when ready, for programs
    #[arg(long)]
    pub json: bool,
    /// Keep the state in this SQLite file instead of in memory
    #[arg(long, value_name = "FILE", env = "USERKEY_SANDBOX_DB")]
    pub db: Option<PathBuf>,
    /// Fill a new database from this file, as exported, instead of with the built-in 250 users
    #[arg(long, value_name = "FILE", env = "USERKEY_SANDBOX_SEED")]
    pub seed: Option<PathBuf>,
    /// Serve the pages of this folder at /
    #[arg(long, value_name = "DIR")]
    pub www: Option<PathBuf>,
    /// Serve the built package of this folder at /pkg/
    #[arg(long, value_name = "DIR")]
    pub pkg: Option<PathBuf>,
    /// Serve a stand-in for the relay at /userkey/visitor
    #[arg(long)]
    pub relay_stub: bool,
    /// The switches of the service.
    #[command(flatten)]
    pub switches: Switches,
}

/// What the service does where nobody knows.
#[derive(Args, Debug)]
#[command(next_help_heading = "Behaviour of the service")]
pub struct Switches {
    /// Token that requests must carry [default: sixty-four 0]
    #[arg(long, env = "USERKEY_SANDBOX_TOKEN", hide_env_values = true, value_parser = token)]
    token: Option<String>,
    /// Pages that may read the answers
    #[arg(long, value_enum, default_value_t)]
    cors: CorsMode,
    /// Origin that --cors list allows; may be repeated
    #[arg(long, value_name = "ORIGIN", required_if_eq("cors", "list"), value_parser = origin)]
    cors_origin: Vec<HeaderValue>,
    /// A path without its last slash
    #[arg(long, value_enum, default_value_t)]
    slash: Slash,
    /// A stray slash after a search value
    #[arg(long, value_enum, default_value_t)]
    search_value_slash: SearchValueSlash,
    /// Place of custom attributes in answers of version 2
    #[arg(long, value_enum, default_value_t)]
    v2_attributes: V2Attributes,
    /// Phone numbers that are accepted
    #[arg(long, value_enum, default_value_t)]
    phone: Phone,
    /// State of the account
    #[arg(long, value_enum, default_value_t)]
    account: Account,
    /// Requests a second before 429 [default: no limit]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
}

/// The first half of the switch `cors`.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum CorsMode {
    /// Every page
    #[default]
    Any,
    /// Pages of the origins named with --cors-origin
    List,
    /// No page: what a server looks like that refuses browsers
    Off,
}

/// Reads an origin as browsers send it.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    let serialised =
        host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '*']));
    if !serialised || text.chars().any(char::is_uppercase) {
        return Err("an origin is http(s)://host[:port] in lower case, without a path".to_owned());
    }
    HeaderValue::from_str(text).map_err(|error| error.to_string())
}

/// Reads a token that a header can carry.
fn token(text: &str) -> Result<String, String> {
    let visible = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if visible {
        Ok(text.to_owned())
    } else {
        Err("a token is visible ASCII without spaces".to_owned())
    }
}

impl Serve {
    /// Collects what the router has to know.
    pub fn settings(self) -> Settings {
        let switches = self.switches;
        Settings {
            token: switches.token.unwrap_or_else(|| SANDBOX_TOKEN.to_owned()),
            cors: match switches.cors {
                CorsMode::Any => Cors::Any,
                CorsMode::List => Cors::List(switches.cors_origin),
                CorsMode::Off => Cors::Off,
            },
            slash: switches.slash,
            search_value_slash: switches.search_value_slash,
            v2_attributes: switches.v2_attributes,
            phone: switches.phone,
            account: switches.account,
            rate: switches.rate,
            www: self.www,
            pkg: self.pkg,
            relay_stub: self.relay_stub,
        }
    }
}
