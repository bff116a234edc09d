//! The id in a path.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::errors::Error;

/// Words that the service takes for routes, never for ids.
const ROUTE_WORDS: [&str; 3] =
    ["mass_update_custom_attributes", "mass_update_standard_attributes", "search"];

/// One segment of a path, percent-decoded.
///
/// An encoded slash parts segments like a plain one, so an id that holds one can't be named.
#[derive(Debug)]
pub struct Segment(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Segment {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) if !id.contains('/') && !ROUTE_WORDS.contains(&id.as_str()) => {
                Ok(Self(id))
            }
            _ => Err(Error::NoRoute),
        }
    }
}
