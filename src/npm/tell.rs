//! What the facade is told: failures as JSON, requests by lines.

use crate::error::{Error, Refusal};
use crate::http::Request;
use crate::text::push_decimal;
use crate::value::{end_object, write_name, write_string};

/// Writes a member that is a text.
pub fn text(name: &str, text: &str, out: &mut String) {
    write_name(name, out);
    write_string(text, out);
}

fn number(name: &str, number: u64, out: &mut String) {
    write_name(name, out);
    push_decimal(out, number);
}

fn flag(name: &str, flag: bool, out: &mut String) {
    write_name(name, out);
    out.push_str(if flag { "true" } else { "false" });
}

/// Writes a failure with the names that the error classes have.
pub fn failure(error: &Error, out: &mut String) {
    text("kind", error.kind.as_str(), out);
    text("code", error.code, out);
    text("message", &error.message, out);
    number("attempts", error.attempts.into(), out);
    flag("retryable", error.retryable, out);
    if let Some(answer) = &error.answer {
        write_answer(answer, out);
    }
    end_object(out);
}

fn write_answer(answer: &Refusal, out: &mut String) {
    number("status", answer.status.into(), out);
    if let Some(id) = &answer.request_id {
        text("requestId", id, out);
    }
    if let Some(ms) = answer.retry_after_ms {
        number("retryAfterMs", ms, out);
    }
    if let Some(body) = &answer.body {
        write_name("body", out);
        body.write_json(out);
    }
    if answer.field_errors.is_empty() {
        return;
    }
    write_name("fieldErrors", out);
    out.push_str("{");
    let mut last = None;
    for (name, complaint) in &answer.field_errors {
        if last == Some(name) {
            out.push_str(",");
        } else {
            out.push_str(if last.is_none() { "" } else { "]" });
            write_name(name, out);
            out.push_str("[");
        }
        write_string(complaint, out);
        last = Some(name);
    }
    out.push_str("]}");
}

/// Writes a request, a line each: its URL, method, which cookies go along, which caches may answer, its body, and the names
/// and values of its headers by turns. None of them can hold a line break. `cookies` is empty for none; no cache may answer
/// if it is `uncached`.
pub fn request(request: &Request, cookies: &str, uncached: bool, out: &mut String) {
    let cache = if uncached { "no-store" } else { "" };
    let body = request.body.as_deref().unwrap_or_default();
    out.push_str(&request.url);
    let mut line = |text: &str| {
        out.push_str("\n");
        out.push_str(text);
    };
    for text in [request.method.as_str(), cookies, cache, body] {
        line(text);
    }
    for (name, value) in &request.headers {
        line(name);
        line(value);
    }
}
