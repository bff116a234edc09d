//! Users: `users/…` by integer id, `users-by-id/…` by the client's own id.

use crate::error::Result;
use crate::http::{Method, Miss, Request, url};
use crate::text::{concat, decimal};

use super::changes::Changes;
use super::config::Config;

/// Words that are routes below `users-by-id/` and so can't be addressed as ids (reference §3).
const ROUTES: &[&str] = &[
    "search",
    "merge",
    "update_or_create",
    "mass_update_standard_attributes",
    "mass_update_custom_attributes",
];

/// Finds the user with that key, the value of the `__ca__chat` cookie: `GET users/search/?key=` (E1).
///
/// Keys are exact and case-sensitive. Nobody with the key is an empty 404.
#[must_use]
pub fn find_by_key(config: &Config, key: &str) -> Request {
    let mut url = config.url("users/search/");
    url::query(&mut url, "key", key);
    Request { miss: Miss::Nobody, ..config.request(Method::Get, url) }
}

/// Changes the user with that id of the client's own: `PUT users-by-id/{user_id}/` (E2).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn update_by_user_id(config: &Config, user_id: &str, changes: &Changes) -> Result<Request> {
    let mut url = config.url("users-by-id/");
    url::segment(&mut url, "userId", user_id, ROUTES)?;
    url.push('/');
    Ok(config.request_with(Method::Put, url, changes.to_wire(config.version())))
}

/// Changes the user with that integer id: `PUT users/{id}/` (E12).
#[must_use]
pub fn update(config: &Config, id: u64, changes: &Changes) -> Request {
    let url = config.url(&concat(&["users/", &decimal(id), "/"]));
    config.request_with(Method::Put, url, changes.to_wire(config.version()))
}
