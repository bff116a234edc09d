//! The answer that a fault makes, out of nothing or out of the service's.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderValue, LOCATION, RETRY_AFTER,
};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::fault::{Answer, Fault, Match};
use crate::system::System;

/// The size of a large body: 10 MiB.
const LARGE: usize = 10 << 20;
/// What a proxy answers when its server is away.
const HTML: &str = "<!doctype html><html><head><title>502 Bad Gateway</title></head>\
                    <body><h1>502 Bad Gateway</h1></body></html>";
/// JSON with a syntax error.
const MALFORMED: &str = r#"{"id": 1, "name": "#;
/// What precedes a body that begins with a byte order mark.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What is to be known of a request once it was handed on.
#[derive(Clone, Debug)]
pub struct Asked {
    system: System,
    method: Method,
    /// The address as it was asked for.
    uri: Uri,
    /// The path below the service's base URL.
    path: String,
    headers: HeaderMap,
}

impl Asked {
    /// Notes a request to a service under its whole address.
    #[must_use]
    pub fn of(system: System, uri: Uri, request: &Request) -> Self {
        Self {
            system,
            method: request.method().clone(),
            uri,
            path: request.uri().path().to_owned(),
            headers: request.headers().clone(),
        }
    }

    /// Says whether a fault is meant for the request.
    #[must_use]
    pub fn matches(&self, wanted: &Match) -> bool {
        let Match { system, method, path } = wanted;
        system.is_none_or(|system| system == self.system)
            && method
                .as_ref()
                .is_none_or(|method| method.eq_ignore_ascii_case(self.method.as_str()))
            && path
                .as_ref()
                .is_none_or(|path| self.path.starts_with(path) || self.uri.path().starts_with(path))
    }

    fn header(&self, name: impl axum::http::header::AsHeaderName) -> String {
        let value = self.headers.get(name).map(HeaderValue::as_bytes).unwrap_or_default();
        String::from_utf8_lossy(value).into_owned()
    }

    /// Answers the service's words for a status.
    fn reason(&self, status: StatusCode) -> &'static str {
        match (self.system, status) {
            (System::Connectycube, StatusCode::INTERNAL_SERVER_ERROR) => "Internal server error",
            (System::Connectycube, StatusCode::SERVICE_UNAVAILABLE) => "Service unavailable",
            _ => status.canonical_reason().unwrap_or("An error by order"),
        }
    }

    /// Words an error as the service does.
    fn error(&self, text: &str) -> Value {
        match self.system {
            System::Connectycube => json!({ "errors": [text] }),
            System::Usercom | System::Relay => json!({ "detail": text }),
        }
    }

    /// Reads the token that the request was sent with.
    fn token(&self) -> String {
        let cube = self.header("cb-token");
        if cube.is_empty() { self.header(AUTHORIZATION) } else { cube }
    }
}

/// Makes the answer, whole: what the network does to it comes later.
pub async fn shaped(fault: &Fault, asked: &Asked, real: Option<Response>) -> Response {
    let (mut head, body) = real.unwrap_or_default().into_parts();
    let body = if fault.replaces() {
        head.headers.clear();
        head.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        head.status = status(fault);
        replacement(fault, asked, head.status, &mut head.headers)
    } else {
        // The body of a handler is in memory already: reading it can't fail.
        to_bytes(body, usize::MAX).await.unwrap_or_default()
    };
    if let Some(retry_after) = &fault.retry_after {
        head.headers.insert(RETRY_AFTER, retry_after.header(Timestamp::now()));
    }
    if let Some(redirect) = &fault.redirect {
        head.headers.insert(LOCATION, redirect.location(&asked.header(HOST), &asked.uri));
    }
    fault.headers.apply(&mut head.headers);
    // The length is that of the body made here.
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(transformed(fault.answer, body)))
}

/// Chooses the status of a made-up answer.
fn status(fault: &Fault) -> StatusCode {
    let usual = match fault {
        Fault { redirect: Some(_), .. } => StatusCode::FOUND,
        Fault { retry_after: Some(_), .. } => StatusCode::TOO_MANY_REQUESTS,
        Fault { answer: Some(Answer::EchoToken), .. } => StatusCode::UNAUTHORIZED,
        _ => StatusCode::OK,
    };
    fault.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(usual)
}

fn replacement(fault: &Fault, asked: &Asked, status: StatusCode, headers: &mut HeaderMap) -> Bytes {
    let text = match (&fault.body, fault.answer) {
        (Some(Value::String(text)), _) => text.clone(),
        (Some(json), _) => json.to_string(),
        (None, Some(Answer::Html)) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            HTML.to_owned()
        }
        (None, Some(Answer::Malformed)) => MALFORMED.to_owned(),
        (None, Some(Answer::EchoToken)) => {
            asked.error(&format!("Not accepted: {}", asked.token())).to_string()
        }
        (None, _) if status.is_client_error() || status.is_server_error() => {
            asked.error(asked.reason(status)).to_string()
        }
        (None, _) if status == StatusCode::NO_CONTENT || status.is_redirection() => {
            headers.remove(CONTENT_TYPE);
            String::new()
        }
        (None, _) => "{}".to_owned(),
    };
    text.into()
}

fn transformed(answer: Option<Answer>, body: Bytes) -> Bytes {
    match answer {
        Some(Answer::Truncated) => body.slice(..body.len() / 2),
        Some(Answer::Bom) => [BOM, &body].concat().into(),
        Some(Answer::Empty) => Bytes::new(),
        Some(Answer::Large) => {
            let mut large = Vec::with_capacity(LARGE);
            large.extend_from_slice(&body);
            large.resize(LARGE, b' ');
            large.into()
        }
        Some(Answer::Html | Answer::Malformed | Answer::EchoToken) | None => body,
    }
}
