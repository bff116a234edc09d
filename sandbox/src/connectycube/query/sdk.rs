//! The SDK's writer against this reader: both know the rules from the documentation alone.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use rusqlite::types::Value as Sql;
use serde_json::{Value as Json, json};
use userkey::Value;
use userkey::connectycube::{Config, users};

use super::field::Field;
use super::read::read;
use crate::connectycube::body::Parameters;
use crate::connectycube::time;
use crate::store::cube::search::{Condition, Order, Search, Test};

const NUMBERS: [&str; 1] = ["id"];
const TEXTS: [&str; 8] = [
    "login",
    "email",
    "full_name",
    "phone",
    "external_id",
    "facebook_id",
    "twitter_id",
    "user_tags",
];
const DATES: [&str; 3] = ["created_at", "updated_at", "last_request_at"];

/// A condition as a caller of the SDK writes it, and as the sandbox is to read it.
type Meant = (Json, Test);

/// A field with its operators, each with what it means.
fn field() -> impl Strategy<Value = (String, Vec<(&'static str, Meant)>)> {
    let number = (1..1_000_000_000_i64).prop_map(|id| (json!(id), Sql::Integer(id)));
    let text = ".{1,8}".prop_map(|text| (json!(text), Sql::Text(text)));
    let date = (0..4_000_000_000_i64, any::<bool>()).prop_map(|(seconds, iso)| {
        let written = if iso { json!(time::seconds(seconds)) } else { json!(seconds) };
        (written, Sql::Integer(seconds))
    });
    let start = ".{4,8}".prop_map(|text| (json!(text), Test::StartsWith(text)));
    let named = |names: &[&'static str]| select(names.to_vec()).prop_map(str::to_owned);
    prop_oneof![
        1 => (named(&NUMBERS), operators(lists(number), vec![])),
        4 => (named(&TEXTS), operators(lists(text), vec![("start_with", start.boxed())])),
        1 => (named(&DATES), operators(lists(date.clone()), compared(date))),
    ]
}

type Operators = Vec<(&'static str, BoxedStrategy<Meant>)>;

fn lists(value: impl Strategy<Value = (Json, Sql)> + Clone + 'static) -> Operators {
    let list = vec(value.clone(), 1..4).prop_map(|pairs| pairs.into_iter().unzip());
    let list = list.prop_map(|(json, sql): (Vec<Json>, Vec<Sql>)| (json!(json), sql));
    vec![
        ("eq", value.prop_map(|(json, sql)| (json, Test::OneOf(vec![sql]))).boxed()),
        ("in", list.clone().prop_map(|(json, sql)| (json, Test::OneOf(sql))).boxed()),
        ("nin", list.prop_map(|(json, sql)| (json, Test::NoneOf(sql))).boxed()),
    ]
}

fn compared(value: impl Strategy<Value = (Json, Sql)> + Clone + 'static) -> Operators {
    let compared = |name, test: fn(Sql) -> Test| {
        (name, value.clone().prop_map(move |(json, sql)| (json, test(sql))).boxed())
    };
    vec![
        compared("gt", Test::Greater),
        compared("lt", Test::Less),
        compared("gte", Test::AtLeast),
        compared("lte", Test::AtMost),
    ]
}

/// Some of the operators that a field takes.
fn operators(mut some: Operators, more: Operators) -> BoxedStrategy<Vec<(&'static str, Meant)>> {
    some.extend(more);
    let most = some.len();
    let some = subsequence(some, 1..=most);
    some.prop_flat_map(|some| {
        some.into_iter().map(|(name, meant)| (Just(name), meant)).collect::<Vec<_>>()
    })
    .boxed()
}

/// The list's options, and what they mean.
fn options() -> impl Strategy<Value = (Json, (Option<Order>, i64, i64))> {
    let names = [&NUMBERS[..], &TEXTS, &DATES].concat();
    (any::<bool>(), select(names), 0..10_000_i64, 1..=100_i64).prop_map(
        |(descending, field, offset, limit)| {
            let direction = if descending { "desc" } else { "asc" };
            let written = json!({ "sort": { direction: field }, "offset": offset, "limit": limit });
            let column = Field::named(field).unwrap().column();
            (written, (Some(Order { column, descending }), offset, limit))
        },
    )
}

fn members(json: Json) -> Vec<(String, Value)> {
    match serde_json::from_value(json) {
        Ok(Value::Object(members)) => members,
        other => panic!("{other:?}"),
    }
}

/// Puts conditions into one order, since theirs means nothing.
fn sorted(mut search: Search) -> Search {
    search.conditions.sort_by_key(|condition| format!("{condition:?}"));
    search
}

proptest! {
    #[test]
    fn a_query_of_the_sdk_is_read_as_the_same_query(
        fields in vec(field(), 1..4),
        (options, (order, offset, limit)) in options(),
    ) {
        let mut filter = serde_json::Map::new();
        let (mut conditions, mut alone, mut start) = (Vec::new(), false, false);
        for (name, operators) in fields {
            if filter.contains_key(&name) {
                continue;
            }
            let column = Field::named(&name).unwrap().column();
            let mut written = serde_json::Map::new();
            for (operator, (json, test)) in operators {
                alone |= ["eq", "in", "start_with"].contains(&operator)
                    && !DATES.contains(&name.as_str());
                start |= operator == "start_with";
                written.insert(operator.to_owned(), json);
                conditions.push(Condition { column, test });
            }
            filter.insert(name, Json::Object(written));
        }
        let config = Config::new(21, "AUTHKEY", None).unwrap();
        let request = users::list(&config, &members(Json::Object(filter)), &members(options));
        if !alone {
            prop_assert!(request.is_err());
            return Ok(());
        }
        let url = request.unwrap().url.clone();
        let (_, query) = url.split_once('?').unwrap();
        let search = read(&Parameters::read(query.as_bytes()));
        let expected =
            Search { conditions, order, offset, limit: if start { 5 } else { limit } };
        match search {
            Ok(search) => prop_assert_eq!(sorted(search), sorted(expected), "{}", query),
            Err(error) => prop_assert!(false, "{query}: {error:?}"),
        }
    }
}
