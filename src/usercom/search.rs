//! Lists of users: all of them, by attribute, by date, by tag, by segment (reference §3.5).

use crate::args::{Args, seconds, wanted};
use crate::error::{Error, Result};
use crate::http::{Request, url};
use crate::text::{concat, is_one_of, split};
use crate::value::Value;

use super::config::Config;
use super::operations::{Operation, list};
use super::{refused, tags};

/// E6 to E8 and E30.
pub(super) const OPERATIONS: &[Operation] = &[
    list("users.findByAttribute", "users/search/").then(2, by_attribute),
    list("users.list", "users/").then(1, filter),
    list("users.listByDate", "users/").then(2, by_date),
    list("users.listByTag", "tags/<tagId>/users/"),
    list("users.listBySegment", "segments/<segmentId>/users/"),
];

/// How a value is compared: the suffix of its name on the wire. `i…` ignore case.
const MATCHES: &str =
    "contains, icontains, startswith, istartswith, endswith, iendswith, gt, gte, lt, lte";

/// What the list of all users can be filtered by.
const FILTERS: &str =
    "email, key, phone_number, user_id, first_seen, last_seen, last_contacted, updated_at";

/// The times a list can be taken by.
const DATES: &str = "first_seen, last_seen, last_contacted, updated_at";

/// Lists users by `with_email: true`, or by fields with a value they are equal to or with `{ contains | gt | lt | lte |
/// gte: value }`.
fn filter(_: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    for (name, value) in args.members(0, "filter")? {
        if let ("with_email", Value::Bool(wish)) = (name.as_str(), value) {
            if *wish {
                url::query(&mut request.url, name, "true");
            }
        } else if !is_one_of(name, FILTERS) {
            let what = " is nothing the list can be filtered by: it takes with_email, ";
            return Err(unknown(name, what, FILTERS));
        } else if let Value::Object(conditions) = value {
            for (how, value) in conditions {
                compare(&mut request.url, name, how, value)?;
            }
        } else {
            url::query(&mut request.url, name, scalar(name, value)?);
        }
    }
    Ok(())
}

/// Lists the users whose custom attribute compares to a value: `?{name}__{how}=`; equal if `how` isn't given. Values
/// compare as texts.
fn by_attribute(_: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    args.members(2, "comparison")?;
    let name = tags::attribute_name(args.at(0))?.to_ascii_lowercase();
    let (mut standard, mut before) = (String::new(), "");
    for word in split(&name, " ") {
        standard.push_str(before);
        standard.push_str(word);
        before = "_";
    }
    match args.at(2).get("match") {
        Some(how) => {
            compare(&mut request.url, &standard, how.as_text().unwrap_or(""), args.at(1))?;
        }
        None => url::query(&mut request.url, &standard, scalar("value", args.at(1))?),
    }
    Ok(())
}

/// Lists the users one of whose times is in a span, its ends included: `?search=&min=&max=`.
fn by_date(_: &Config, args: Args<'_>, request: &mut Request) -> Result<()> {
    let (field, span) = (args.text(0, "field")?, args.members(1, "span")?);
    if !is_one_of(field, DATES) {
        return Err(unknown(field, " is no time of a user: there are ", DATES));
    }
    url::query(&mut request.url, "search", field);
    for (name, value) in span {
        if !matches!(name.as_str(), "min" | "max") {
            return Err(unknown(name, " is no end of a span: there are ", "min, max"));
        }
        url::number(&mut request.url, name, seconds(name, value)?);
    }
    if span.is_empty() {
        return Err(Error::input("span must have min, max or both"));
    }
    Ok(())
}

fn compare(url: &mut String, name: &str, how: &str, value: &Value) -> Result<()> {
    if !is_one_of(how, MATCHES) {
        return Err(unknown(how, " is no comparison: there are ", MATCHES));
    }
    url::query(url, &concat(&[name, "__", how]), scalar(name, value)?);
    Ok(())
}

/// A value as a query has it: booleans as the service writes them.
fn scalar<'a>(name: &str, value: &'a Value) -> Result<&'a str> {
    match value {
        Value::Text(text) | Value::Number(text) => Ok(text),
        Value::Bool(true) => Ok("True"),
        Value::Bool(false) => Ok("False"),
        other => Err(wanted(name, "a string, a number or a boolean", other)),
    }
}

fn unknown(name: &str, what: &str, known: &str) -> Error {
    refused("unknown_field", &[name, what, known])
}
