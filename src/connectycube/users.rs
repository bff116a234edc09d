//! Users: `/users…` (reference §4).

use crate::args::wanted;
use crate::error::Result;
use crate::http::{Method, Request, url};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::changes;
use super::config::{Answer, Config};
use super::filter;
use super::listing::{self, Style};
use super::query;

type Members<'a> = &'a [(String, Value)];

/// Makes a user: `POST /users` (§4.1). It doesn't log in.
///
/// # Errors
/// `input` for a field that can't be written so, or that lacks.
pub fn sign_up(config: &Config, user: Members<'_>) -> Result<Request> {
    let body = changes::sign_up(user)?;
    let mut request = config.request_with(Method::Post, "/users", Answer::Made, body);
    request.creates = true;
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

/// Asks for a page of users, also of all: `GET /users` (§4.3). Deprecated, and off unless the application allows it.
///
/// Options: `sort`, `page`, `limit`, `pageSize`.
///
/// # Errors
/// `input` for a filter the service would refuse or misread.
pub fn list_v1(config: &Config, filter: Members<'_>, options: Members<'_>) -> Result<Request> {
    let mut request = config.request(Method::Get, "/users", Answer::Page);
    filter::write(&mut request.url, filter)?;
    listing::write(&mut request.url, Style::V1, options, query::MAX_PAGE)?;
    Ok(request)
}

/// Finds the first of the users that `filter` describes: a page of one (§4.2).
///
/// Options: `sort`, `offset`.
///
/// # Errors
/// `input` for a query the service would refuse.
pub fn find_one(config: &Config, filter: Members<'_>, options: Members<'_>) -> Result<Request> {
    let mut request = config.request(Method::Get, "/users/v2", Answer::First);
    query::write(&mut request.url, filter)?;
    listing::write(&mut request.url, Style::V2, options, 1)?;
    Ok(request)
}

/// Finds the first user with that phone number, in the way that works: `GET /users/v2?phone=` (§4.16).
///
/// # Errors
/// `input` for an empty number.
pub fn find_by_phone(config: &Config, phone: &str) -> Result<Request> {
    find_one(config, &[("phone".into(), phone.into())], &[])
}

/// Finds the user with that id: `GET /users/{id}` (§4.4). Deprecated.
#[must_use]
pub fn find(config: &Config, id: u64) -> Request {
    config.request(Method::Get, &by_id(id), Answer::Found)
}

/// Finds the user with that login: `GET /users/by_login` (§4.5). Deprecated.
#[must_use]
pub fn find_by_login(config: &Config, login: &str) -> Request {
    look_up(config, "login", login, Answer::Found)
}

/// Finds the user with that Facebook id: `GET /users/by_facebook_id` (§4.7). Deprecated.
#[must_use]
pub fn find_by_facebook_id(config: &Config, facebook_id: &str) -> Request {
    look_up(config, "facebook_id", facebook_id, Answer::Found)
}

/// Finds the user with that Twitter id: `GET /users/by_twitter_id` (§4.8). Deprecated.
#[must_use]
pub fn find_by_twitter_id(config: &Config, twitter_id: &str) -> Request {
    look_up(config, "twitter_id", twitter_id, Answer::Found)
}

/// Finds the user with that e-mail address: `GET /users/by_email` (§4.9). Deprecated.
#[must_use]
pub fn find_by_email(config: &Config, email: &str) -> Request {
    look_up(config, "email", email, Answer::Found)
}

/// Finds the user with that id in another system: `GET /users/external/{id}` (§4.11). Deprecated.
#[must_use]
pub fn find_by_external_user_id(config: &Config, id: u64) -> Request {
    config.request(Method::Get, &by_external_id(id), Answer::Found)
}

/// Asks for a page of the users with that full name: `GET /users/by_full_name` (§4.6). Deprecated.
///
/// Options: `page`, `limit`, `pageSize`.
///
/// # Errors
/// `input` for an option that can't be used.
pub fn find_by_full_name(
    config: &Config,
    full_name: &str,
    options: Members<'_>,
) -> Result<Request> {
    let mut request = look_up(config, "full_name", full_name, Answer::FoundPage);
    listing::write(&mut request.url, Style::LookUp, options, query::MAX_PAGE)?;
    Ok(request)
}

/// Asks for a page of the users with at least one of those tags: `GET /users/by_tags` (§4.10). Deprecated.
///
/// Options: `page`, `limit`, `pageSize`.
///
/// # Errors
/// `input` for no tag, one that can't be asked for, or an option that can't be used.
pub fn find_by_tags(config: &Config, tags: &[Value], options: Members<'_>) -> Result<Request> {
    let mut list = String::new();
    for tag in tags {
        list.push_str(if list.is_empty() { "" } else { "," });
        list.push_str(changes::tag(tag)?);
    }
    let mut request = look_up(config, "tags", &list, Answer::FoundPage);
    listing::write(&mut request.url, Style::LookUp, options, query::MAX_PAGE)?;
    Ok(request)
}

/// Changes the user with that id, the session's own: `PUT /users/{id}` (§4.12).
///
/// # Errors
/// `input` for a field that can't be written so, and for no field at all.
pub fn update(config: &Config, id: u64, changes: Members<'_>) -> Result<Request> {
    let body = changes::update(changes)?;
    Ok(config.request_with(Method::Put, &by_id(id), Answer::User, body))
}

/// Gives the user with that id a new password: `PUT /users/{id}` with `old_password` and `password` (§4.12).
///
/// # Errors
/// `input` unless both are there, and nothing else is.
pub fn change_password(config: &Config, id: u64, passwords: Members<'_>) -> Result<Request> {
    changes::only_passwords(passwords)?;
    update(config, id, passwords)
}

/// Deletes the user with that id, the session's own: `DELETE /users/{id}` (§4.13).
#[must_use]
pub fn delete(config: &Config, id: u64) -> Request {
    config.request(Method::Delete, &by_id(id), Answer::Done)
}

/// Deletes the user with that id in another system, the session's own: `DELETE /users/external/{id}` (§4.14).
#[must_use]
pub fn delete_by_external_user_id(config: &Config, id: u64) -> Request {
    config.request(Method::Delete, &by_external_id(id), Answer::Done)
}

/// Has a link to a new password sent to that e-mail address: `POST /users/password/reset` (§4.15).
///
/// The service also takes a GET, which would leave the address in logs.
///
/// # Errors
/// `input` for what is no e-mail address.
pub fn reset_password(config: &Config, email: &str) -> Result<Request> {
    if !changes::is_email(email) {
        return Err(wanted("email", "an e-mail address", &Value::from(email)));
    }
    let body = vec![("email".into(), email.into())];
    Ok(config.request_with(Method::Post, "/users/password/reset", Answer::Done, body))
}

/// Asks for a page of the users who are online: `GET /users/online` (§4.16).
///
/// Options: `offset`, `limit`, `pageSize`.
///
/// # Errors
/// `input` for an option that can't be used.
pub fn list_online(config: &Config, options: Members<'_>) -> Result<Request> {
    let mut request = config.request(Method::Get, "/users/online", Answer::Page);
    listing::write(&mut request.url, Style::Online, options, query::MAX_PAGE)?;
    Ok(request)
}

/// Asks how many users are online: `GET /users/online?count=true` (§4.16).
#[must_use]
pub fn count_online(config: &Config) -> Request {
    config.request(Method::Get, "/users/online?count=true", Answer::Object)
}

fn by_id(id: u64) -> String {
    concat(&["/users/", &decimal(id)])
}

fn by_external_id(id: u64) -> String {
    concat(&["/users/external/", &decimal(id)])
}

/// `GET /users/by_{name}?{name}={value}`
fn look_up(config: &Config, name: &str, value: &str, answer: Answer) -> Request {
    let mut request = config.request(Method::Get, &concat(&["/users/by_", name]), answer);
    url::query(&mut request.url, name, value);
    request
}
