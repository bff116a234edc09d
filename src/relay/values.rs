//! What a value may be (rule D).

use super::seen::acts;
use crate::text::{contains, length};
use crate::value::Value;

/// The longest text, in characters.
const MAX_TEXT: usize = 255;
/// The longest list.
const MAX_LIST: usize = 20;
/// The largest number that every JSON reader reads alike: 2⁵³.
const MAX_NUMBER: f64 = 9_007_199_254_740_992.0;

/// Checks a value for an attribute: a boolean, a number, a text, or a list of texts.
///
/// # Errors
/// Why it can't be written, as the end of a sentence.
pub fn check(value: &Value) -> Result<(), &'static str> {
    match value {
        Value::Bool(_) => Ok(()),
        Value::Number(digits) => match digits.parse::<f64>() {
            Ok(number) if number.abs() <= MAX_NUMBER => Ok(()),
            _ => Err(" must be a number of at most 2^53"),
        },
        Value::Text(text) => check_text(text),
        Value::List(items) if items.len() > MAX_LIST => Err(" must have at most 20 items"),
        Value::List(items) => items.iter().try_for_each(|item| match item {
            Value::Text(text) => check_text(text),
            _ => Err(" must be a list of strings alone"),
        }),
        Value::Null | Value::Object(_) => {
            Err(" must be a boolean, a number, a string or a list of strings")
        }
    }
}

/// Checks a text.
///
/// # Errors
/// As [`check`].
pub fn check_text(text: &str) -> Result<(), &'static str> {
    if length(text) > MAX_TEXT {
        Err(" must have at most 255 characters")
    } else if text.contains(acts) {
        Err(" must not hold controls or characters that turn the direction of writing")
    } else if contains(text, "{{") || contains(text, "{%") {
        // User.com puts values into templates of mails and pages.
        Err(" must not hold {{ or {%")
    } else {
        Ok(())
    }
}

/// Checks an address on the web.
///
/// # Errors
/// As [`check`].
pub fn check_url(text: &str) -> Result<(), &'static str> {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let named = host.contains('.') && host.bytes().all(plain) && !host.starts_with(['.', '-']);
    let printable = rest
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\'));
    if named && printable {
        Ok(())
    } else {
        Err(" must be an address that begins with https:// and a host name")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::value;

    #[test]
    fn rule_d_a_value_is_plain_data() {
        let long = |length: usize| format!("\"{}\"", "é".repeat(length));
        let list = |length: usize| format!("[{}]", vec!["\"a\""; length].join(","));
        for good in [
            "true",
            "0",
            "-1.5",
            "9007199254740992",
            "\"\"",
            "\"a {b} % é 😀\"",
            "[]",
            &long(255),
            &list(20),
        ] {
            assert_eq!(check(&value(good)), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("null", "a boolean"),
            ("{}", "a boolean"),
            ("9007199254740994", "2^53"),
            ("-1e300", "2^53"),
            (&*long(256), "255"),
            ("\"a\\u0000\"", "controls"),
            ("\"a\\nb\"", "controls"),
            ("\"\\u0085\"", "controls"),
            ("\"\\u202e\"", "direction"),
            ("\"\\u2066\"", "direction"),
            ("\"{{ user.email }}\"", "{{"),
            ("\"{% if %}\"", "{%"),
            (&list(21), "20 items"),
            ("[1]", "strings alone"),
            ("[[]]", "strings alone"),
            ("[\"{{\"]", "{{"),
        ] {
            let error = check(&value(bad)).unwrap_err();
            assert!(error.contains(why), "{bad}: {error}");
        }
    }

    #[test]
    fn rule_d_an_address_is_https_with_a_host() {
        for good in ["https://a.example", "https://www.linkedin.com/in/ada?x=1#y"] {
            assert_eq!(check_url(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "http://a.example",
            "https://",
            "https://localhost",
            "https:///a.b",
            "https://a.b@evil.example",
            "https://a.b:80/",
            "javascript:alert(1)",
            "//a.example",
            "HTTPS://a.example",
            "https://a.b/\"onload=",
            "https://a.b/ c",
            "https://.a.b",
        ] {
            assert!(check_url(bad).is_err(), "{bad}");
        }
    }
}
