//! `GET users`: the deprecated list, with filters and an order written as words.

use axum::Json;
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};

use super::body::Parameters;
use super::errors::Error;
use super::page::Page;
use super::{Api, time};
use crate::store::cube::search::{Column, Condition, Order, Test};

/// The type that a filter says its field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    String,
    Date,
}

/// The fields that can be searched.
const FIELDS: [(&str, Kind); 17] = [
    ("id", Kind::Number),
    ("external_user_id", Kind::Number),
    ("blob_id", Kind::Number),
    ("timezone", Kind::Number),
    ("created_at", Kind::Date),
    ("updated_at", Kind::Date),
    ("last_request_at", Kind::Date),
    ("login", Kind::String),
    ("email", Kind::String),
    ("full_name", Kind::String),
    ("phone", Kind::String),
    ("website", Kind::String),
    ("external_id", Kind::String),
    ("facebook_id", Kind::String),
    ("twitter_id", Kind::String),
    ("avatar", Kind::String),
    ("user_tags", Kind::String),
];

/// Lists the users, unless the switch forbids it as the service does by default.
pub async fn list(api: Api, query: Parameters) -> Result<Json<Value>, Error> {
    if !api.state.switches().connectycube.list_v1.is_on() {
        return Err(Error::ListForbidden(api.state.settings.app_id));
    }
    let order = query.last("order").map(order).transpose()?;
    let is_filter = |name: &str| name == "filter" || name.starts_with("filter[");
    let filters = query.0.iter().filter(|(name, _)| is_filter(name));
    let read = filters.map(|(_, filter)| condition(filter));
    let conditions: Option<Vec<Condition>> = read.collect::<Result<Option<Vec<_>>, _>>()?;
    match conditions {
        Some(conditions) => Page::of(&query).answer(api, conditions, order).await,
        None => Ok(Json(json!({
            "current_page": 1,
            "items": [],
            "per_page": 0,
            "total_entries": 0,
        }))),
    }
}

/// Reads an order: `asc string login`. The type is passed over, since clients write any.
fn order(text: &str) -> Result<Order, Error> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [direction @ ("asc" | "desc"), _, name] = *words else {
        let name = words.get(2).copied().unwrap_or_default();
        return Err(incorrect(name, text));
    };
    let (name, _) = field(name).ok_or_else(|| incorrect(name, text))?;
    Ok(Order { column: column(name), descending: direction == "desc" })
}

/// Reads a filter: `number id gt 51946`; none if its type doesn't fit the field, which finds nobody.
fn condition(filter: &str) -> Result<Option<Condition>, Error> {
    let mut words = filter.splitn(4, ' ');
    let mut word = || words.next().unwrap_or_default();
    let (said, name, operator, value) = (word(), word(), word(), word());
    let wrong = || incorrect(name, filter);
    let (name, kind) = field(name).ok_or_else(wrong)?;
    if value.is_empty() {
        return Err(wrong());
    }
    let operator = if operator == "eg" { "eq" } else { operator };
    if !["gt", "lt", "ge", "le", "eq", "ne", "between", "in"].contains(&operator) {
        return Err(wrong());
    }
    let fits = match kind {
        Kind::Number => ["number", "integer"].contains(&said),
        Kind::String => said == "string",
        Kind::Date => said == "date",
    };
    if !fits {
        return Ok(None);
    }
    let test = match kind {
        Kind::Number => numbers(operator, value),
        Kind::String => strings(operator, value),
        Kind::Date => dates(operator, value),
    };
    Ok(Some(Condition { column: column(name), test: test.ok_or_else(wrong)? }))
}

fn field(name: &str) -> Option<(&'static str, Kind)> {
    FIELDS.into_iter().find(|(known, _)| *known == name)
}

fn column(name: &'static str) -> Column {
    if name == "user_tags" { Column::Tags } else { Column::Plain(name) }
}

fn incorrect(name: &str, filter: &str) -> Error {
    Error::base(format!("Incorrect search field - \"{name}\" for filter string \"{filter}\""))
}

fn numbers(operator: &str, value: &str) -> Option<Test> {
    let number = |text: &str| text.trim().parse().ok();
    if operator == "in" {
        let values: Option<Vec<i64>> = value.split(',').map(number).collect();
        return Some(Test::OneOf(values?.into_iter().map(Sql::Integer).collect()));
    }
    let (first, last) = match operator {
        "between" => value.split_once(',')?,
        _ => (value, value),
    };
    range(operator, (number(first)?, number(last)?))
}

fn dates(operator: &str, value: &str) -> Option<Test> {
    let instant = |text: &str| time::iso(text).map(|instant| (instant, instant));
    let range_of = |text: &str| time::day(text.trim()).or_else(|| instant(text.trim()));
    match operator {
        "in" => value.split(',').map(range_of).collect::<Option<_>>().map(Test::Within),
        "between" => {
            let (first, last) = value.split_once(',')?;
            range(operator, (range_of(first)?.0, range_of(last)?.1))
        }
        _ => range(operator, range_of(value)?),
    }
}

/// Compares with a range, ends included: a number is one of its own, a day one of seconds.
fn range(operator: &str, (first, last): (i64, i64)) -> Option<Test> {
    let test = match operator {
        "gt" => Test::Greater(Sql::Integer(last)),
        "ge" => Test::AtLeast(Sql::Integer(first)),
        "lt" => Test::Less(Sql::Integer(first)),
        "le" => Test::AtMost(Sql::Integer(last)),
        "eq" | "between" => Test::Within(vec![(first, last)]),
        "ne" => Test::Outside(first, last),
        _ => return None,
    };
    Some(test)
}

fn strings(operator: &str, value: &str) -> Option<Test> {
    let sql = |text: &str| Sql::Text(text.to_owned());
    let test = match operator {
        "gt" => Test::Greater(sql(value)),
        "ge" => Test::AtLeast(sql(value)),
        "lt" => Test::Less(sql(value)),
        "le" => Test::AtMost(sql(value)),
        "eq" => Test::OneOf(vec![sql(value)]),
        "ne" => Test::NoneOf(vec![sql(value)]),
        "in" => Test::OneOf(value.split(',').map(sql).collect()),
        "between" => {
            let (first, last) = value.split_once(',')?;
            Test::Between(sql(first), sql(last))
        }
        _ => return None,
    };
    Some(test)
}
