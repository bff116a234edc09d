//! Users: finding, creating, changing, merging and deleting them.

use crate::error::{Error, Kind, Result};
use crate::http::{Expect, Method, Miss, Request, url};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::changes::Changes;
use super::config::{Config, Version};
use super::who::Who;

/// Finds the user with that key, the value of the `__ca__chat` cookie: `GET users/search/?key=` (E1).
///
/// Keys are exact and case-sensitive. Nobody with the key is an empty 404.
#[must_use]
pub fn find_by_key(config: &Config, key: &str) -> Request {
    search(config, "key", key)
}

/// Finds a user with that e-mail address, whatever its case: `GET users/search/?email=` (E3).
///
/// Addresses aren't unique: which one of several comes is the service's choice. [`find_all_by_email`] gives them all.
#[must_use]
pub fn find_by_email(config: &Config, email: &str) -> Request {
    search(config, "email", &email.to_ascii_lowercase())
}

/// Finds every user with that e-mail address: `GET users/search/?email=&many=true` (E4).
#[must_use]
pub fn find_all_by_email(config: &Config, email: &str) -> Request {
    let mut request = find_by_email(config, email);
    url::query(&mut request.url, "many", "true");
    request.expecting(Expect::Records)
}

/// Finds the users with that phone number: `GET users/search/?phone_number=` (E5).
#[must_use]
pub fn find_by_phone(config: &Config, phone_number: &str) -> Request {
    search(config, "phone_number", phone_number).expecting(Expect::Records)
}

fn search(config: &Config, name: &str, value: &str) -> Request {
    let mut url = config.url("users/search/");
    url::query(&mut url, name, value);
    config.request(Method::Get, url).missing(Miss::Nobody)
}

/// Finds a user by id: `GET users/{id}/` or `GET users-by-id/{user_id}/` (E9).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn find(config: &Config, who: Who<'_>) -> Result<Request> {
    let url = who.url(config, "")?;
    Ok(config.request(Method::Get, url).missing(Miss::Absent))
}

/// Creates a user: `POST users/` (E11). The same address can be created twice: e-mails aren't unique.
///
/// # Errors
/// `input` in version 1 without `email`, `first_name` and `last_name`, which it requires.
pub fn create(config: &Config, user: &Changes) -> Result<Request> {
    const REQUIRED: [&str; 3] = ["email", "first_name", "last_name"];
    let missing = REQUIRED.iter().find(|name| !user.has(name));
    if let (Version::V1, Some(name)) = (config.version(), missing) {
        return Err(Error::input(concat(&[
            name,
            " is required to create a user with apiVersion 1",
        ])));
    }
    let request =
        config.request_with(Method::Post, config.url("users/"), user.to_wire(config.version()));
    Ok(request.creating())
}

/// Changes a user: `PUT users/{id}/` (E12) or `PUT users-by-id/{user_id}/` (E2).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn update(config: &Config, who: Who<'_>, changes: &Changes) -> Result<Request> {
    Ok(config.request_with(Method::Put, who.url(config, "")?, changes.to_wire(config.version())))
}

/// Changes the user with that id of the client's own, or creates one: `POST users/update_or_create/` (E13).
///
/// Matches by that id only, never by e-mail. Answers `{ created, id }`.
///
/// # Errors
/// `input` if `changes` name another id.
pub fn update_or_create(
    config: &Config,
    user_id: &str,
    changes: &[(String, Value)],
) -> Result<Request> {
    let mut members = vec![("user_id".to_owned(), Value::from(user_id))];
    members.extend_from_slice(changes);
    Ok(write_or_create(config, &Changes::new(&members)?))
}

/// The same for changes that hold the id.
pub(crate) fn write_or_create(config: &Config, changes: &Changes) -> Request {
    let url = config.url("users/update_or_create/");
    let request = config.request_with(Method::Post, url, changes.to_wire(config.version()));
    request.creating()
}

/// Merges `children` into `parent`, which keeps its id, key and own id: `POST users/merge/` (E14).
///
/// A value comes from the parent if it has one, else from the child with the lowest id. The children are gone then.
///
/// # Errors
/// `input` / `no_changes` if nobody is left once the parent is taken out of its own children.
pub fn merge(config: &Config, parent: u64, children: &[u64]) -> Result<Request> {
    let number = |id: u64| Value::Number(decimal(id));
    let children: Vec<Value> =
        children.iter().filter(|&&id| id != parent).map(|&id| number(id)).collect();
    if children.is_empty() {
        let message = "there is nobody to merge: children must hold an id other than the parent's";
        return Err(Error::new(Kind::Input, "no_changes", message));
    }
    let body = [("parent", number(parent)), ("users_list", Value::List(children))];
    let request = config.post("users/merge/", body);
    Ok(request.expecting(Expect::Object))
}

/// Deletes a user for good: `DELETE users/{id}/` or `DELETE users-by-id/{user_id}/` (E15).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn delete(config: &Config, who: Who<'_>) -> Result<Request> {
    let url = who.url(config, "")?;
    Ok(config.request(Method::Delete, url).expecting(Expect::Anything))
}
