//! The services that the sandbox plays.

use serde::{Deserialize, Serialize};

/// A service that the sandbox plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// User.com.
    Usercom,
    /// `ConnectyCube`.
    Connectycube,
    /// The stand-in for the relay.
    Relay,
}
