//! Reads faults, in the JSON form or the short form, and says what is wrong with them.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::fault::{Answer, Fault, Match};
use super::short;

/// The longest wait, in milliseconds: ten minutes.
const LONGEST: u32 = 600_000;

/// Why a fault can't be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct Invalid {
    field: String,
    reason: String,
}

impl Invalid {
    /// Names the field and what to do about it.
    pub fn new(field: &str, reason: impl Into<String>) -> Self {
        Self { field: field.to_owned(), reason: reason.into() }
    }
}

impl From<serde_path_to_error::Error<serde_json::Error>> for Invalid {
    fn from(error: serde_path_to_error::Error<serde_json::Error>) -> Self {
        Self::new(&error.path().to_string(), error.inner().to_string())
    }
}

impl IntoResponse for Invalid {
    fn into_response(self) -> Response {
        let body = json!({ "detail": self.to_string(), "field": self.field });
        (StatusCode::BAD_REQUEST, Json(body)).into_response()
    }
}

/// Reads a fault: a text that begins with `{` is JSON, any other the short form.
///
/// # Errors
///
/// [`Invalid`] with the field that is wrong.
pub fn read(text: &str) -> Result<Fault, Invalid> {
    let value: Value = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| Invalid::new("fault", error.to_string()))?
    } else {
        short::parse(text)?
    };
    let fault: Fault = serde_path_to_error::deserialize(value).map_err(Invalid::from)?;
    check(&fault)?;
    Ok(fault)
}

/// Reads a fault that comes with the request it is for.
///
/// # Errors
///
/// As [`read`], and if it says which requests it hits.
pub fn read_header(text: &str) -> Result<Fault, Invalid> {
    let fault = read(text)?;
    refuse(
        fault.matching != Match::default(),
        "match",
        "the header hits its own request: leave it out",
    )?;
    Ok(fault)
}

/// Checks what the types of the fields can't.
fn check(fault: &Fault) -> Result<(), Invalid> {
    let status = fault.status.unwrap_or(200);
    let source = matches!(fault.answer, Some(Answer::Html | Answer::Malformed | Answer::EchoToken));
    let bodiless = [204, 304].contains(&status) && (fault.body.is_some() || fault.answer.is_some());
    let redirects = (300..400).contains(&fault.status.unwrap_or(302));
    let chance = fault.probability.unwrap_or(1.0);
    refuse(does_nothing(fault), "fault", "it does nothing: give it a status, a latency, …")?;
    refuse(!(200..600).contains(&status), "status", "give 200 to 599")?;
    refuse(
        bodiless,
        "status",
        "an answer with this status has no body: leave body and answer out",
    )?;
    refuse(
        fault.redirect.is_some() && !redirects,
        "status",
        "a redirect has a status of 300 to 399",
    )?;
    refuse(
        fault.body.is_some() && source,
        "body",
        "the answer is a body of its own: give only one",
    )?;
    refuse(
        fault.stall.is_some() && fault.drop.is_some(),
        "drop",
        "a fault stalls or drops: give only one",
    )?;
    refuse(fault.latency > LONGEST, "latency", format!("give at most {LONGEST} ms"))?;
    refuse(!(0.0..=1.0).contains(&chance), "probability", "give 0 to 1")?;
    refuse(fault.seed != 0 && fault.probability.is_none(), "seed", "it needs a probability")
}

fn does_nothing(fault: &Fault) -> bool {
    let chosen = Fault {
        matching: Match::default(),
        times: None,
        probability: None,
        seed: 0,
        label: None,
        after: false,
        ..fault.clone()
    };
    chosen == Fault::default()
}

fn refuse(wrong: bool, field: &str, reason: impl Into<String>) -> Result<(), Invalid> {
    if wrong { Err(Invalid::new(field, reason)) } else { Ok(()) }
}
