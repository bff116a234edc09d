//! What the service answers when it doesn't do what was asked.

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::store;

/// Complaints by field, in the order they were found; what is about no field is under `base`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaints(Map<String, Value>);

impl Complaints {
    /// Adds a complaint about a field.
    pub fn add(&mut self, field: &str, text: impl Into<String>) {
        let texts = self.0.entry(field).or_insert_with(|| json!([]));
        if let Value::Array(texts) = texts {
            texts.push(Value::String(text.into()));
        }
    }

    /// Says whether there is no complaint about any of these fields.
    #[must_use]
    pub fn is_silent_about(&self, fields: &[&str]) -> bool {
        !fields.iter().any(|field| self.0.contains_key(*field))
    }

    /// Fails if there is any complaint.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all of them.
    pub fn into_result(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self)) }
    }
}

/// Everything a request may be refused for.
#[derive(Debug)]
pub enum Error {
    /// The body is broken JSON, or too long.
    MalformedBody,
    /// There is no such route: a text, not JSON.
    NoRoute(Method, String),
    /// No token.
    TokenRequired,
    /// The token is unknown, or its session is over.
    NoSession,
    /// The application, or its key, is unknown.
    Unauthorized,
    /// The user exists, with another password.
    InvalidPassword,
    /// The session is of the application alone.
    NeedUser,
    /// The account is another user's, or the application forbids it.
    Forbidden,
    /// The application doesn't list its users.
    ListForbidden(u32),
    /// Nobody is what was asked for.
    UserNotFound,
    /// The signature isn't the one that the secret makes.
    UnexpectedSignature,
    /// Too many requests: try again in a second.
    Throttled,
    /// Fields that can't be taken.
    Invalid(Complaints),
    /// The sandbox itself failed.
    Store(store::Error),
}

impl Error {
    /// Refuses one field.
    #[must_use]
    pub fn field(name: &str, text: impl Into<String>) -> Self {
        let mut complaints = Complaints::default();
        complaints.add(name, text);
        Self::Invalid(complaints)
    }

    /// Refuses a request for what is about no field.
    #[must_use]
    pub fn base(text: impl Into<String>) -> Self {
        Self::field("base", text)
    }

    /// Refuses a request that leaves a field out.
    #[must_use]
    pub fn blank(name: &str) -> Self {
        Self::field(name, "cannot be blank")
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
            Self::MalformedBody => list(S::BAD_REQUEST, "Malformed request body"),
            Self::NoRoute(method, path) => {
                let text = "HttpException: E_ROUTE_NOT_FOUND: Route not found";
                (S::NOT_FOUND, format!("{text} {method} {path}")).into_response()
            }
            Self::TokenRequired => list(S::UNAUTHORIZED, "Token is required"),
            Self::NoSession => base(S::UNAUTHORIZED, "Required session does not exist"),
            Self::Unauthorized => list(S::UNAUTHORIZED, "Unauthorized"),
            Self::InvalidPassword => list(S::UNAUTHORIZED, "Invalid password"),
            Self::NeedUser => base(S::FORBIDDEN, "Forbidden. Need user."),
            Self::Forbidden => base(S::FORBIDDEN, "Forbidden"),
            Self::ListForbidden(app) => base(
                S::FORBIDDEN,
                &format!(
                    "Users retrieving forbidden in admin panel, application settings. \
                     Setup it here https://admin.connectycube.com/apps/{app}/service/users/settings"
                ),
            ),
            Self::UserNotFound => list(S::NOT_FOUND, "User not found"),
            Self::UnexpectedSignature => list(S::UNPROCESSABLE_ENTITY, "Unexpected signature"),
            Self::Throttled => {
                let wait = [(RETRY_AFTER, "1")];
                (wait, list(S::TOO_MANY_REQUESTS, "Too Many Requests")).into_response()
            }
            Self::Invalid(Complaints(fields)) => errors(S::UNPROCESSABLE_ENTITY, &json!(fields)),
            Self::Store(error) => {
                tracing::error!(%error, "a request failed in the database");
                list(S::INTERNAL_SERVER_ERROR, "Internal server error")
            }
        }
    }
}

fn list(status: StatusCode, text: &str) -> Response {
    errors(status, &json!([text]))
}

fn base(status: StatusCode, text: &str) -> Response {
    errors(status, &json!({ "base": [text] }))
}

fn errors(status: StatusCode, errors: &Value) -> Response {
    (status, Json(json!({ "errors": errors }))).into_response()
}
