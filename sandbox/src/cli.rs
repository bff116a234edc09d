//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use userkey_sandbox::{
    Account, Cors, CubeSwitches, KeepAlive, NextAfterLast, Origin, PageSize, Phone, SANDBOX_TOKEN,
    SearchValueSlash, Settings, Slash, Switches, V2Attributes,
};

use crate::cube_options::CubeOptions;
use crate::relay;

/// What the options don't say.
const MORE: &str = include_str!("faults.txt");

/// Plays User.com and ConnectyCube on this machine, for tests and demos.
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
    /// The relay in front of the sandbox.
    #[command(flatten)]
    pub relay: relay::Options,
    /// Serve a stand-in for the relay at /userkey/visitor
    #[arg(long)]
    pub relay_stub: bool,
    /// The switches of the service.
    #[command(flatten)]
    pub behaviour: Behaviour,
    /// The application of ConnectyCube.
    #[command(flatten)]
    pub connectycube: CubeOptions,
}

/// What the service does where nobody knows.
#[derive(Args, Debug)]
#[command(next_help_heading = "Behaviour of the service")]
pub struct Behaviour {
    /// Token that requests must carry [default: sixty-four 0]
    #[arg(long, env = "USERKEY_SANDBOX_TOKEN", hide_env_values = true, value_parser = token)]
    token: Option<String>,
    /// Pages that may read the answers
    #[arg(long, value_enum, default_value_t)]
    cors: CorsMode,
    /// Origin that --cors list allows; may be repeated
    #[arg(long, value_name = "ORIGIN", required_if_eq("cors", "list"))]
    cors_origin: Vec<Origin>,
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
    /// What a list names as the page after its last
    #[arg(long, value_enum, default_value_t)]
    next_after_last: NextAfterLast,
    /// How much of a list a page holds
    #[arg(long, value_name = "N", default_value_t = PageSize::default().0)]
    page_size: NonZeroU32,
    /// Requests a second and token before 429 [default: no limit]
    #[arg(long, value_name = "N")]
    rate: Option<NonZeroU32>,
    /// Milliseconds by which every answer is held back
    #[arg(long, value_name = "MS", default_value_t = 0)]
    latency: u32,
    /// Whether connections are used again
    #[arg(long, value_enum, default_value_t)]
    keep_alive: KeepAlive,
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
        Settings {
            app_id: self.connectycube.app_id,
            auth_key: self.connectycube.auth_key.clone(),
            token: self.behaviour.token.clone().unwrap_or_else(|| SANDBOX_TOKEN.to_owned()),
            switches: self.behaviour.switches(self.connectycube.switches()),
            www: self.www,
            pkg: self.pkg,
            relay: None,
            identity_secret: None,
            relay_stub: self.relay_stub,
        }
    }
}

impl Behaviour {
    fn switches(self, connectycube: CubeSwitches) -> Switches {
        Switches {
            cors: match self.cors {
                CorsMode::Any => Cors::Any,
                CorsMode::List => Cors::List(self.cors_origin),
                CorsMode::Off => Cors::Off,
            },
            slash: self.slash,
            search_value_slash: self.search_value_slash,
            v2_attributes: self.v2_attributes,
            phone: self.phone,
            account: self.account,
            next_after_last: self.next_after_last,
            page_size: PageSize(self.page_size),
            rate: self.rate,
            latency: self.latency,
            keep_alive: self.keep_alive,
            connectycube,
        }
    }
}
