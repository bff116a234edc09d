//! Request bodies: a flat object, as JSON or as a form.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::Version;
use super::errors::Error;

/// The longest body that is read: 1 MiB.
pub const LIMIT: usize = 1 << 20;

/// The fields of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// The values by the name they were sent under.
    pub fields: Map<String, Value>,
    /// Whether they came as a form, where every value is a text.
    pub form: bool,
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let version = Version::of(request.headers())?;
        let content_type = request.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim().to_owned();
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                    _ => Error::Parse("The body ended early".to_owned()),
                }
            })?;
        match media_type.to_ascii_lowercase().as_str() {
            _ if bytes.is_empty() => Ok(Self::default()),
            "application/json" => from_json(&bytes, version),
            "application/x-www-form-urlencoded" => Ok(from_form(&bytes)),
            _ => Err(Error::UnsupportedMediaType(media_type)),
        }
    }
}

fn from_json(bytes: &[u8], version: Version) -> Result<Body, Error> {
    let value =
        serde_json::from_slice(bytes).map_err(|error| Error::Parse(describe(&error, bytes)))?;
    let got = match value {
        Value::Object(fields) => return Ok(Body { fields, form: false }),
        Value::Array(_) => "list",
        Value::String(_) => "str",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::Bool(_) => "bool",
        Value::Null => "NoneType",
    };
    let message = format!("Invalid data. Expected a dictionary, but got {got}.");
    Err(Error::invalid(version, "non_field_errors", message))
}

/// Words a syntax error as the service's parser does: `Expecting value: line 1 column 1 (char 0)`.
fn describe(error: &serde_json::Error, bytes: &[u8]) -> String {
    let (line, column) = (error.line().max(1), error.column().max(1));
    let text = error.to_string();
    let what = match text.split(" at line ").next().unwrap_or_default() {
        "expected value" | "EOF while parsing a value" => "Expecting value",
        other => other,
    };
    let before: usize =
        bytes.split_inclusive(|byte| *byte == b'\n').take(line - 1).map(<[u8]>::len).sum();
    format!("{what}: line {line} column {column} (char {})", before + column - 1)
}

/// Reads a form; a name that occurs more than once becomes a list.
fn from_form(bytes: &[u8]) -> Body {
    let mut fields = Map::new();
    for (name, value) in form_urlencoded::parse(bytes) {
        let value = Value::String(value.into_owned());
        match fields.get_mut(name.as_ref()) {
            None => {
                fields.insert(name.into_owned(), value);
            }
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
    Body { fields, form: true }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_repeated_form_field_becomes_a_list() {
        let body = from_form(b"tags=a&city=New+York&tags=b%26c&tags=d");
        assert_eq!(
            Value::Object(body.fields),
            json!({"tags": ["a", "b&c", "d"], "city": "New York"})
        );
    }

    #[test]
    fn a_syntax_error_says_where() {
        let error = |text: &str| match from_json(text.as_bytes(), Version::V1) {
            Err(Error::Parse(reason)) => reason,
            other => format!("{other:?}"),
        };
        assert_eq!(error("<html>"), "Expecting value: line 1 column 1 (char 0)");
        assert_eq!(error("{\n\"a\": ?}"), "Expecting value: line 2 column 6 (char 7)");
        assert!(error("{\"a\":").starts_with("Expecting value: line 1"));
    }
}
