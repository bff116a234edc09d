//! Where a fault redirects to.

use axum::http::uri::Authority;
use axum::http::{HeaderValue, Uri};
use serde::{Deserialize, Serialize};

/// The target of a redirect.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum Redirect {
    /// The same address once more.
    SameOrigin,
    /// The same address by the sandbox's other name, `localhost` or `127.0.0.1`.
    OtherOrigin,
    /// Any address.
    To(HeaderValue),
}

impl Redirect {
    /// Writes the header `Location` for a request to `host`.
    #[must_use]
    pub fn location(&self, host: &str, uri: &Uri) -> HeaderValue {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let text = match self {
            Self::To(value) => return value.clone(),
            Self::SameOrigin => path.to_owned(),
            Self::OtherOrigin => format!("http://{}{path}", other_name(host)),
        };
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("/"))
    }
}

/// Names the same socket otherwise.
fn other_name(host: &str) -> String {
    let authority = host.parse::<Authority>().ok();
    let port = authority.as_ref().and_then(Authority::port_u16);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let local = authority.is_some_and(|authority| authority.host() == "localhost");
    format!("{}{port}", if local { "127.0.0.1" } else { "localhost" })
}

impl TryFrom<String> for Redirect {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "same-origin" => Ok(Self::SameOrigin),
            "other-origin" => Ok(Self::OtherOrigin),
            _ => match HeaderValue::from_str(&text) {
                Ok(value) if !value.is_empty() => Ok(Self::To(value)),
                _ => Err("give same-origin, other-origin or an address".to_owned()),
            },
        }
    }
}

impl From<Redirect> for String {
    fn from(redirect: Redirect) -> Self {
        match redirect {
            Redirect::SameOrigin => "same-origin".to_owned(),
            Redirect::OtherOrigin => "other-origin".to_owned(),
            Redirect::To(value) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_origin_is_the_same_address_by_another_name() {
        let uri: Uri = "/a/?b=c".parse().unwrap();
        let location = |host| Redirect::OtherOrigin.location(host, &uri);
        assert_eq!(location("127.0.0.1:4021"), "http://localhost:4021/a/?b=c");
        assert_eq!(location("localhost:4021"), "http://127.0.0.1:4021/a/?b=c");
    }
}
