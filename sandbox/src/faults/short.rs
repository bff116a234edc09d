//! The short form of a fault: `status=503; retry-after=2`.
//!
//! A part is `name=value`, or a name alone for `true`. The names are those of the JSON form, and
//! besides `header=Name: value` (without a value: take the header away), and `system`, `method`
//! and `path` for the fields of `match`. A value that needs a `;` wants the JSON form.

use serde_json::{Map, Number, Value, json};

use super::read::Invalid;

/// The fields whose values are numbers.
const NUMBERS: [&str; 5] = ["latency", "probability", "seed", "status", "times"];
/// The fields of `match`.
const MATCH: [&str; 3] = ["method", "path", "system"];

/// Reads the short form into the JSON form.
///
/// # Errors
///
/// [`Invalid`] if a part occurs twice or a header has no name.
pub fn parse(text: &str) -> Result<Value, Invalid> {
    let mut fault = Map::new();
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').map_or((part, None), |(n, v)| (n, Some(v)));
        add(&mut fault, name.trim(), value.map(str::trim))?;
    }
    Ok(Value::Object(fault))
}

fn add(fault: &mut Map<String, Value>, name: &str, value: Option<&str>) -> Result<(), Invalid> {
    let text = value.unwrap_or_default();
    let twice = if name == "header" {
        let (header, value) = text.split_once(':').ok_or_else(|| {
            Invalid::new(
                "header",
                "write it as header=Name: value, or header=Name: to take it away",
            )
        })?;
        let value = Some(value.trim()).filter(|value| !value.is_empty());
        insert(fault, "headers", header.trim(), json!(value))
    } else if MATCH.contains(&name) {
        insert(fault, "match", name, json!(text))
    } else {
        fault.insert(name.to_owned(), typed(name, value)).is_some()
    };
    if twice { Err(Invalid::new(name, "given twice")) } else { Ok(()) }
}

/// Inserts into an inner object and says whether the name was there.
fn insert(fault: &mut Map<String, Value>, object: &str, name: &str, value: Value) -> bool {
    let inner = fault.entry(object).or_insert_with(|| json!({}));
    inner.as_object_mut().is_some_and(|inner| inner.insert(name.to_owned(), value).is_some())
}

fn typed(name: &str, value: Option<&str>) -> Value {
    match value {
        None | Some("true") if name == "after" => Value::Bool(true),
        Some("false") if name == "after" => Value::Bool(false),
        Some(text) if NUMBERS.contains(&name) => match text.parse::<Number>() {
            Ok(number) => Value::Number(number),
            Err(_) => json!(text),
        },
        value => json!(value),
    }
}

/// Writes the JSON form in the short form, for people to read.
#[must_use]
pub fn write(fault: &Map<String, Value>) -> String {
    let parts = fault.iter().flat_map(|(name, value)| match (name.as_str(), value) {
        ("match", Value::Object(inner)) => {
            inner.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect()
        }
        ("headers", Value::Object(inner)) => {
            inner.iter().map(|(name, value)| format!("header={name}: {}", plain(value))).collect()
        }
        ("after", _) => vec!["after".to_owned()],
        _ => vec![format!("{name}={}", plain(value))],
    });
    parts.collect::<Vec<_>>().join("; ")
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
