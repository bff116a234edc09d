//! The arguments of an operation, as a caller passed them, and the checks that name them.

use std::num::NonZeroU64;

use crate::error::{Error, Kind, Result};
use crate::http::date;
use crate::text::{concat, push_decimal, span};
use crate::value::Value;

/// The arguments of one call, by position; one that is missing reads as `null`.
#[derive(Debug, Clone, Copy)]
pub struct Args<'a>(pub &'a [Value]);

impl<'a> Args<'a> {
    /// The argument at `index`.
    #[must_use]
    pub fn at(self, index: usize) -> &'a Value {
        self.0.get(index).unwrap_or(&Value::Null)
    }

    /// The text at `index`, called `name` in errors.
    ///
    /// # Errors
    /// As [`text`].
    pub fn text(self, index: usize, name: &str) -> Result<&'a str> {
        text(self.at(index), name)
    }

    /// The integer id at `index`, called `name` in errors.
    ///
    /// # Errors
    /// As [`id`].
    pub fn id(self, index: usize, name: &str) -> Result<u64> {
        id(self.at(index), name)
    }

    /// The members of the object at `index`, called `name` in errors.
    ///
    /// # Errors
    /// As [`object`].
    pub fn object(self, index: usize, name: &str) -> Result<&'a [(String, Value)]> {
        object(self.at(index), name)
    }

    /// The members of the object at `index`, called `name` in errors; none if it is left out.
    ///
    /// # Errors
    /// `input` for anything but an object or `null`.
    pub fn members(self, index: usize, name: &str) -> Result<&'a [(String, Value)]> {
        match self.at(index) {
            Value::Null => Ok(&[]),
            value => object(value, name),
        }
    }

    /// The array at `index`, called `name` in errors.
    ///
    /// # Errors
    /// As [`list`].
    pub fn list(self, index: usize, name: &str) -> Result<&'a [Value]> {
        list(self.at(index), name)
    }
}

/// The text that `value` is, called `name` in errors.
///
/// # Errors
/// `input` for anything but a string, and for one that is empty or that a missing value was turned into.
pub fn text<'a>(value: &'a Value, name: &str) -> Result<&'a str> {
    match value {
        Value::Text(text) if !matches!(text.as_str(), "" | "undefined" | "null") => Ok(text),
        other => Err(wanted(name, "a string that isn't empty", other)),
    }
}

/// The members of the object that `value` is, called `name` in errors.
///
/// # Errors
/// `input` for anything but an object.
pub fn object<'a>(value: &'a Value, name: &str) -> Result<&'a [(String, Value)]> {
    match value {
        Value::Object(members) => Ok(members),
        other => Err(wanted(name, "an object", other)),
    }
}

/// The items of the array that `value` is, called `name` in errors.
///
/// # Errors
/// `input` for anything but an array that isn't empty.
pub fn list<'a>(value: &'a Value, name: &str) -> Result<&'a [Value]> {
    match value {
        Value::List(items) if !items.is_empty() => Ok(items),
        other => Err(wanted(name, "an array that isn't empty", other)),
    }
}

/// The integer id that `value` is, called `name` in errors.
///
/// # Errors
/// `input` for anything but a whole number above 0.
pub fn id(value: &Value, name: &str) -> Result<u64> {
    match as_id(value) {
        Some(id) => Ok(id.get()),
        None => Err(wanted(name, "the record's id, a whole number above 0", value)),
    }
}

/// The id that `value` is: a whole number above 0.
#[must_use]
pub fn as_id(value: &Value) -> Option<NonZeroU64> {
    value.as_integer().and_then(|number| u64::try_from(number).ok()).and_then(NonZeroU64::new)
}

/// Whether `value` is a text that isn't empty.
#[must_use]
pub fn is_word(value: &Value) -> bool {
    value.as_text().is_some_and(|text| !text.is_empty())
}

/// Whether a header can carry `text` as it is.
#[must_use]
pub fn is_header_value(text: &str) -> bool {
    !text.is_empty() && span(text, u8::is_ascii_graphic) == text.len()
}

/// The last second that has ten digits, in the year 2286: what has more counts milliseconds.
const MAX_SECONDS: i64 = 9_999_999_999;

/// Reads a point in time, called `name` in errors, as seconds since 1970: a number of them, or ISO 8601 text, as which a
/// `Date` arrives.
///
/// # Errors
/// `input` for anything else, milliseconds among it.
pub fn seconds(name: &str, value: &Value) -> Result<u64> {
    let number = value.as_integer().filter(|seconds| (0..=MAX_SECONDS).contains(seconds));
    let seconds = match value {
        Value::Text(text) => date::parse_iso(text),
        _ => number.and_then(|seconds| u64::try_from(seconds).ok()),
    };
    seconds.ok_or_else(|| {
        wanted(name, "a Date, an ISO 8601 text or a number of seconds since 1970", value)
    })
}

/// Checks that `found` of `what` are neither too few nor too many.
///
/// # Errors
/// `input`: `too_long`, or `invalid_input` for too few.
pub fn check_length(
    name: &str,
    found: usize,
    what: &str,
    (fewest, most): (usize, usize),
) -> Result<()> {
    let (code, bound, limit, end) = if found > most {
        ("too_long", "most ", most, " are allowed")
    } else if found < fewest {
        ("invalid_input", "least ", fewest, " are needed")
    } else {
        return Ok(());
    };
    let mut message = concat(&[name, " has "]);
    push_decimal(&mut message, found as u64);
    message.push_str(&concat(&[what, "; at ", bound]));
    push_decimal(&mut message, limit as u64);
    message.push_str(end);
    Err(Error::new(Kind::Input, code, message))
}

/// The error for changes that change nothing.
#[must_use]
pub fn no_changes() -> Error {
    let message = "there is nothing to change: name at least one field";
    Error::new(Kind::Input, "no_changes", message)
}

/// The error for an argument of another kind than `what`.
#[must_use]
pub fn wanted(name: &str, what: &str, value: &Value) -> Error {
    let found = match value {
        Value::Text(text) if text.is_empty() => "an empty string",
        Value::Text(text) if text == "undefined" || text == "null" => "the word undefined or null",
        value => value.describe(),
    };
    Error::input(concat(&[name, " must be ", what, ", not ", found]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_must_say_something() {
        assert_eq!(Args(&["k".into()]).text(0, "key"), Ok("k"));
        for (value, found) in [
            (Value::Null, "null"),
            ("".into(), "an empty string"),
            ("undefined".into(), "the word undefined or null"),
            (7.into(), "a number"),
        ] {
            let message = format!("key must be a string that isn't empty, not {found}");
            assert_eq!(Args(&[value]).text(0, "key").unwrap_err().message, message);
        }
        assert!(Args(&[]).text(0, "key").is_err());
    }

    #[test]
    fn a_point_in_time_is_a_date_or_a_number_of_seconds() {
        for value in [1_700_000_000.into(), "2023-11-14T22:13:20.000Z".into()] {
            assert_eq!(seconds("timestamp", &value), Ok(1_700_000_000));
        }
        for bad in [1_700_000_000_000.into(), (-1).into(), "soon".into(), Value::Null] {
            assert!(
                seconds("timestamp", &bad)
                    .unwrap_err()
                    .message
                    .starts_with("timestamp must be a Date")
            );
        }
    }

    #[test]
    fn an_id_is_a_whole_number_above_zero() {
        assert_eq!(Args(&[20_901_703.into()]).id(0, "id"), Ok(20_901_703));
        for bad in [0.into(), (-1).into(), Value::Number("1.5".into()), "7".into(), Value::Null] {
            assert!(Args(&[bad]).id(0, "id").is_err());
        }
    }
}
