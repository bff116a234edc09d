//! Tags, lists and attributes of one user, and the same change for many users.

use crate::args::wanted;
use crate::error::{Error, Result};
use crate::http::{Expect, Method, Request};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::changes::Changes;
use super::config::Config;
use super::fields;
use super::who::Who;

/// Adds a tag: `POST …/add_tag/` (E16). Answers `{ created, tag }`.
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn add_tag(config: &Config, who: Who<'_>, name: &str) -> Result<Request> {
    act(config, who, "add_tag/", [("name", name.into())])
}

/// Adds several tags: `POST …/add_many_tags/` (E17).
///
/// # Errors
/// `input` for an id that can't be addressed, or for names that aren't texts.
pub fn add_tags(config: &Config, who: Who<'_>, names: &[Value]) -> Result<Request> {
    if let Some(other) = names.iter().find(|name| name.as_text().is_none_or(str::is_empty)) {
        return Err(wanted("names", "strings that aren't empty", other));
    }
    act(config, who, "add_many_tags/", [("tag_names", Value::List(names.to_vec()))])
}

/// Takes a tag off: `POST …/remove_tag/` (E18).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn remove_tag(config: &Config, who: Who<'_>, name: &str) -> Result<Request> {
    act(config, who, "remove_tag/", [("name", name.into())])
}

/// Puts the user on a list: `POST …/add_to_list/` (E19).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn add_to_list(config: &Config, who: Who<'_>, list: u64) -> Result<Request> {
    act(config, who, "add_to_list/", [("list", Value::Number(decimal(list)))])
}

/// Takes the user off a list: `POST …/remove_from_list/` (E20).
///
/// # Errors
/// `input` for an id that can't be addressed.
pub fn remove_from_list(config: &Config, who: Who<'_>, list: u64) -> Result<Request> {
    act(config, who, "remove_from_list/", [("list", Value::Number(decimal(list)))])
}

/// Sets a custom attribute: `POST …/set_attribute/` (E21).
///
/// # Errors
/// `input` for an id that can't be addressed, or a name no attribute can have.
pub fn set_attribute(config: &Config, who: Who<'_>, name: &str, value: &Value) -> Result<Request> {
    check_attribute(name)?;
    act(config, who, "set_attribute/", [("attribute", name.into()), ("value", value.clone())])
}

/// Sets several custom attributes: `POST …/set_multiple_attributes/` (E22).
///
/// # Errors
/// `input` for an id that can't be addressed, no attribute, or a name none can have.
pub fn set_attributes(
    config: &Config,
    who: Who<'_>,
    attributes: &[(String, Value)],
) -> Result<Request> {
    let changes = Changes::new(&[("attributes".into(), Value::Object(attributes.to_vec()))])?;
    let url = who.url(config, "set_multiple_attributes/")?;
    let request = config.request_with(Method::Post, url, changes.to_wire(config.version()));
    Ok(request.expecting(Expect::Anything))
}

/// Removes a custom attribute from a user (E23): `POST`, but `DELETE` by User.com's id, the one way known there.
///
/// # Errors
/// `input` for an id that can't be addressed, or a name no attribute can have.
pub fn remove_attribute(config: &Config, who: Who<'_>, name: &str) -> Result<Request> {
    check_attribute(name)?;
    let mut request = act(config, who, "remove_attribute/", [("attribute", name.into())])?;
    if matches!(who, Who::Id(_)) {
        request.method = Method::Delete;
    }
    Ok(request)
}

/// Gives many users the same value of a standard field (E24): `PUT users/mass_update_standard_attributes/` for
/// User.com's ids, `users-by-id/…` for the client's own. Ids that nobody has are skipped.
///
/// # Errors
/// `input` for ids of both kinds, or a value the field doesn't take.
pub fn update_many(config: &Config, ids: &[Value], field: &str, value: &Value) -> Result<Request> {
    let changes = Changes::new(&[(field.into(), value.clone())])?;
    let (field, value) = changes.single(config.version()).ok_or_else(|| {
        Error::input(concat(&[
            "field ",
            field,
            " can't be changed for many: it must be one standard field",
        ]))
    })?;
    mass(config, ids, "mass_update_standard_attributes/", &field, value)
}

/// Gives many users the same value of a custom attribute (E25).
///
/// # Errors
/// `input` for ids of both kinds, or a name no attribute can have.
pub fn set_attribute_of_many(
    config: &Config,
    ids: &[Value],
    name: &str,
    value: &Value,
) -> Result<Request> {
    check_attribute(name)?;
    mass(config, ids, "mass_update_custom_attributes/", name, value.clone())
}

fn mass(config: &Config, ids: &[Value], route: &str, name: &str, value: Value) -> Result<Request> {
    let own = ids.iter().all(|id| id.as_text().is_some_and(|id| !id.is_empty()));
    if let Some(other) = ids.iter().find(|id| !own && id.as_integer().is_none_or(|id| id < 1)) {
        return Err(wanted(
            "ids",
            "numbers, ids at User.com, or strings, ids of your own, but not both",
            other,
        ));
    }
    let url = config.url(&concat(&[if own { "users-by-id/" } else { "users/" }, route]));
    let body = [("ids", Value::List(ids.to_vec())), ("attribute", name.into()), ("value", value)];
    let request = config.request_with(Method::Put, url, Value::object(body).to_json());
    Ok(request.expecting(Expect::Anything))
}

fn check_attribute(name: &str) -> Result<()> {
    match fields::unusable_attribute(name) {
        Some(reason) => Err(Error::input(concat(&["name \"", name, "\"", reason]))),
        None => Ok(()),
    }
}

/// Does something to one user.
fn act<const N: usize>(
    config: &Config,
    who: Who<'_>,
    what: &str,
    body: [(&str, Value); N],
) -> Result<Request> {
    let url = who.url(config, what)?;
    let request = config.request_with(Method::Post, url, Value::object(body).to_json());
    Ok(request.expecting(Expect::Anything))
}
