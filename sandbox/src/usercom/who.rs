//! The user a request means, by the service's number or by the client's own id.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::routing::MethodRouter;
use axum::{RequestPartsExt, Router};
use rusqlite::Connection;

use super::errors::Error;
use super::reader::Reader;
use super::{Routes, fields};
use crate::state::AppState;
use crate::store::users::{self, Record};

/// Words that the service takes for routes, never for ids.
const ROUTE_WORDS: [&str; 3] =
    ["mass_update_custom_attributes", "mass_update_standard_attributes", "search"];

/// The user a request means.
///
/// An encoded slash parts segments like a plain one, so an id that holds one can't be named.
#[derive(Clone, Debug)]
pub enum Who {
    /// By the service's number, `users/{id}/`.
    Id(i64),
    /// By the client's own id, `users-by-id/{custom_id}/`.
    CustomId(String),
    /// By the key of the visitor's cookie; no path does.
    Key(String),
    /// By what can't be a number where one is wanted: nobody.
    Nobody,
}

impl Who {
    /// Finds the user.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none.
    pub fn find(&self, db: &Connection) -> Result<Record, Error> {
        let found = match self {
            Self::Id(id) => users::by_id(db, *id)?,
            Self::CustomId(custom_id) => users::by_custom_id(db, custom_id)?,
            Self::Key(key) => users::by_key(db, key)?,
            Self::Nobody => None,
        };
        found.ok_or(Error::NotFound)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let Path(mut named) =
            parts.extract::<Path<Vec<(String, String)>>>().await.map_err(|_| Error::NoRoute)?;
        let (name, id) = named.pop().ok_or(Error::NoRoute)?;
        if id.contains('/') || ROUTE_WORDS.contains(&id.as_str()) {
            return Err(Error::NoRoute);
        }
        Ok(match name.as_str() {
            "id" => id.parse().map_or(Self::Nobody, Self::Id),
            _ => Self::CustomId(id),
        })
    }
}

/// Reads whom a body names, by a number in one field or a text in another; the number counts if both are there.
pub fn named(
    body: &mut Reader<'_>,
    id: &str,
    (other, who): (&str, fn(String) -> Who),
) -> Option<Who> {
    let (number, text) = (body.optional(id, fields::id)?, body.optional(other, fields::custom_id)?);
    let named = number.map(Who::Id).or_else(|| text.map(who));
    named.or_else(|| body.required(id, fields::id).map(Who::Id))
}

/// Adds the routes of one user, by both names.
///
/// `path` is what follows the name: nothing, or a path that ends in a slash.
pub fn routes(path: &str, handlers: MethodRouter<AppState>) -> Router<AppState> {
    routes_by_both(path, handlers.clone(), handlers)
}

/// Adds routes of one user that differ by the name.
pub fn routes_by_both(
    path: &str,
    by_id: MethodRouter<AppState>,
    by_custom_id: MethodRouter<AppState>,
) -> Router<AppState> {
    Router::new()
        .slash_route(&format!("/users/{{id}}/{path}"), by_id)
        .slash_route(&format!("/users-by-id/{{custom_id}}/{path}"), by_custom_id)
}
