//! What an application has beside users: tags, lists, attributes, companies (reference §3.12, §3.13).

use crate::error::{Error, Kind, Result};
use crate::http::{Expect, Method, Miss, Request, url};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::config::Config;
use super::who::Who;

/// Lists all entries of a directory: `GET tags/`, `lists/`, `attributes/` (E34).
#[must_use]
pub fn list(config: &Config, directory: &str) -> Request {
    config.page(config.url(&concat(&[directory, "/"])))
}

/// Finds an entry: `GET attributes/{id}/`.
#[must_use]
pub fn find(config: &Config, directory: &str, id: u64) -> Request {
    config.request(Method::Get, entry(config, directory, id)).missing(Miss::Absent)
}

/// Creates an entry: `POST tags/`, `lists/`, `attributes/`.
///
/// # Errors
/// `input` for a member the directory doesn't have, or without a name.
pub fn create(config: &Config, directory: &str, members: &[(String, Value)]) -> Result<Request> {
    check(directory, members)?;
    if members.iter().all(|(name, _)| name != "name") {
        return Err(Error::input("name is required"));
    }
    let mut body = members.to_vec();
    if directory == "attributes" {
        // What users have; the answer says `user`.
        body.push(("content_type".into(), "clientuser".into()));
    }
    let url = config.url(&concat(&[directory, "/"]));
    let request = config.request_with(Method::Post, url, Value::Object(body).to_json());
    Ok(request.creating())
}

/// Changes an entry: `PUT tags/{id}/`, `lists/{id}/`.
///
/// # Errors
/// `input` for a member the directory doesn't have.
pub fn update(
    config: &Config,
    directory: &str,
    id: u64,
    members: &[(String, Value)],
) -> Result<Request> {
    check(directory, members)?;
    let url = entry(config, directory, id);
    Ok(config.request_with(Method::Put, url, Value::Object(members.to_vec()).to_json()))
}

/// Deletes an entry: `DELETE tags/{id}/`, `lists/{id}/`, `attributes/{id}/`.
#[must_use]
pub fn delete(config: &Config, directory: &str, id: u64) -> Request {
    let request = config.request(Method::Delete, entry(config, directory, id));
    request.expecting(Expect::Anything)
}

/// Finds the type of an attribute: `GET attribute-type/{name_std}/users/`.
///
/// # Errors
/// `input` for a name that can't be addressed.
pub fn find_attribute_type(config: &Config, name: &str) -> Result<Request> {
    let mut url = config.url("attribute-type/");
    url::segment(&mut url, "name", name, &[])?;
    url.push_str("/users/");
    Ok(config.request(Method::Get, url).expecting(Expect::Object).missing(Miss::Absent))
}

/// Makes a user a member of a company, or takes it out: `POST companies/{id}/add_member/`, `remove_member/` (E31).
#[must_use]
pub fn membership(config: &Config, company: u64, who: Who<'_>, action: &str) -> Request {
    let url = config.url(&concat(&["companies/", &decimal(company), "/", action, "/"]));
    let body = Value::Object(vec![who.member()]).to_json();
    config.request_with(Method::Post, url, body).expecting(Expect::Anything)
}

fn entry(config: &Config, directory: &str, id: u64) -> String {
    config.url(&concat(&[directory, "/", &decimal(id), "/"]))
}

fn check(directory: &str, members: &[(String, Value)]) -> Result<()> {
    let known: &[&str] = match directory {
        "tags" => &["name"],
        "lists" => &["name", "description"],
        _ => &["name", "value_type", "description"],
    };
    for (name, value) in members {
        if !known.contains(&name.as_str()) {
            let message = concat(&[name, " is no member of ", directory]);
            return Err(Error::new(Kind::Input, "unknown_field", message));
        }
        if value.as_text().is_none_or(|text| text.is_empty() && name != "description") {
            return Err(crate::args::wanted(name, "a string that isn't empty", value));
        }
    }
    Ok(())
}
