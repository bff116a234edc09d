//! What a fault is.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::headers::Headers;
use super::redirect::Redirect;
use super::retry_after::RetryAfter;
use crate::system::System;

/// A fault: which requests it hits, and what it does to them.
///
/// Everything it does can be combined: late, with another status, and cut off.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fault {
    /// The status of the answer.
    pub status: Option<u16>,
    /// The header `Retry-After`.
    pub retry_after: Option<RetryAfter>,
    /// Headers of the answer to set or to take away.
    pub headers: Headers,
    /// The body of the answer: a text as it is, or JSON.
    pub body: Option<Value>,
    /// What else is wrong with the body.
    pub answer: Option<Answer>,
    /// Where the answer redirects to.
    pub redirect: Option<Redirect>,
    /// How long the answer is held back, in milliseconds.
    pub latency: u32,
    /// Where the answer stops without an end.
    pub stall: Option<Point>,
    /// Where the connection is closed.
    pub drop: Option<Point>,
    /// What is wrong with the CORS headers.
    pub cors: Option<CorsFault>,
    /// Whether the request is carried out even if its answer is replaced.
    pub after: bool,
    /// How often it hits; without end if `None`.
    pub times: Option<NonZeroU32>,
    /// How likely it hits a request, 0 to 1; every one if `None`.
    pub probability: Option<f64>,
    /// What the random numbers of `probability` begin with.
    pub seed: u64,
    /// A name of one's own; header faults with different labels are counted apart.
    pub label: Option<String>,
    /// Which requests it hits.
    #[serde(rename = "match")]
    pub matching: Match,
}

/// Which requests a fault hits; all of them where a field is `None`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Match {
    /// The service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<System>,
    /// The method, in any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// How the path begins, as a whole or below the service's base URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// What can be wrong with a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A page of a proxy instead of JSON.
    Html,
    /// JSON with a syntax error.
    Malformed,
    /// The text that authorised the request, repeated.
    EchoToken,
    /// The first half of the body.
    Truncated,
    /// The body behind a byte order mark.
    Bom,
    /// No body.
    Empty,
    /// The body, filled up to 10 MiB with spaces.
    Large,
}

/// A place in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Point {
    /// Before anything was sent.
    BeforeHead,
    /// After status and headers.
    AfterHead,
    /// After half of the body.
    InBody,
}

/// What can be wrong with the CORS headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CorsFault {
    /// Headers such as `Retry-After` aren't exposed to pages.
    Hidden,
    /// There are none: no page may read the answer.
    Missing,
}

impl Fault {
    /// Says whether the answer is made up instead of asked from the service.
    #[must_use]
    pub fn replaces(&self) -> bool {
        let made_up =
            matches!(self.answer, Some(Answer::Html | Answer::Malformed | Answer::EchoToken));
        self.status.is_some()
            || self.retry_after.is_some()
            || self.body.is_some()
            || self.redirect.is_some()
            || made_up
    }

    /// Says whether the service does what the request asks.
    #[must_use]
    pub fn carries_out(&self) -> bool {
        let lost = [self.stall, self.drop].contains(&Some(Point::BeforeHead));
        self.after || !(self.replaces() || lost)
    }

    /// Writes the fields that say something, in the JSON form.
    #[must_use]
    pub fn fields(&self) -> Map<String, Value> {
        let object = |fault| match serde_json::to_value(fault) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        let (silent, mut fields) = (object(&Self::default()), object(self));
        fields.retain(|name, value| silent.get(name) != Some(value));
        fields
    }
}
