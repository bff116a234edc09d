//! What native tests share.

use crate::value::Value;

/// Reads JSON as a [`Value`].
pub fn value(json: &str) -> Value {
    from_json(serde_json::from_str(json).expect("the test's JSON is valid"))
}

fn from_json(json: serde_json::Value) -> Value {
    use serde_json::Value as Json;
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(value),
        Json::Number(number) => Value::Number(number.to_string()),
        Json::String(text) => Value::Text(text),
        Json::Array(items) => Value::List(items.into_iter().map(from_json).collect()),
        Json::Object(members) => Value::Object(
            members.into_iter().map(|(name, value)| (name, from_json(value))).collect(),
        ),
    }
}
