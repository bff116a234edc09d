//! What the service answers when it doesn't do what was asked.

use axum::Json;
use axum::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::Version;
use crate::store;

/// Messages by field, in the order they were found: the body of a 400.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Map<String, Value>);

impl FieldErrors {
    /// Adds a message to a field.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        let messages = self.0.entry(field).or_insert_with(|| json!([]));
        if let Value::Array(messages) = messages {
            messages.push(Value::String(message.into()));
        }
    }

    /// Answers the first field that has a message.
    #[must_use]
    pub fn first_field(&self) -> Option<&str> {
        self.0.keys().next().map(String::as_str)
    }

    /// Fails if any message was added.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with the messages.
    pub fn into_result(self, version: Version) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(version, self)) }
    }
}

/// Everything a request may be refused for.
#[derive(Debug)]
pub enum Error {
    /// There is no such route: an HTML page, not JSON.
    NoRoute,
    /// A search found nobody: an empty 404.
    NoMatch,
    /// The user, list, tag or company named in the path doesn't exist.
    NotFound,
    /// A cursor that leads nowhere.
    InvalidCursor,
    /// A page that is asked for by a number above 1.
    InvalidPage,
    /// A search without a parameter to search by.
    NoSearchParameter,
    /// The `Authorization` header is missing or not of the scheme `Token`.
    NoCredentials,
    /// The token isn't the app's.
    InvalidToken,
    /// The app's owner didn't pay.
    Unpaid,
    /// The app was switched off.
    Inactive,
    /// Too many requests: try again in a second.
    Throttled,
    /// The `Accept` header asks for a version that doesn't exist.
    UnknownVersion,
    /// The route doesn't know the method.
    MethodNotAllowed(Method),
    /// The body has a type that isn't read.
    UnsupportedMediaType(String),
    /// The body isn't JSON.
    Parse(String),
    /// The body is longer than [`super::body::LIMIT`].
    TooLarge,
    /// Values that can't be stored.
    Invalid(Version, FieldErrors),
    /// The sandbox itself failed.
    Store(store::Error),
}

impl Error {
    /// Refuses the value of one field.
    pub fn invalid(version: Version, field: &str, message: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, message);
        Self::Invalid(version, errors)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        use StatusCode as S;
        match self {
            Self::NoRoute => (S::NOT_FOUND, Html("<h1>Not Found</h1>")).into_response(),
            Self::NoMatch => S::NOT_FOUND.into_response(),
            Self::NotFound => detail(S::NOT_FOUND, "Not found."),
            Self::InvalidCursor => detail(S::NOT_FOUND, "Invalid cursor"),
            Self::InvalidPage => detail(S::NOT_FOUND, "Invalid page."),
            Self::NoSearchParameter => detail(S::BAD_REQUEST, "Missing search parameter."),
            Self::NoCredentials => unauthorized("Authentication credentials were not provided."),
            Self::InvalidToken => unauthorized("Invalid token."),
            Self::Unpaid => detail(S::FORBIDDEN, "You didn't pay... please pay for app..."),
            Self::Inactive => detail(S::FORBIDDEN, "Application is not active."),
            Self::Throttled => throttled(),
            Self::UnknownVersion => {
                detail(S::NOT_ACCEPTABLE, "Invalid version in \"Accept\" header.")
            }
            Self::MethodNotAllowed(method) => {
                detail(S::METHOD_NOT_ALLOWED, &format!("Method \"{method}\" not allowed."))
            }
            Self::UnsupportedMediaType(media_type) => detail(
                S::UNSUPPORTED_MEDIA_TYPE,
                &format!("Unsupported media type \"{media_type}\" in request."),
            ),
            Self::Parse(reason) => detail(S::BAD_REQUEST, &format!("JSON parse error - {reason}")),
            Self::TooLarge => detail(
                S::PAYLOAD_TOO_LARGE,
                &format!("Request body exceeds the limit of {} bytes.", super::body::LIMIT),
            ),
            Self::Invalid(Version::V1, FieldErrors(errors)) => {
                (S::BAD_REQUEST, Json(json!({ "errors": errors }))).into_response()
            }
            Self::Invalid(Version::V2, FieldErrors(errors)) => {
                (S::BAD_REQUEST, Json(Value::Object(errors))).into_response()
            }
            Self::Store(error) => {
                tracing::error!(%error, "a request failed in the database");
                S::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

fn detail(status: StatusCode, text: &str) -> Response {
    (status, Json(json!({ "detail": text }))).into_response()
}

fn unauthorized(text: &str) -> Response {
    let challenge = [(WWW_AUTHENTICATE, HeaderValue::from_static("Token"))];
    (challenge, detail(StatusCode::UNAUTHORIZED, text)).into_response()
}

fn throttled() -> Response {
    let wait = [(RETRY_AFTER, HeaderValue::from_static("1"))];
    let text = "Request was throttled. Expected available in 1 second.";
    (wait, detail(StatusCode::TOO_MANY_REQUESTS, text)).into_response()
}
