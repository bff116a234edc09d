//! Lists of users: all of them, by attribute, by date, by tag, by segment (reference §3.5).

use crate::args::{seconds, wanted};
use crate::error::{Error, Kind, Result};
use crate::http::{Request, url};
use crate::text::{concat, decimal};
use crate::value::Value;

use super::config::Config;
use super::fields;

/// How a value is compared: the suffix of its name on the wire. `i…` ignore case.
const MATCHES: &[&str] = &[
    "contains",
    "icontains",
    "startswith",
    "istartswith",
    "endswith",
    "iendswith",
    "gt",
    "gte",
    "lt",
    "lte",
];

/// What the list of all users can be filtered by.
const FILTERS: &[&str] = &[
    "email",
    "key",
    "phone_number",
    "user_id",
    "first_seen",
    "last_seen",
    "last_contacted",
    "updated_at",
];

/// The times a list can be taken by.
const DATES: &[&str] = &["first_seen", "last_seen", "last_contacted", "updated_at"];

/// Lists users: `GET users/` (E8).
///
/// `filter` holds `with_email: true`, or fields with a value they are equal to or with `{ contains | gt | lt | lte |
/// gte: value }`.
///
/// # Errors
/// `input` for a field or comparison the list doesn't know.
pub fn list(config: &Config, filter: &[(String, Value)]) -> Result<Request> {
    let mut url = config.url("users/");
    for (name, value) in filter {
        match (name.as_str(), value) {
            ("with_email", Value::Bool(wish)) => {
                if *wish {
                    url::query(&mut url, name, "true");
                }
            }
            (_, Value::Object(conditions)) if FILTERS.contains(&name.as_str()) => {
                for (how, value) in conditions {
                    compare(&mut url, name, how, value)?;
                }
            }
            _ if FILTERS.contains(&name.as_str()) => {
                url::query(&mut url, name, &scalar(name, value)?);
            }
            _ => {
                return Err(unknown(
                    name,
                    " is nothing the list can be filtered by: it takes with_email, ",
                    FILTERS,
                ));
            }
        }
    }
    Ok(config.page(url))
}

/// Lists the users whose custom attribute compares to `value`: `GET users/search/?{name}__{how}=` (E6); equal if `how`
/// isn't given. Values compare as texts.
///
/// # Errors
/// `input` for a name no attribute can have, or an unknown comparison.
pub fn find_by_attribute(
    config: &Config,
    name: &str,
    value: &Value,
    how: Option<&Value>,
) -> Result<Request> {
    if let Some(reason) = fields::unusable_attribute(name) {
        return Err(Error::input(concat(&["name \"", name, "\"", reason])));
    }
    let mut url = config.url("users/search/");
    let standard: String =
        name.chars().map(|c| if c == ' ' { '_' } else { c.to_ascii_lowercase() }).collect();
    match how {
        Some(how) => compare(&mut url, &standard, how.as_text().unwrap_or(""), value)?,
        None => url::query(&mut url, &standard, &scalar("value", value)?),
    }
    Ok(config.page(url))
}

/// Lists the users whose `field` is in a span of time, its ends included: `GET users/?search=&min=&max=` (E7).
///
/// # Errors
/// `input` for an unknown field, a time that can't be read, or neither end given.
pub fn list_by_date(config: &Config, field: &str, span: &[(String, Value)]) -> Result<Request> {
    if !DATES.contains(&field) {
        return Err(unknown(field, " is no time of a user: there are ", DATES));
    }
    let mut url = config.url("users/");
    url::query(&mut url, "search", field);
    for (name, value) in span {
        if !matches!(name.as_str(), "min" | "max") {
            return Err(unknown(name, " is no end of a span: there are ", &["min", "max"]));
        }
        url::query(&mut url, name, &decimal(seconds(name, value)?));
    }
    if span.is_empty() {
        return Err(Error::input("span must have min, max or both"));
    }
    Ok(config.page(url))
}

/// Lists the users with that tag or in that segment: `GET tags/{id}/users/`, `GET segments/{id}/users/` (E30).
#[must_use]
pub fn list_within(config: &Config, what: &str, id: u64) -> Request {
    config.page(config.url(&concat(&[what, "/", &decimal(id), "/users/"])))
}

fn compare(url: &mut String, name: &str, how: &str, value: &Value) -> Result<()> {
    if !MATCHES.contains(&how) {
        return Err(unknown(how, " is no comparison: there are ", MATCHES));
    }
    url::query(url, &concat(&[name, "__", how]), &scalar(name, value)?);
    Ok(())
}

/// A value as a query has it: booleans as the service writes them.
fn scalar(name: &str, value: &Value) -> Result<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Ok(text.clone()),
        Value::Bool(true) => Ok("True".into()),
        Value::Bool(false) => Ok("False".into()),
        other => Err(wanted(name, "a string, a number or a boolean", other)),
    }
}

fn unknown(name: &str, what: &str, known: &[&str]) -> Error {
    let mut message = concat(&[name, what]);
    for (index, name) in known.iter().enumerate() {
        message.push_str(if index == 0 { "" } else { ", " });
        message.push_str(name);
    }
    Error::new(Kind::Input, "unknown_field", message)
}
