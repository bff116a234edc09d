//! The V2 query: the rules' truth table, and that whatever is written reads back as the same.
#![cfg(not(target_arch = "wasm32"))]
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that panics fails, as it should"
)]

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use userkey::connectycube::{Config, users};
use userkey::error::Kind;
use userkey::{Error, Value};

type Members = Vec<(String, Value)>;

/// A query as a set of conditions: field and operator, with what is compared.
type Conditions = BTreeMap<(String, String), Value>;

const DATES: [&str; 3] = ["last_request_at", "created_at", "updated_at"];

/// What a query on the wire means to `list`.
#[derive(Debug, Default)]
struct Read {
    conditions: Conditions,
    options: Members,
}

/// Reads a raw query the way the service does: brackets raw or encoded, lists as repeated keys with `[]` or without.
fn read(query: &str) -> Read {
    let mut read = Read::default();
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        let (field, operator) = key.split_once('[').unwrap_or((&key, "eq]"));
        match field {
            "limit" | "offset" => read.options.push((field.into(), number(&value))),
            "sort_asc" | "sort_desc" => {
                let sort = vec![(field["sort_".len()..].into(), Value::from(&*value))];
                read.options.push(("sort".into(), Value::Object(sort)));
            }
            _ => {
                let is_list = key.ends_with("[]");
                let operator = match operator.trim_end_matches("[]").trim_end_matches(']') {
                    "" => "in",
                    named => named,
                };
                add(&mut read.conditions, field, operator, operand(field, &value), is_list);
            }
        }
    }
    read
}

/// A key that comes again makes its value a list; a plain one, `login=a&login=b`, is `in` then.
fn add(conditions: &mut Conditions, field: &str, operator: &str, value: Value, is_list: bool) {
    let before = conditions.remove(&(field.into(), operator.into()));
    let operator = if before.is_some() && operator == "eq" { "in" } else { operator };
    let value = match before {
        Some(Value::List(mut values)) => {
            values.push(value);
            Value::List(values)
        }
        Some(first) => Value::List(vec![first, value]),
        None if is_list => Value::List(vec![value]),
        None => value,
    };
    conditions.insert((field.into(), operator.into()), value);
}

/// A value as a caller has it: ids are numbers, times are numbers or texts, and a `Date` comes as ISO text.
fn operand(field: &str, text: &str) -> Value {
    match text {
        "Tue Jan 02 2024 00:00:00 GMT+0000 (Coordinated Universal Time)" => {
            "2024-01-02T00:00:00.000Z".into()
        }
        _ if field == "id" || DATES.contains(&field) => number(text),
        _ => text.into(),
    }
}

fn number(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(_) => Value::Number(text.into()),
        Err(_) => text.into(),
    }
}

/// The conditions as a caller writes them.
fn filter(conditions: &Conditions) -> Members {
    let mut filter: Members = Vec::new();
    for ((field, operator), value) in conditions {
        let condition = (operator.clone(), value.clone());
        match filter.iter_mut().find(|(name, _)| name == field) {
            Some((_, Value::Object(operators))) => operators.push(condition),
            _ => filter.push((field.clone(), Value::Object(vec![condition]))),
        }
    }
    filter
}

fn config() -> Config {
    Config::new(21, "AUTHKEY", None).unwrap()
}

/// The query `list` writes.
fn written(filter: &Members, options: &Members) -> Result<String, Error> {
    let url = users::list(&config(), filter, options)?.url.clone();
    let query = url.strip_prefix("https://api.connectycube.com/users/v2?").expect("the V2 address");
    Ok(query.into())
}

/// What a refusal says, by what the sandbox says of the same query.
fn expected_words(error: &str) -> &'static str {
    if error.starts_with("At least one stand-alone") {
        "the filter needs eq, in or start_with on a field that isn't a time"
    } else if error.ends_with("needs at least 4 characters") {
        "at least 4 are needed"
    } else if error.starts_with("Unknown operator") {
        "isn't possible: the operators are eq in start_with nin gt lt gte lte"
    } else if error.starts_with("Incorrect value") {
        " must "
    } else {
        "isn't possible: only "
    }
}

/// Where the client knows better than the service, which ignores parameters it doesn't know: a name that means nothing
/// is refused, since the search would be another than the one that was meant.
const STRICTER: &[(&str, &str)] = &[
    ("id[in][]=1001&page=1", "page is no field that can be searched by"),
    ("is_guest=true", "is_guest is no field that can be searched by"),
    ("id=1001&sort_asc=password", "password is no field that can be searched by"),
];

#[test]
fn every_query_of_the_truth_table_is_taken_or_refused_before_it_is_sent() {
    let vectors = fs::read_to_string("tests/fixtures/connectycube/v2-query-vectors.json").unwrap();
    let vectors: Vec<serde_json::Value> = serde_json::from_str(&vectors).unwrap();
    assert_eq!(vectors.len(), 54);
    for vector in &vectors {
        let query = vector["query"].as_str().unwrap();
        let Read { conditions, options } = read(query);
        let stricter = STRICTER.iter().find(|(known, _)| *known == query).map(|(_, words)| *words);
        match written(&filter(&conditions), &options) {
            Ok(url) => {
                assert!(vector["valid"].as_bool().unwrap() && stricter.is_none(), "{query}");
                assert_eq!(read(&url).conditions, conditions, "{query}");
            }
            Err(error) => {
                let words = stricter.unwrap_or_else(|| {
                    expected_words(
                        vector["error"].as_str().unwrap_or_else(|| panic!("{query}: {error}")),
                    )
                });
                assert!(error.message.contains(words), "{query}: {error}");
                assert_eq!(error.kind, Kind::Input);
            }
        }
    }
}

fn refused(filter: &str, options: &str) -> String {
    let [filter, options] = [filter, options].map(|json| {
        let Value::Object(members) = serde_json::from_str(json).unwrap() else { panic!("{json}") };
        members
    });
    written(&filter, &options).unwrap_err().message.clone()
}

#[test]
fn a_refusal_names_the_condition_and_the_way_out() {
    for (filter, message) in [
        (
            r#"{"fullName":"Ada"}"#,
            "fullName is no field that can be searched by; did you mean full_name",
        ),
        (r#"{"tags":"vip"}"#, "tags is no field that can be searched by; did you mean user_tags"),
        (
            r#"{"website":"x"}"#,
            "website is no field that can be searched by; those that can are id, login, email, full_name, phone, external_id, facebook_id, twitter_id, user_tags, last_request_at, created_at, updated_at",
        ),
        (r#"{"id":"1001"}"#, "id.eq must be a whole number above 0, not a string"),
        (r#"{"id":0}"#, "id.eq must be a whole number above 0, not a number"),
        (r#"{"id":{"in":1}}"#, "id.in must be an array that isn't empty, not a number"),
        (r#"{"id":[]}"#, "id.in must be an array that isn't empty, not an array"),
        (r#"{"id":[1,null]}"#, "id.in must be a whole number above 0, not null"),
        (r#"{"login":{}}"#, "login.eq must be a string that isn't empty, not an object"),
        (r#"{"login":null}"#, "login.eq must be a string that isn't empty, not null"),
        (
            r#"{"login":{"start_with":"vip"}}"#,
            "login.start_with has 3 characters; at least 4 are needed",
        ),
        (r#"{"login":{"gt":"a"}}"#, "login.gt isn't possible: only times can be compared"),
        (
            r#"{"id":1,"created_at":{"gt":1690886495000}}"#,
            "created_at.gt must be a Date, an ISO 8601 text or a number of seconds since 1970, not a number",
        ),
    ] {
        assert_eq!(refused(filter, "{}"), message);
    }
}

#[test]
fn options_are_checked_at_their_edges() {
    for (options, message) in [
        (r#"{"pageSize":0}"#, "pageSize must be a whole number from 1 to 100"),
        (r#"{"pageSize":101}"#, "pageSize must be a whole number from 1 to 100"),
        (r#"{"limit":0}"#, "limit must be a whole number from 1"),
        (r#"{"limit":"5"}"#, "limit must be a whole number from 1"),
        (r#"{"offset":-1}"#, "offset must be a whole number from 0"),
        (
            r#"{"page":1}"#,
            "page is no part of this list's options, which are limit, pageSize, offset, sort",
        ),
        (r#"{"sort":"id"}"#, "sort must be { asc: field } or { desc: field }"),
        (r#"{"sort":{"asc":"id","desc":"id"}}"#, "sort must be { asc: field } or { desc: field }"),
        (
            r#"{"sort":{"asc":"createdAt"}}"#,
            "createdAt is no field that can be searched by; did you mean created_at",
        ),
    ] {
        assert_eq!(refused(r#"{"id":1}"#, options), message);
    }
    let prefix = r#"{"login":{"start_with":"hunt"}}"#;
    assert_eq!(refused(prefix, r#"{"pageSize":6}"#), "pageSize must be a whole number from 1 to 5");
}

#[test]
fn a_page_is_as_large_as_it_may_be_and_needs_to_be() {
    for (options, limit) in [
        (vec![], "limit=100"),
        (vec![("limit", 1000)], "limit=100"),
        (vec![("limit", 7)], "limit=7"),
        (vec![("pageSize", 100)], "limit=100"),
        (vec![("pageSize", 20), ("limit", 30)], "limit=20"),
        (vec![("limit", 7), ("pageSize", 20)], "limit=7"),
    ] {
        let options = options.into_iter().map(|(name, value)| (name.into(), Value::from(value)));
        let query = written(&vec![("id".into(), 1.into())], &options.collect()).unwrap();
        assert!(query.ends_with(limit), "{query}");
    }
    let prefix = Value::Object(vec![("start_with".into(), "hunt".into())]);
    let query = written(&vec![("login".into(), prefix)], &vec![("limit".into(), 20.into())]);
    assert_eq!(query.unwrap(), "login%5Bstart_with%5D=hunt&limit=5");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a-z&=+%\\[\\] ]{1,9}"]
        .prop_filter("not empty", |text| !text.is_empty())
}

fn id() -> impl Strategy<Value = Value> {
    (1..i64::MAX).prop_map(Value::from)
}

fn date() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0..9_999_999_999_i64).prop_map(Value::from),
        "20[0-9]{2}-(0[1-9]|1[0-2])-[12][0-9](T[01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,3})?(Z|[+-]02:00)?)?"
            .prop_map(Value::from),
    ]
}

fn listed(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec(value, 1..4).prop_map(Value::List)
}

fn condition() -> impl Strategy<Value = ((String, String), Value)> {
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
    let field = |names: &'static [&'static str]| prop::sample::select(names);
    let words = || text().prop_map(Value::from);
    let prefix = text().prop_map(|text| Value::from(text + "four"));
    prop_oneof![
        (field(&["id"]), field(&["eq"]), id()),
        (field(&["id"]), field(&["in", "nin"]), listed(id())),
        (field(&TEXTS), field(&["eq"]), words()),
        (field(&TEXTS), field(&["in", "nin"]), listed(words())),
        (field(&TEXTS), field(&["start_with"]), prefix),
        (field(&DATES), field(&["eq", "gt", "lt", "gte", "lte"]), date()),
        (field(&DATES), field(&["in", "nin"]), listed(date())),
    ]
    .prop_map(|(field, operator, value)| ((field.into(), operator.into()), value))
}

proptest! {
    #[test]
    fn whatever_is_written_reads_back_as_the_same(
        mut conditions in prop::collection::vec(condition(), 1..6).prop_map(Conditions::from_iter),
        offset in 0..1000_i64,
    ) {
        // One that stands alone.
        conditions.insert(("id".into(), "in".into()), Value::from([1, 2]));
        let query = written(&filter(&conditions), &vec![("offset".into(), offset.into())]).unwrap();
        let again = read(&query);
        prop_assert_eq!(again.conditions, conditions, "{}", query);
        prop_assert_eq!(again.options.first(), Some(&("offset".to_owned(), offset.into())));
    }
}
