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
                    pairs.push(concat(&[name, "[", key, "]=", scalar(value)]));
                }
            }
            value => pairs.push(concat(&[name, "=", scalar(value)])),
        }
    }
    // A handful of pairs, none of them twice: a sort would take more code.
    let mut text = String::new();
    let mut last = "";
    while let Some(next) = pairs.iter().map(String::as_str).filter(|pair| *pair > last).min() {
        text.push_str(if last.is_empty() { "" } else { "&" });
        text.push_str(next);
        last = next;
    }
    text
}

/// A log-in holds texts and numbers only.
fn scalar(value: &Value) -> &str {
    match value {
        Value::Text(text) | Value::Number(text) => text,
        _ => "",
    }
}
