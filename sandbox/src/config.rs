//! How the sandbox is set up.

use std::path::PathBuf;

use crate::origin::Origin;
use crate::switches::Switches;

/// The well-known token of a sandbox: it protects nothing, so it is never masked.
pub const SANDBOX_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The number of the application that `ConnectyCube`'s clients name.
pub const SANDBOX_APP_ID: u32 = 21;
/// Its key.
pub const SANDBOX_AUTH_KEY: &str = "AUTHKEY";

/// How the sandbox is set up: what it serves, and the switches it begins with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The token that requests must carry.
    pub token: String,
    /// The number of the application that `ConnectyCube`'s clients must name.
    pub app_id: u32,
    /// The application's key, which they must know.
    pub auth_key: String,
    /// The switches at the start.
    pub switches: Switches,
    /// A folder of pages to serve at `/`.
    pub www: Option<PathBuf>,
    /// A folder with the built package, to serve at `/pkg/`.
    pub pkg: Option<PathBuf>,
    /// A relay to hand the requests for `/userkey/` on to.
    pub relay: Option<Origin>,
    /// The secret of the identity tokens that are given out at `/_shop/identity-token`.
    pub identity_secret: Option<String>,
    /// Whether the stand-in for the relay is served at `/userkey/`.
    pub relay_stub: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Switches::default().into()
    }
}

impl From<Switches> for Settings {
    fn from(switches: Switches) -> Self {
        Self {
            token: SANDBOX_TOKEN.to_owned(),
            app_id: SANDBOX_APP_ID,
            auth_key: SANDBOX_AUTH_KEY.to_owned(),
            switches,
            www: None,
            pkg: None,
            relay: None,
            identity_secret: None,
            relay_stub: false,
        }
    }
}
