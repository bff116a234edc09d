//! What the relay answers when it doesn't do what was asked: `application/problem+json`.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::store;
use crate::usercom;

/// A refusal with the code that clients tell it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: &'static str,
    field: Option<String>,
}

impl Problem {
    pub const AMBIGUOUS_COOKIE: Self = Self::new(
        StatusCode::CONFLICT,
        "ambiguous_cookie",
        "The request carries several different __ca__chat cookies: send X-Userkey-Expect.",
    );
    pub const COOKIE_MISSING: Self = Self::new(
        StatusCode::CONFLICT,
        "cookie_missing",
        "X-Userkey-Expect names a visitor, but the request carries no __ca__chat cookie.",
    );
    pub const HEADER_MISSING: Self =
        Self::new(StatusCode::FORBIDDEN, "forbidden", "The header X-Userkey: 1 is missing.");
    pub const IDENTITY_REQUIRED: Self = Self::new(
        StatusCode::FORBIDDEN,
        "identity_required",
        "This field needs a signed-in person: the cookie alone doesn't prove one.",
    );
    pub const FIELD_NOT_ALLOWED: Self = Self::new(
        StatusCode::BAD_REQUEST,
        "field_not_allowed",
        "A visitor may not write this field.",
    );
    pub const INTERNAL: Self =
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The sandbox failed.");
    pub const INVALID_BODY: Self =
        Self::new(StatusCode::BAD_REQUEST, "invalid_body", "The body is not one JSON object.");
    pub const METHOD_NOT_ALLOWED: Self =
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Use GET or PATCH.");
    pub const NO_VISITOR: Self =
        Self::new(StatusCode::NOT_FOUND, "no_visitor", "Nobody is known by this cookie.");
    pub const NOT_FOUND: Self =
        Self::new(StatusCode::NOT_FOUND, "not_found", "The relay has no such route.");
    pub const REJECTED: Self =
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "rejected", "The service refused a value.");
    pub const TOO_LARGE: Self =
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The body exceeds 16 KiB.");
    pub const UNSUPPORTED_MEDIA_TYPE: Self = Self::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "unsupported_media_type",
        "Send the body as application/json.",
    );
    pub const VISITOR_CHANGED: Self = Self::new(
        StatusCode::CONFLICT,
        "visitor_changed",
        "The cookie names another visitor than X-Userkey-Expect: read the visitor again.",
    );

    const fn new(status: StatusCode, code: &'static str, detail: &'static str) -> Self {
        Self { status, code, detail, field: None }
    }

    /// Names the field that is to blame.
    #[must_use]
    pub fn of(self, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..self }
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        tracing::error!(%error, "a relay request failed in the database");
        Self::INTERNAL
    }
}

impl From<usercom::Error> for Problem {
    fn from(error: usercom::Error) -> Self {
        match error {
            usercom::Error::Invalid(_, errors) => match errors.first_field() {
                Some(field) => Self::REJECTED.of(field),
                None => Self::REJECTED,
            },
            usercom::Error::Store(error) => error.into(),
            _ => Self::INTERNAL,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        if let (Value::Object(body), Some(field)) = (&mut body, self.field) {
            body.insert("field".to_owned(), Value::String(field));
        }
        let content_type = [(CONTENT_TYPE, "application/problem+json")];
        (self.status, content_type, body.to_string()).into_response()
    }
}
