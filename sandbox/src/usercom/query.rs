//! The query of an address.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;

/// The parameters of a query, and the address they were sent to.
#[derive(Clone, Debug)]
pub struct Query {
    /// The parameters as they came, decoded.
    pub pairs: Vec<(String, String)>,
    /// The address up to the service's base: `http://127.0.0.1:4021/api/public`.
    pub base: String,
    /// The path below the base.
    pub path: String,
}

impl Query {
    /// Answers a parameter; the last counts if there are several.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rfind(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let OriginalUri(whole) = OriginalUri::from_request_parts(parts, state).await?;
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
        let host = host.or_else(|| whole.authority().map(Authority::as_str));
        let path = parts.uri.path().to_owned();
        let prefix = whole.path().strip_suffix(&path).unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self {
            pairs: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            base: format!("http://{}{prefix}", host.unwrap_or("localhost")),
            path,
        })
    }
}
