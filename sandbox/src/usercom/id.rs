//! The number in a path that names anything but a user.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use super::errors::Error;

/// The number a path names something by; what isn't a number names nothing.
#[derive(Clone, Copy, Debug)]
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let Path(id) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|_| Error::NoRoute)?;
        id.parse().map(Self).map_err(|_| Error::NotFound)
    }
}
