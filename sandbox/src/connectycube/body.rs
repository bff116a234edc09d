//! What a request says: the fields of its body, and the parameters of its query.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::errors::Error;
use super::pairs;

/// The fields of a body: JSON, or a form with names in brackets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body(pub Map<String, Value>);

impl Body {
    /// Answers the fields of an object in the body.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.0.get(name)?.as_object()
    }

    /// Answers a text of the body that isn't empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        text(&self.0, name)
    }
}

/// Answers a text of some fields that isn't empty.
#[must_use]
pub fn text<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    fields.get(name)?.as_str().filter(|text| !text.is_empty())
}

/// Reads a scalar as the text it is written as; anything else as none.
#[must_use]
pub fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(_) | Value::Bool(_) => value.to_string(),
        _ => String::new(),
    }
}

/// Reads a whole number that may have been written as a text.
#[must_use]
pub fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(digits) => digits.parse().ok(),
        _ => None,
    }
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let form = media_type(&request).map(|media_type| media_type == FORM);
        let bytes = Bytes::from_request(request, state).await.map_err(|_| Error::MalformedBody)?;
        let json = bytes.trim_ascii_start().starts_with(b"{");
        if bytes.is_empty() {
            Ok(Self::default())
        } else if form.unwrap_or(!json) {
            Ok(Self(pairs::object(&bytes)))
        } else {
            serde_json::from_slice(&bytes).map(Self).map_err(|_| Error::MalformedBody)
        }
    }
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// Answers the type of a body if it is one of the two that are known.
fn media_type(request: &Request) -> Option<&'static str> {
    let header = request.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let named = header.split(';').next().unwrap_or_default().trim();
    [FORM, JSON].into_iter().find(|known| known.eq_ignore_ascii_case(named))
}

/// The parameters of a query, decoded, in the order they came.
///
/// A GET may have them in a form as its body, as the documentation's examples do; those that the
/// query has too are passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters(pub Vec<(String, String)>);

impl Parameters {
    /// Reads the text behind the `?`.
    #[must_use]
    pub fn read(query: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(query);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// Answers the last parameter of a name.
    #[must_use]
    pub fn last(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(found, _)| found == name).map(|(_, value)| &**value)
    }

    /// Answers a parameter that must be there and filled.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] if it isn't.
    pub fn required(&self, name: &str) -> Result<String, Error> {
        let value = self.last(name).filter(|value| !value.trim().is_empty());
        value.map(str::to_owned).ok_or_else(|| Error::blank(name))
    }

    /// Answers a number, `default` if there is none.
    #[must_use]
    pub fn number(&self, name: &str, default: i64) -> i64 {
        self.last(name).and_then(|digits| digits.parse().ok()).unwrap_or(default)
    }
}

impl<S: Send + Sync> FromRequest<S> for Parameters {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let mut parameters = Self::read(request.uri().query().unwrap_or_default().as_bytes());
        let json = media_type(&request) == Some(JSON);
        if *request.method() == Method::GET && !json {
            let body =
                Bytes::from_request(request, state).await.map_err(|_| Error::MalformedBody)?;
            let Self(mut more) = Self::read(&body);
            more.retain(|(name, _)| parameters.last(name).is_none());
            parameters.0.extend(more);
        }
        Ok(parameters)
    }
}
