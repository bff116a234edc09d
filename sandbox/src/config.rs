//! How the sandbox is set up.

use std::path::PathBuf;

use axum::http::HeaderValue;
use clap::ValueEnum;

/// The well-known token of a sandbox: it protects nothing, so it is never masked.
pub const SANDBOX_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// How the sandbox is set up: what it serves, and the switches for what nobody knows.
///
/// The default of each switch is what the service most likely does.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The token that requests must carry.
    pub token: String,
    /// Which pages may read the answers.
    pub cors: Cors,
    /// What happens to a path without its last slash.
    pub slash: Slash,
    /// What happens to a stray slash after a search value.
    pub search_value_slash: SearchValueSlash,
    /// Where version 2 answers custom attributes.
    pub v2_attributes: V2Attributes,
    /// Which phone numbers are accepted.
    pub phone: Phone,
    /// The state of the account.
    pub account: Account,
    /// How many requests a second are answered; no limit if `None`.
    pub rate: Option<u32>,
    /// A folder of pages to serve at `/`.
    pub www: Option<PathBuf>,
    /// A folder with the built package, to serve at `/pkg/`.
    pub pkg: Option<PathBuf>,
    /// Whether the stand-in for the relay is served at `/userkey/`.
    pub relay_stub: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            token: SANDBOX_TOKEN.to_owned(),
            cors: Cors::Any,
            slash: Slash::default(),
            search_value_slash: SearchValueSlash::default(),
            v2_attributes: V2Attributes::default(),
            phone: Phone::default(),
            account: Account::default(),
            rate: None,
            www: None,
            pkg: None,
            relay_stub: false,
        }
    }
}

/// Which pages may read the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cors {
    /// Every page.
    Any,
    /// Pages of these origins.
    List(Vec<HeaderValue>),
    /// No page: what a server looks like that refuses browsers.
    Off,
}

/// What happens to a path without its last slash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Slash {
    /// It is redirected (301).
    #[default]
    Redirect,
    /// It is served.
    Accept,
    /// It answers 401, as clients find that drop the token when they follow the redirect.
    Reject,
}

/// What happens to a stray slash after a search value (`?key=abc/`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SearchValueSlash {
    /// One is taken away.
    #[default]
    Strip,
    /// It belongs to the value.
    Keep,
}

/// Where version 2 answers custom attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum V2Attributes {
    /// At the top level under their standard name.
    #[default]
    Flat,
    /// In the array `attributes`, as in version 1.
    Array,
    /// In both places.
    Both,
}

/// Which phone numbers are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Phone {
    /// Anything of at most 64 characters.
    #[default]
    Lenient,
    /// `+` and 2 to 15 digits, the first of them not 0.
    E164,
}

/// The state of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Account {
    /// Everything works.
    #[default]
    Ok,
    /// Every call is refused: not paid.
    Unpaid,
    /// Every call is refused: switched off.
    Inactive,
}
