//! A JSON value, and how it is written.

#![expect(
    clippy::single_char_add_str,
    reason = "`push` would bring the encoder of UTF-8 into a page's module"
)]

mod read;
mod serde;

use std::mem;

use crate::text;

/// A JSON value: what a caller passes in and what an error's body holds.
///
/// Objects keep their order. A number is kept as its JSON text, so that no float printer goes into the page's wasm and
/// no digit is lost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as JSON writes it.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, in its order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Makes an object of its members.
    #[must_use]
    pub fn object<const N: usize>(mut members: [(&str, Self); N]) -> Self {
        Self::object_of(&mut members)
    }

    /// One for all lengths, which would else be as many functions.
    #[inline(never)]
    fn object_of(members: &mut [(&str, Self)]) -> Self {
        let mut object = Vec::new();
        for (name, value) in members {
            object.push(((*name).into(), mem::take(value)));
        }
        Self::Object(object)
    }

    /// The members, if this is an object; else none.
    #[must_use]
    pub fn into_members(self) -> Vec<(String, Self)> {
        match self {
            Self::Object(members) => members,
            _ => Vec::new(),
        }
    }

    /// The items, if this is an array; else none.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer, if this is a number without a fraction that fits.
    #[must_use]
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Number(digits) => match digits.strip_prefix("-") {
                Some(digits) => 0_i64.checked_sub_unsigned(text::number(digits)?),
                None => text::number(digits)?.try_into().ok(),
            },
            _ => None,
        }
    }

    /// The member of that name, if this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => {
                members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// What this is, in words for an error message.
    #[must_use]
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// Writes the value as JSON at the end of `out`.
    pub fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(digits) => out.push_str(digits),
            Self::Text(text) => write_string(text, out),
            Self::List(items) => {
                let mut before = "[";
                for item in items {
                    out.push_str(before);
                    item.write_json(out);
                    before = ",";
                }
                out.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(members) => write_object(members, out),
        }
    }

    /// The value as JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }
}

/// Writes `members` as a JSON object at the end of `out`.
pub fn write_object(members: &[(String, Value)], out: &mut String) {
    begin_object(out);
    for (name, value) in members {
        write_member(name, value, out);
    }
    end_object(out);
}

/// Writes a member of the JSON object that `out` ends in, or begins one if `out` is empty.
pub fn write_member(name: &str, value: &Value, out: &mut String) {
    write_name(name, out);
    value.write_json(out);
}

/// Writes what comes before a member's value, in the JSON object that `out` ends in, or begins one if `out` is empty.
pub fn write_name(name: &str, out: &mut String) {
    out.push_str(match out.as_bytes().last() {
        None => "{",
        Some(b'{' | b',') => "",
        Some(_) => ",",
    });
    write_string(name, out);
    out.push_str(":");
}

/// Begins a JSON object at the end of `out`, which [`write_member`] goes on with and [`end_object`] ends.
pub fn begin_object(out: &mut String) {
    out.push_str("{");
}

/// Ends the JSON object that `out` ends in.
pub fn end_object(out: &mut String) {
    out.push_str("}");
}

/// Writes `text` as a JSON string, escaping what RFC 8259 §7 says must be.
pub fn write_string(text: &str, out: &mut String) {
    out.push_str("\"");
    let (mut start, mut end) = (0, 0);
    for byte in text.as_bytes() {
        end += 1;
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            0..=0x1f => "\\u00",
            _ => continue,
        };
        out.push_str(text.get(start..end - 1).unwrap_or_default());
        out.push_str(escape);
        if *byte <= 0x1f {
            text::push_hex(out, "0123456789abcdef", *byte);
        }
        start = end;
    }
    out.push_str(text.get(start..).unwrap_or_default());
    out.push_str("\"");
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        let digits = text::decimal(number.unsigned_abs());
        Self::Number(if number < 0 { text::concat(&["-", &digits]) } else { digits })
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(items: [T; N]) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::Text),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::vec((any::<String>(), inner), 0..4).prop_map(Value::Object),
            ]
        })
    }

    fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
        use serde_json::Value as Json;
        match (ours, theirs) {
            (Value::Null, Json::Null) => true,
            (Value::Bool(a), Json::Bool(b)) => a == b,
            (Value::Number(a), Json::Number(b)) => *a == b.to_string(),
            (Value::Text(a), Json::String(b)) => a == b,
            (Value::List(a), Json::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
            }
            // A name given twice: JSON readers keep the last.
            (Value::Object(a), Json::Object(b)) => b.iter().all(|(name, theirs)| {
                a.iter().rev().find(|(n, _)| n == name).is_some_and(|(_, ours)| same(ours, theirs))
            }),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_the_same(value in any_value()) {
            let read: serde_json::Value = serde_json::from_str(&value.to_json())?;
            prop_assert!(same(&value, &read), "{} read as {read}", value.to_json());
        }
    }

    #[test]
    fn controls_quotes_and_backslashes_are_escaped() {
        assert_eq!(Value::from("a\"\\\n\u{1f}é😀").to_json(), r#""a\"\\\u000a\u001fé😀""#);
    }

    #[test]
    fn objects_keep_their_order() {
        let value = Value::Object(vec![("b".into(), 1.into()), ("a".into(), ["x"].into())]);
        assert_eq!(value.to_json(), r#"{"b":1,"a":["x"]}"#);
    }
}
