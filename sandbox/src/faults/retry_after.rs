//! The header `Retry-After`: seconds, a date in one of its three forms, or garbage.

use axum::http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The three forms of a date in HTTP, by the name that asks for each.
const FORMS: [(&str, &str); 3] = [
    ("date", "%a, %d %b %Y %H:%M:%S GMT"),
    ("rfc850", "%A, %d-%b-%y %H:%M:%S GMT"),
    ("asctime", "%a %b %e %H:%M:%S %Y"),
];

/// The furthest date, in seconds from now: about a hundred years.
const FURTHEST: i64 = 100 * 366 * 24 * 3600;

/// What `Retry-After` says: `date:2` is the date in two seconds, any other text goes as it is.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Value", into = "String")]
pub struct RetryAfter {
    text: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    AsItIs(HeaderValue),
    Date { format: &'static str, ahead: SignedDuration },
}

impl RetryAfter {
    /// Writes the header for an answer given now.
    #[must_use]
    pub fn header(&self, now: Timestamp) -> HeaderValue {
        match &self.kind {
            Kind::AsItIs(value) => value.clone(),
            Kind::Date { format, ahead } => {
                let date = now.saturating_add(*ahead).unwrap_or(now).strftime(format).to_string();
                HeaderValue::try_from(date).unwrap_or(HeaderValue::from_static(""))
            }
        }
    }
}

impl TryFrom<Value> for RetryAfter {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return Err("give seconds, date:<seconds from now>, or any text".to_owned()),
        };
        let kind = kind(&text)?;
        Ok(Self { text, kind })
    }
}

fn kind(text: &str) -> Result<Kind, String> {
    let named = text.split_once(':').and_then(|(name, seconds)| {
        FORMS.into_iter().find(|form| form.0 == name).map(|form| (form.1, seconds))
    });
    let Some((format, seconds)) = named else {
        let value = HeaderValue::from_str(text);
        return value.map(Kind::AsItIs).map_err(|_| format!("{text:?} is no header value"));
    };
    match seconds.trim().parse::<i64>() {
        Ok(seconds) if seconds.abs() <= FURTHEST => {
            Ok(Kind::Date { format, ahead: SignedDuration::from_secs(seconds) })
        }
        _ => Err(format!("{text:?} needs whole seconds from now, at most {FURTHEST}")),
    }
}

impl From<RetryAfter> for String {
    fn from(retry_after: RetryAfter) -> Self {
        retry_after.text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(value: Value) -> String {
        let now: Timestamp = "1994-11-06T08:49:35Z".parse().unwrap();
        RetryAfter::try_from(value).unwrap().header(now).to_str().unwrap().to_owned()
    }

    #[test]
    fn a_date_is_written_in_each_of_the_three_forms() {
        assert_eq!(written(json!("date:2")), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(written(json!("rfc850:2")), "Sunday, 06-Nov-94 08:49:37 GMT");
        assert_eq!(written(json!("asctime:2")), "Sun Nov  6 08:49:37 1994");
        assert_eq!(written(json!("date:-35")), "Sun, 06 Nov 1994 08:49:00 GMT");
    }

    #[test]
    fn anything_else_goes_as_it_is() {
        assert_eq!(written(json!(2)), "2");
        for text in ["-1", "1e99", "soon", "", "Sun, 06 Nov 1994 08:49:37 GMT"] {
            assert_eq!(written(json!(text)), text);
        }
    }

    #[test]
    fn a_date_without_seconds_and_a_text_no_header_can_carry_are_refused() {
        for value in [json!("date:soon"), json!("date:99999999999"), json!("a\nb"), json!([])] {
            assert!(RetryAfter::try_from(value.clone()).is_err(), "{value}");
        }
    }
}
