//! The text that is signed to prove that a log-in comes from the application (reference §3.3).

use crate::text::concat;
use crate::value::Value;

/// Writes `members` as `name=value` and `name[key]=value`, raw and sorted.
#[must_use]
pub fn to_sign(members: &[(String, Value)]) -> String {
    let mut pairs = Vec::new();
    for (name, value) in members {
        match value {
            Value::Object(inner) => {
                for (key, value) in inner {
                    insert(&mut pairs, concat(&[name, "[", key, "]=", scalar(value)]));
                }
            }
            value => insert(&mut pairs, concat(&[name, "=", scalar(value)])),
        }
    }
    let mut text = String::new();
    for pair in pairs {
        text.push_str(if text.is_empty() { "" } else { "&" });
        text.push_str(&pair);
    }
    text
}

/// Keeps a handful of pairs in order, in less code than a sort.
fn insert(pairs: &mut Vec<String>, pair: String) {
    let at = pairs.iter().position(|known| *known > pair).unwrap_or(pairs.len());
    pairs.insert(at, pair);
}

/// A log-in holds texts and numbers only.
fn scalar(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Number(text) => text,
        _ => "",
    }
}
