//! Users: finding, creating, changing, merging and deleting them.

use crate::args::{Args, wanted};
use crate::error::{Error, Kind, Result};
use crate::http::{Expect, Method, Miss, Request, url};
use crate::text::push_decimal;
use crate::value::Value;

use super::changes::Changes;
use super::config::{self, Config, Version};
use super::operations::{Operation, delete, get, post, put};
use super::unusable;
use super::who::Who;

/// Look-ups (E1, E3 to E5, E9), and what is done to one user (E2, E11 to E15). E-mails aren't unique: which one of
/// several `findByEmail` answers is the service's choice, and `create` makes another.
pub(super) const OPERATIONS: &[Operation] = &[
    get("users.find", "users/<id>/").missing(Miss::Absent),
    get("users.findByUserId", "users-by-id/<userId>/").missing(Miss::Absent),
    get("users.findByKey", "users/search/?key=<key>").missing(Miss::Nobody),
    get("users.findByEmail", "users/search/?email=<email>").missing(Miss::Nobody),
    get("users.findAllByEmail", "users/search/?email=<email>&many=true")
        .expecting(Expect::Records)
        .missing(Miss::Nobody),
    get("users.findByPhone", "users/search/?phone_number=<phoneNumber>")
        .expecting(Expect::Records)
        .missing(Miss::Nobody),
    post("users.create", "users/").expecting(Expect::Record).creating().then(1, |c, a, r| {
        let user = Changes::new(a.object(0, "user")?)?;
        complete(c, &user)?;
        write(c, &user, r);
        Ok(())
    }),
    put("users.update", "users/<id>/ <changes>"),
    put("users.updateByUserId", "users-by-id/<userId>/ <changes>"),
    // Matches by that id only, never by e-mail.
    post("users.updateOrCreate", "users/update_or_create/")
        .expecting(Expect::Record)
        .creating()
        .then(2, |c, a, r| {
            let own = [("user_id".to_owned(), Value::from(a.text(0, "userId")?))];
            write(c, &Changes::of([&own, a.members(1, "changes")?])?, r);
            Ok(())
        }),
    post("users.merge", "users/merge/").expecting(Expect::Object).then(2, |_, a, r| {
        let parent = a.id(0, "parent")?;
        let Value::List(children) = a.at(1) else {
            return Err(wanted("children", "an array of ids", a.at(1)));
        };
        let mut ids = Vec::new();
        for index in 0..children.len() {
            ids.push(Args(children).id(index, "children")?);
        }
        write_merge(r, parent, &ids)
    }),
    delete("users.delete", "users/<id>/"),
    delete("users.deleteByUserId", "users-by-id/<userId>/"),
];

/// Finds the user with that key, the value of the `__ca__chat` cookie: `GET users/search/?key=` (E1).
///
/// Keys are exact and case-sensitive. Nobody with the key is an empty 404.
#[must_use]
pub fn find_by_key(config: &Config, key: &str) -> Request {
    search(config, "key", key)
}

/// Finds every user with that e-mail address, whatever its case: `GET users/search/?email=&many=true` (E4).
#[must_use]
pub fn find_all_by_email(config: &Config, email: &str) -> Request {
    let mut request = search(config, "email", &email.to_ascii_lowercase());
    request.url.push_str("&many=true");
    request.expecting(Expect::Records)
}

fn search(config: &Config, name: &str, value: &str) -> Request {
    let mut request = config.request(Method::Get, "users/search/");
    url::query(&mut request.url, name, value);
    request.missing(Miss::Nobody)
}

/// Finds a user by id: `GET users/{id}/` or `GET users-by-id/{user_id}/` (E9).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn find(config: &Config, who: Who<'_>) -> Result<Request> {
    let mut request = config.request(Method::Get, "").missing(Miss::Absent);
    address(&mut request, who)?;
    Ok(request)
}

/// Creates a user: `POST users/` (E11). The same address can be created twice: e-mails aren't unique.
///
/// # Errors
/// `input` in version 1 without `email`, `first_name` and `last_name`, which it requires.
pub fn create(config: &Config, user: &Changes) -> Result<Request> {
    complete(config, user)?;
    let mut request = config.request(Method::Post, "users/").creating();
    write(config, user, &mut request);
    Ok(request)
}

fn complete(config: &Config, user: &Changes) -> Result<()> {
    if config.version() == Version::V1 {
        for name in ["email", "first_name", "last_name"] {
            if !user.has(name) {
                let needed = " is required to create a user with apiVersion 1";
                return Err(unusable(&[name, needed]));
            }
        }
    }
    Ok(())
}

/// Changes a user: `PUT users/{id}/` (E12) or `PUT users-by-id/{user_id}/` (E2).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn update(config: &Config, who: Who<'_>, changes: &Changes) -> Result<Request> {
    let mut request = change(config, changes);
    address(&mut request, who)?;
    Ok(request)
}

/// A change of somebody who has still to be found: the request is complete once it is addressed.
pub(super) fn change(config: &Config, changes: &Changes) -> Request {
    let mut request = config.request(Method::Put, "");
    write(config, changes, &mut request);
    request
}

/// Directs a request at that user.
pub(super) fn address(request: &mut Request, who: Who<'_>) -> Result<()> {
    who.write(&mut request.url, "/")
}

/// Changes the user with the id of the client's own that `changes` hold, or creates one: `POST users/update_or_create/`
/// (E13).
///
/// Matches by that id only, never by e-mail. Answers `{ created, id }`.
pub(crate) fn write_or_create(config: &Config, changes: &Changes) -> Request {
    let mut request = config.request(Method::Post, "users/update_or_create/").creating();
    write(config, changes, &mut request);
    request
}

fn write(config: &Config, changes: &Changes, request: &mut Request) {
    config::write(request, changes.to_wire(config.version()));
}

/// Merges `children` into `parent`, which keeps its id, key and own id: `POST users/merge/` (E14).
///
/// A value comes from the parent if it has one, else from the child with the lowest id. The children are gone then.
///
/// # Errors
/// `input` / `no_changes` if nobody is left once the parent is taken out of its own children.
pub fn merge(config: &Config, parent: u64, children: &[u64]) -> Result<Request> {
    let mut request = config.request(Method::Post, "users/merge/").expecting(Expect::Object);
    write_merge(&mut request, parent, children)?;
    Ok(request)
}

fn write_merge(request: &mut Request, parent: u64, children: &[u64]) -> Result<()> {
    let mut body = String::from("{\"parent\":");
    push_decimal(&mut body, parent);
    let mut before = ",\"users_list\":[";
    for child in children {
        if *child != parent {
            body.push_str(before);
            push_decimal(&mut body, *child);
            before = ",";
        }
    }
    if before != "," {
        let message = "there is nobody to merge: children must hold an id other than the parent's";
        return Err(Error::new(Kind::Input, "no_changes", message));
    }
    body.push_str("]}");
    config::write(request, body);
    Ok(())
}
