//! The text that is signed to prove that a log-in comes from the application (reference §3.3).

use crate::value::Value;

/// What a log-in may hold, sorted.
const NAMES: [&str; 9] = [
    "application_id",
    "auth_key",
    "firebase_email",
    "firebase_phone",
    "keys",
    "nonce",
    "provider",
    "timestamp",
    "user",
];

/// Writes the members of a log-in as `name=value` and `name[key]=value`: raw, sorted and with `&` between them. Those
/// that are within others are sorted already.
#[must_use]
pub fn to_sign(members: &[(String, Value)]) -> String {
    let mut text = String::new();
    for sorted in NAMES {
        for (name, value) in members.iter().filter(|(name, _)| name == sorted) {
            match value {
                Value::Object(inner) => {
                    for (key, value) in inner {
                        write(&mut text, &[name, "[", key, "]"], value);
                    }
                }
                value => write(&mut text, &[name], value),
            }
        }
    }
    text
}

/// A log-in holds texts and numbers only.
fn write(text: &mut String, name: &[&str], value: &Value) {
    if let Value::Text(raw) | Value::Number(raw) = value {
        text.push_str(if text.is_empty() { "" } else { "&" });
        for part in name {
            text.push_str(part);
        }
        text.push('=');
        text.push_str(raw);
    }
}
