//! The headers that a fault sets or takes away.

use std::collections::BTreeMap;

use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

/// Headers by name; `None` takes one away.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "BTreeMap<String, Option<String>>", into = "BTreeMap<String, Option<String>>")]
pub struct Headers(Vec<(HeaderName, Option<HeaderValue>)>);

impl Headers {
    /// Changes the headers of an answer.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.0 {
            match value {
                Some(value) => _ = headers.insert(name, value.clone()),
                None => _ = headers.remove(name),
            }
        }
    }
}

impl TryFrom<BTreeMap<String, Option<String>>> for Headers {
    type Error = String;

    fn try_from(named: BTreeMap<String, Option<String>>) -> Result<Self, String> {
        named.into_iter().map(header).collect::<Result<_, _>>().map(Self)
    }
}

fn header(
    (name, value): (String, Option<String>),
) -> Result<(HeaderName, Option<HeaderValue>), String> {
    let parsed: HeaderName = name.parse().map_err(|_| format!("{name:?} is no header name"))?;
    if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&parsed) {
        return Err(format!("{parsed} follows from the body: cut it by answer, stall or drop"));
    }
    let value = value.map(|text| {
        HeaderValue::from_str(&text).map_err(|_| format!("{text:?} is no value for {parsed}"))
    });
    Ok((parsed, value.transpose()?))
}

impl From<Headers> for BTreeMap<String, Option<String>> {
    fn from(Headers(headers): Headers) -> Self {
        let text = |value: HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        headers.into_iter().map(|(name, value)| (name.to_string(), value.map(text))).collect()
    }
}
