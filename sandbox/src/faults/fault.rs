//! What a fault is.

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Which requests it hits.
    #[serde(rename = "match", skip_serializing_if = "is_default")]
    pub matching: Match,
    /// How often it hits; without end if `None`.
    #[serde(skip_serializing_if = "is_default")]
    pub times: Option<NonZeroU32>,
    /// How likely it hits a request, 0 to 1; every one if `None`.
    #[serde(skip_serializing_if = "is_default")]
    pub probability: Option<f64>,
    /// What the random numbers of `probability` begin with.
    #[serde(skip_serializing_if = "is_default")]
    pub seed: u64,
    /// A name of one's own; header faults with different labels are counted apart.
    #[serde(skip_serializing_if = "is_default")]
    pub label: Option<String>,
    /// Whether the request is carried out even if its answer is replaced.
    #[serde(skip_serializing_if = "is_default")]
    pub after: bool,
    /// The status of the answer.
    #[serde(skip_serializing_if = "is_default")]
    pub status: Option<u16>,
    /// The header `Retry-After`.
    #[serde(skip_serializing_if = "is_default")]
    pub retry_after: Option<RetryAfter>,
    /// Headers of the answer to set or to take away.
    #[serde(skip_serializing_if = "is_default")]
    pub headers: Headers,
    /// The body of the answer: a text as it is, or JSON.
    #[serde(skip_serializing_if = "is_default")]
    pub body: Option<Value>,
    /// What else is wrong with the body.
    #[serde(skip_serializing_if = "is_default")]
    pub answer: Option<Answer>,
    /// Where the answer redirects to.
    #[serde(skip_serializing_if = "is_default")]
    pub redirect: Option<Redirect>,
    /// How long the answer is held back, in milliseconds.
    #[serde(skip_serializing_if = "is_default")]
    pub latency: u32,
    /// Where the answer stops without an end.
    #[serde(skip_serializing_if = "is_default")]
    pub stall: Option<Point>,
    /// Where the connection is closed.
    #[serde(skip_serializing_if = "is_default")]
    pub drop: Option<Point>,
    /// What is wrong with the CORS headers.
    #[serde(skip_serializing_if = "is_default")]
    pub cors: Option<CorsFault>,
}

/// Which requests a fault hits; all of them where a field is `None`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Match {
    /// The service.
    #[serde(skip_serializing_if = "is_default")]
    pub system: Option<System>,
    /// The method, in any case.
    #[serde(skip_serializing_if = "is_default")]
    pub method: Option<String>,
    /// How the path begins, as a whole or below the service's base URL.
    #[serde(skip_serializing_if = "is_default")]
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
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
