//! Users: `/users…` (reference §4), for callers in Rust; JavaScript's come by [`OPERATIONS`](super::OPERATIONS).

use crate::error::Result;
use crate::http::{Method, Request};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::changes;
use super::config::{Answer, Config};
use super::listing::{self, Style};
use super::query;

type Members<'a> = &'a [(String, Value)];

/// Makes a user: `POST /users` (§4.1). It doesn't log in.
///
/// # Errors
/// `input` for a field that can't be written so, or that lacks.
pub fn sign_up(config: &Config, user: Members<'_>) -> Result<Request> {
    let mut fields = String::new();
    changes::sign_up(user, &mut fields)?;
    let mut request = config.request(Method::Post, "/users", Answer::Made);
    write(&mut request, &fields);
    Ok(request)
}

/// Asks for a page of the users that `filter` describes: `GET /users/v2` (§4.2).
///
/// Options: `sort`, `offset`, `limit`, `pageSize`.
///
/// # Errors
/// `input` for a query the service would refuse.
pub fn list(config: &Config, filter: Members<'_>, options: Members<'_>) -> Result<Request> {
    let mut request = config.request(Method::Get, "/users/v2", Answer::Page);
    let most = query::write(&mut request.url, filter)?;
    listing::write(&mut request.url, Style::V2, options, most)?;
    Ok(request)
}

/// Finds the first of the users that `filter` describes: a page of one (§4.2).
///
/// Options: `sort`, `offset`.
///
/// # Errors
/// `input` for a query the service would refuse.
pub fn find_one(config: &Config, filter: Members<'_>, options: Members<'_>) -> Result<Request> {
    let mut request = config.request(Method::Get, "/users/v2", Answer::Page);
    query::write(&mut request.url, filter)?;
    listing::write(&mut request.url, Style::First, options, 1)?;
    Ok(request)
}

/// Finds the user with that id: `GET /users/{id}` (§4.4). Deprecated.
#[must_use]
pub fn find(config: &Config, id: u64) -> Request {
    config.request(Method::Get, &by_id(id), Answer::Found)
}

/// Changes the user with that id, the session's own: `PUT /users/{id}` (§4.12).
///
/// # Errors
/// `input` for a field that can't be written so, and for no field at all.
pub fn update(config: &Config, id: u64, changes: Members<'_>) -> Result<Request> {
    let mut fields = String::new();
    changes::update(changes, &mut fields)?;
    let mut request = config.request(Method::Put, &by_id(id), Answer::User);
    write(&mut request, &fields);
    Ok(request)
}

/// Deletes the user with that id, the session's own: `DELETE /users/{id}` (§4.13).
#[must_use]
pub fn delete(config: &Config, id: u64) -> Request {
    config.request(Method::Delete, &by_id(id), Answer::Done)
}

fn by_id(id: u64) -> String {
    concat(&["/users/", &decimal(id)])
}

fn write(request: &mut Request, fields: &str) {
    request.write(concat(&["{\"user\":", fields, "}"]));
}
