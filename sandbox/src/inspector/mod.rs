//! The inspector under `/_sandbox/`: a page to look at users and requests, and the API behind it.

mod clock;
mod connectycube;
mod faults;
mod page;
mod requests;
mod settings;
mod snapshot;
mod users;

use axum::extract::DefaultBodyLimit;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde_json::json;

use crate::faults::Invalid;
use crate::state::AppState;
use crate::store;

/// Builds the routes of page and API, relative to `/_sandbox`.
pub fn router() -> Router<AppState> {
    Router::new()
        .merge(page::router())
        .route("/users", get(users::list))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/requests/stream", get(requests::stream))
        .route("/status", get(snapshot::status))
        .route("/reset", post(snapshot::reset))
        .route("/export", get(snapshot::export))
        .route("/import", post(snapshot::import).layer(DefaultBodyLimit::disable()))
        .route("/clock", post(clock::advance))
        .route("/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/faults/{id}", delete(faults::remove))
        .nest("/connectycube", connectycube::router())
        .route("/settings", get(settings::read).patch(settings::turn))
}

/// What the API answers when it can't do what was asked: the reason in full, since only the owner asks.
#[derive(Debug)]
pub enum Failure {
    /// The body isn't what the route reads.
    Body(JsonRejection),
    /// The body names a field that can't be.
    Invalid(Invalid),
    /// There is no fault with this number.
    NoFault(u64),
    /// The database refuses.
    Store(store::Error),
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        Self::Body(rejection)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, detail) = match self {
            Self::Body(rejection) => (rejection.status(), rejection.body_text()),
            Self::Invalid(invalid) => return invalid.into_response(),
            Self::NoFault(id) => (StatusCode::NOT_FOUND, format!("There is no fault {id}.")),
            Self::Store(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
        };
        (status, Json(json!({ "detail": detail }))).into_response()
    }
}
