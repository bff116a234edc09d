//! Filters: parameters of a query turned into conditions that users meet.

use jiff::Timestamp;
use rusqlite::Connection;

use super::errors::{Error, FieldErrors};
use super::query::Query;
use super::version::Version;
use crate::clock::iso;
use crate::store::rows::Conditions;
use crate::store::{self, attributes};

/// The times of a user that lists can be taken by.
const TIMES: [&str; 4] = ["first_seen", "last_contacted", "last_seen", "updated_at"];

/// A custom attribute's value as a text; of a list, each of its values.
const ATTRIBUTE: &str = "case each.type when 'true' then 'True' when 'false' then 'False'
    else cast(each.atom as text) end";

/// How a value is compared: the suffix of a parameter's name. Values compare as texts.
#[derive(Clone, Copy, Debug)]
enum Comparison {
    Equal,
    Contains,
    StartsWith,
    EndsWith,
    Order(&'static str),
}

/// Requires the users of the span of time that `search`, `min` and `max` name, if they name one; both ends belong to it.
///
/// # Errors
///
/// [`Error::Invalid`] for a time users don't have, or an end that isn't in UNIX seconds.
pub fn span(conditions: &mut Conditions, query: &Query, version: Version) -> Result<bool, Error> {
    let Some(time) = query.get("search") else { return Ok(false) };
    let mut errors = FieldErrors::default();
    if !TIMES.contains(&time) {
        errors.add("search", format!("\"{time}\" is not a valid choice."));
    }
    for (end, order) in [("min", ">="), ("max", "<=")] {
        match query.get(end).map(seconds) {
            None => {}
            Some(None) => errors.add(end, "A valid integer is required."),
            Some(Some(bound)) => {
                let bound = conditions.bind(bound);
                conditions.require(&format!("{time} {order} {bound}"));
            }
        }
    }
    if query.get("min").or(query.get("max")).is_none() {
        conditions.require(&format!("{time} is not null"));
    }
    errors.into_result(version)?;
    Ok(true)
}

/// Requires what a parameter says of a standard field, and says whether it is one that can be asked for.
pub fn standard(conditions: &mut Conditions, name: &str, value: &str) -> bool {
    if name == "with_email" {
        if !matches!(value, "false" | "False" | "0") {
            conditions.require("coalesce(email, '') <> ''");
        }
        return true;
    }
    let Some((field, comparison, any_case)) = parse(name) else { return false };
    let column = match field {
        "email" | "key" | "phone_number" => field,
        "user_id" | "custom_id" => "custom_id",
        _ if TIMES.contains(&field) => field,
        _ => return false,
    };
    let time = match comparison {
        Comparison::Equal | Comparison::Order(_) if TIMES.contains(&field) => time(value),
        _ => None,
    };
    let value = conditions.bind(time.unwrap_or_else(|| value.to_owned()));
    conditions.require(&compare(column, comparison, any_case, &value));
    true
}

/// Requires what a parameter says of a custom attribute, and says whether the app has it.
///
/// # Errors
///
/// As every query.
pub fn attribute(
    db: &Connection,
    conditions: &mut Conditions,
    name: &str,
    value: &str,
) -> store::Result<bool> {
    let Some((name, comparison, any_case)) = parse(name) else { return Ok(false) };
    let Some(attribute) = attributes::by_name(db, name)? else { return Ok(false) };
    let (id, value) = (conditions.bind(attribute.id), conditions.bind(value.to_owned()));
    conditions.require(&format!(
        "exists (select 1 from attribute_values had, json_each(had.value) each
         where had.user_id = users.id and had.attribute_id = {id} and {})",
        compare(ATTRIBUTE, comparison, any_case, &value)
    ));
    Ok(true)
}

/// Parts a parameter's name into field and comparison, and says whether letters of both cases count alike.
fn parse(name: &str) -> Option<(&str, Comparison, bool)> {
    use Comparison::{Contains, EndsWith, Equal, Order, StartsWith};
    let Some((field, suffix)) = name.rsplit_once("__") else { return Some((name, Equal, false)) };
    let (comparison, any_case) = match suffix {
        "contains" => (Contains, false),
        "icontains" => (Contains, true),
        "startswith" => (StartsWith, false),
        "istartswith" => (StartsWith, true),
        "endswith" => (EndsWith, false),
        "iendswith" => (EndsWith, true),
        "gt" => (Order(">"), false),
        "gte" => (Order(">="), false),
        "lt" => (Order("<"), false),
        "lte" => (Order("<="), false),
        _ => return None,
    };
    Some((field, comparison, any_case))
}

fn compare(text: &str, comparison: Comparison, any_case: bool, value: &str) -> String {
    let fold = |sql: &str| if any_case { format!("lower({sql})") } else { sql.to_owned() };
    let (text, value) = (fold(text), fold(value));
    match comparison {
        Comparison::Equal => format!("{text} = {value}"),
        Comparison::Contains => format!("instr({text}, {value}) > 0"),
        Comparison::StartsWith => format!("substr({text}, 1, length({value})) = {value}"),
        Comparison::EndsWith => {
            format!("substr({text}, length({text}) - length({value}) + 1) = {value}")
        }
        Comparison::Order(order) => format!("{text} {order} {value}"),
    }
}

/// Reads UNIX seconds as the text that times are stored as.
fn seconds(text: &str) -> Option<String> {
    Timestamp::from_second(text.parse().ok()?).ok().map(iso)
}

/// Reads a time in either of its forms.
fn time(text: &str) -> Option<String> {
    seconds(text).or_else(|| text.parse().ok().map(iso))
}
