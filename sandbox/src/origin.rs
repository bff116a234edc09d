//! Origins of pages, as browsers send them.

use std::str::FromStr;

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};

/// The origin of a page: scheme, host and port, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// Why a text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an origin is http(s)://host[:port] in lower case, without a path")]
pub struct NoOrigin;

impl PartialEq<HeaderValue> for Origin {
    fn eq(&self, header: &HeaderValue) -> bool {
        header == self.0.as_str()
    }
}

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for Origin {
    type Error = NoOrigin;

    fn try_from(text: String) -> Result<Self, NoOrigin> {
        let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        let bare =
            host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '*']));
        let lower = text.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase());
        if bare && lower { Ok(Self(text)) } else { Err(NoOrigin) }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}
