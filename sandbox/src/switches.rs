//! The switches: what the sandbox does where nobody knows what the service does.

use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::origin::Origin;

/// The switches of the services, which may be turned while the sandbox runs.
///
/// The default of each is what the service most likely does.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Switches {
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
    /// What a list names as the page after its last.
    pub next_after_last: NextAfterLast,
    /// How much of a list a page holds.
    pub page_size: PageSize,
    /// How many requests a second are answered for one token; no limit if `None`.
    pub rate: Option<NonZeroU32>,
    /// How long every answer is held back, in milliseconds.
    pub latency: u32,
    /// Whether connections are used again.
    pub keep_alive: KeepAlive,
    /// Those of `ConnectyCube` alone.
    pub connectycube: CubeSwitches,
}

/// The switches of `ConnectyCube`, which are options of its dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct CubeSwitches {
    /// Whether `GET /users` lists the users.
    pub list_v1: Toggle,
    /// Whether a session for a login or an e-mail that nobody has makes the user.
    pub create_users: Toggle,
    /// Whether a password can be reset by e-mail.
    pub reset_password: Toggle,
    /// Whether guests may come.
    pub guests: Toggle,
    /// How long a session lives after its last call, in seconds.
    pub token_lifetime: NonZeroU32,
    /// The application's secret; signatures are checked if there is one.
    pub secret: Option<String>,
    /// In which form `user_tags` is answered.
    pub user_tags: CubeTags,
}

impl Default for CubeSwitches {
    fn default() -> Self {
        Self {
            list_v1: Toggle::Off,
            create_users: Toggle::On,
            reset_password: Toggle::On,
            guests: Toggle::On,
            token_lifetime: TWO_HOURS,
            secret: None,
            user_tags: CubeTags::default(),
        }
    }
}

impl CubeSwitches {
    /// Answers the lifetime of a session in milliseconds.
    #[must_use]
    pub fn lifetime_ms(&self) -> i64 {
        i64::from(self.token_lifetime.get()) * 1000
    }
}

/// How long a session of `ConnectyCube` lives after its last call, in seconds.
pub const TWO_HOURS: NonZeroU32 = NonZeroU32::new(7200).unwrap();

/// Whether something is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Toggle {
    /// It is.
    On,
    /// It isn't.
    Off,
}

impl Toggle {
    /// Says whether it is.
    #[must_use]
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

/// In which form `ConnectyCube` answers `user_tags`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum CubeTags {
    /// One text, parted by commas.
    #[default]
    Text,
    /// An array of texts.
    Array,
}

/// The switches as they stand; clones share them.
#[derive(Clone, Debug, Default)]
pub struct Panel(Arc<RwLock<Arc<Switches>>>);

impl Panel {
    /// Begins with these switches.
    #[must_use]
    pub fn new(switches: Switches) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(switches))))
    }

    /// Answers the switches of this moment.
    #[must_use]
    pub fn read(&self) -> Arc<Switches> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Turns the switches; requests under way keep those they began with.
    pub fn turn(&self, switches: Switches) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(switches);
    }
}

/// Which pages may read the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Cors {
    /// Every page.
    #[default]
    Any,
    /// Pages of these origins.
    List(Vec<Origin>),
    /// No page: what a server looks like that refuses browsers.
    Off,
}

/// What happens to a path without its last slash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum SearchValueSlash {
    /// One is taken away.
    #[default]
    Strip,
    /// It belongs to the value.
    Keep,
}

/// Where version 2 answers custom attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Phone {
    /// Anything of at most 64 characters.
    #[default]
    Lenient,
    /// `+` and 2 to 15 digits, the first of them not 0.
    E164,
}

/// The state of the account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Account {
    /// Everything works.
    #[default]
    Ok,
    /// Every call is refused: not paid.
    Unpaid,
    /// Every call is refused: switched off.
    Inactive,
}

/// What a list names as the page after its last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum NextAfterLast {
    /// None.
    #[default]
    Null,
    /// One that answers 404, as the service was seen to do.
    Dangling,
}

/// How much of a list a page holds, at least one; 100 by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct PageSize(pub NonZeroU32);

impl Default for PageSize {
    fn default() -> Self {
        Self(NonZeroU32::MIN.saturating_add(99))
    }
}

/// Whether connections are used again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum KeepAlive {
    /// As clients like.
    #[default]
    On,
    /// Never: browsers repeat by themselves what is lost on a connection that was used before.
    Off,
}
