//! An answer that isn't a success, as an error with one clear message.
//!
//! Services and proxies use many forms: `{"detail"}`, `{"errors":[…]}`, `{"errors":{…}}`, `{"field":[…]}`, problem
//! details (RFC 9457), HTML, text, nothing. All of them are read; none of them can fail to be.

use std::slice;

use crate::error::{Error, Kind, Refusal};
use crate::text::{begins, concat, contains, decimal, start};
use crate::value::Value;

use super::answer::{Body, Response};
use super::request::{Miss, Request};
use super::retry;

/// How much of a service's own words goes into a message, in characters.
const MAX_QUOTE: usize = 300;

/// Reads an answer whose status isn't a success.
#[must_use]
pub fn read(request: &Request, response: Response) -> Error {
    let is_html = response.is_html();
    let answer = answered(response);
    let words = words(&answer);
    let (kind, code) = classify(request, answer.status, is_html, &words);
    let told = answer.body.as_ref().and_then(|body| body.get("retryable"));
    let retryable =
        retry::is_retried_status(answer.status) && !matches!(told, Some(Value::Bool(false)));
    let mut error = Error::new(kind, code, message(kind, code, answer.status, &words));
    error.retryable = retryable;
    error.answer = Some(answer);
    error
}

/// Makes an error that keeps what the service answered.
#[must_use]
pub fn error(kind: Kind, code: &'static str, message: String, response: Response) -> Error {
    let mut error = Error::new(kind, code, message);
    error.answer = Some(answered(response));
    error
}

/// The error for an answer that doesn't come from the service.
#[must_use]
pub fn wrong_address(response: Response) -> Error {
    let message = message(Kind::Config, "wrong_address", response.status, "");
    error(Kind::Config, "wrong_address", message, response)
}

/// What the answer adds to an error.
fn answered(response: Response) -> Refusal {
    let request_id = response.header("x-request-id").map(Into::into);
    let retry_after_ms = response.retry_after_ms();
    let body = match response.body {
        Body::Json(value) => Some(value),
        Body::Text(text) => Some(Value::Text(text)),
        Body::Empty | Body::Data(_) => None,
    };
    let field_errors = body.as_ref().map(field_errors).unwrap_or_default();
    Refusal { status: response.status, request_id, retry_after_ms, field_errors, body }
}

/// The kind and code a status stands for.
fn classify(request: &Request, status: u16, is_html: bool, words: &str) -> (Kind, &'static str) {
    match status {
        0 | 300..=399 => (Kind::Config, "redirected"),
        401 => (Kind::Auth, "unauthorized"),
        403 => (Kind::Forbidden, "forbidden"),
        404 if request.miss == Miss::NotFound && !is_html => (Kind::NotFound, "not_found"),
        404 | 405 | 415 | 421 => (Kind::Config, "wrong_address"),
        406 => (Kind::Config, "unsupported_version"),
        409 => (Kind::Conflict, "not_unique"),
        422 if contains(words, "must be unique") || contains(words, "already been taken") => {
            (Kind::Conflict, "not_unique")
        }
        429 => (Kind::RateLimit, "rate_limited"),
        408 | 425 | 500..=599 => (Kind::Server, "server_error"),
        400..=499 => (Kind::Validation, "rejected"),
        _ => (Kind::Decode, "malformed"),
    }
}

fn message(kind: Kind, code: &str, status: u16, words: &str) -> String {
    let status = decimal(status.into());
    if code == "wrong_address" {
        return concat(&[
            "this isn't the service's answer (status ",
            &status,
            "): check the address the client was given",
        ]);
    }
    let what = match kind {
        Kind::Config if code == "redirected" => {
            "the service redirected the request: the address the client was given is wrong, or a proxy drops the path's last slash"
        }
        Kind::Config => "the service doesn't speak this apiVersion",
        Kind::Auth => "the service refused the credentials",
        Kind::Forbidden => "the service doesn't allow this",
        Kind::NotFound => "the service doesn't know what this names",
        Kind::Conflict => "the service has this already",
        Kind::RateLimit => "the service asks to be called less often",
        Kind::Validation => "the service refused the request",
        _ => "the service failed",
    };
    let colon = if words.is_empty() { "" } else { ": " };
    concat(&[what, " (", &status, ")", colon, quote(words)])
}

/// The start of a service's own words.
#[must_use]
pub fn quote(text: &str) -> &str {
    start(text, MAX_QUOTE)
}

/// The service's own words: those about the whole request, then those about fields.
fn words(answer: &Refusal) -> String {
    let mut words = String::new();
    match &answer.body {
        Some(Value::Text(text)) if !begins(text.trim_ascii_start(), "<") => {
            words.push_str(text.trim_ascii());
        }
        Some(body) => {
            let errors = body.get("errors");
            let nested = errors.unwrap_or(body);
            add_all(&mut words, body.get("detail").or_else(|| body.get("message")));
            add_all(&mut words, body.get("error"));
            add_all(&mut words, errors);
            add_all(&mut words, nested.get("base"));
            add_all(&mut words, nested.get("non_field_errors"));
        }
        None => {}
    }
    for (field, text) in &answer.field_errors {
        add(&mut words, &[field, ": ", text]);
    }
    words
}

/// Adds the texts of a string or of a list.
#[inline(never)]
fn add_all(words: &mut String, place: Option<&Value>) {
    for text in place.map_or(&[][..], items) {
        if let Value::Text(text) = text {
            add(words, &["", "", text]);
        }
    }
}

/// Adds another sentence to `words`.
#[inline(never)]
fn add(words: &mut String, parts: &[&str]) {
    words.push_str(if words.is_empty() { "" } else { "; " });
    words.push_str(&concat(parts));
}

/// Members that speak of the whole request: everybody's, Django REST framework's, problem details'.
const WHOLE: [&str; 7] =
    ["detail", "errors", "base", "non_field_errors", "message", "error", "title"];

/// The items of a list; of anything else, itself.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        single => slice::from_ref(single),
    }
}

/// The complaints by field: members of `errors` if that is an object, else lists of texts at the top.
fn field_errors(body: &Value) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let (members, nested) = match (body.get("errors"), body) {
        (Some(Value::Object(members)), _) => (members, true),
        (_, Value::Object(members)) => (members, false),
        _ => return fields,
    };
    for (name, value) in members {
        if !WHOLE.contains(&name.as_str()) && (nested || matches!(value, Value::List(_))) {
            for text in items(value) {
                if let Value::Text(text) = text {
                    fields.push((name.clone(), text.clone()));
                }
            }
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::request::{Expect, Method};
    use crate::testing::value;

    fn refused(status: u16, body: Body) -> Error {
        let request = Request::new(Method::Put, "https://a.b/c/".into());
        read(&request, Response { status, headers: Vec::new(), body, clock: 0 })
    }

    fn refused_json(status: u16, body: &str) -> Error {
        refused(status, Body::Json(value(body)))
    }

    #[test]
    fn every_status_has_its_kind_and_code() {
        for (status, kind, code) in [
            (0, Kind::Config, "redirected"),
            (301, Kind::Config, "redirected"),
            (400, Kind::Validation, "rejected"),
            (401, Kind::Auth, "unauthorized"),
            (402, Kind::Validation, "rejected"),
            (403, Kind::Forbidden, "forbidden"),
            (404, Kind::NotFound, "not_found"),
            (405, Kind::Config, "wrong_address"),
            (406, Kind::Config, "unsupported_version"),
            (408, Kind::Server, "server_error"),
            (409, Kind::Conflict, "not_unique"),
            (413, Kind::Validation, "rejected"),
            (415, Kind::Config, "wrong_address"),
            (421, Kind::Config, "wrong_address"),
            (422, Kind::Validation, "rejected"),
            (425, Kind::Server, "server_error"),
            (429, Kind::RateLimit, "rate_limited"),
            (500, Kind::Server, "server_error"),
            (599, Kind::Server, "server_error"),
            (600, Kind::Decode, "malformed"),
        ] {
            let error = refused(status, Body::Empty);
            assert_eq!((error.kind, error.code), (kind, code), "{status}");
            assert_eq!(error.status(), Some(status));
            let retried = [408, 425, 429, 500].contains(&status);
            assert_eq!(error.retryable, retried, "{status}");
        }
    }

    #[test]
    fn every_form_of_body_gives_a_message_and_its_fields() {
        for (body, words, fields) in [
            (r#"{"detail":"Not found."}"#, "Not found.", ""),
            (r#"{"errors":["Invalid password","x"]}"#, "Invalid password; x", ""),
            (r#"{"errors":{"base":["Forbidden"]}}"#, "Forbidden", ""),
            (
                r#"{"errors":{"email":["a","b"],"login":"c"}}"#,
                "email: a; email: b; login: c",
                "email,email,login",
            ),
            (r#"{"email":["a"],"city":["b"]}"#, "email: a; city: b", "email,city"),
            (r#"{"non_field_errors":["a"],"city":["b"]}"#, "a; city: b", "city"),
            (
                r#"{"title":"Busy","detail":"Try later","status":503,"code":"busy"}"#,
                "Try later",
                "",
            ),
            (r#"{"message":"a"}"#, "a", ""),
            (r#"{"error":"a"}"#, "a", ""),
            (r#"{"city":[{"nested":1}]}"#, "", ""),
            ("{}", "", ""),
            ("[1]", "", ""),
            (r#""plain""#, "plain", ""),
            ("null", "", ""),
        ] {
            let error = refused_json(400, body);
            let end = if words.is_empty() { "(400)".into() } else { format!("(400): {words}") };
            assert!(error.message.ends_with(&end), "{body}: {}", error.message);
            let names: Vec<_> = error
                .answer
                .as_ref()
                .unwrap()
                .field_errors
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            assert_eq!(names.join(","), fields, "{body}");
        }
    }

    #[test]
    fn text_is_quoted_in_part_and_pages_not_at_all() {
        let long = refused(500, Body::Text("é".repeat(1000)));
        assert!(
            long.message.ends_with(&"é".repeat(MAX_QUOTE)) && long.message.chars().count() < 350
        );
        let page = refused(502, Body::Text("<html>Bad gateway".into()));
        assert_eq!(page.message, "the service failed (502)");
    }

    #[test]
    fn a_404_that_is_a_page_is_a_wrong_address() {
        assert_eq!(refused(404, Body::Text("<h1>Not Found</h1>".into())).code, "wrong_address");
    }

    #[test]
    fn a_value_that_must_be_unique_is_a_conflict() {
        for body in [
            r#"{"errors":{"base":["login must be unique"]}}"#,
            r#"{"errors":{"login":["has already been taken"]}}"#,
        ] {
            let error = refused_json(422, body);
            assert_eq!((error.kind, error.code), (Kind::Conflict, "not_unique"));
        }
    }

    #[test]
    fn a_service_that_says_not_to_retry_is_believed() {
        assert!(!refused_json(503, r#"{"retryable":false}"#).retryable);
        assert!(refused_json(503, r#"{"retryable":true}"#).retryable);
    }

    #[test]
    fn an_answer_of_success_keeps_no_body_in_the_error() {
        let request = Request::new(Method::Get, "https://a.b/".into()).expecting(Expect::Page);
        let response = Response { status: 200, headers: Vec::new(), body: Body::Empty, clock: 0 };
        let error = crate::http::answer::read(&request, response).unwrap_err();
        assert_eq!(error.answer.as_ref().unwrap().body, None);
    }
}
