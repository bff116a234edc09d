//! The inspector under `/_sandbox/`: a page to look at users and requests, and the API behind it.

mod requests;
mod snapshot;
mod users;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use serde_json::json;

use crate::state::AppState;
use crate::store;

/// Builds the routes of page and API, relative to `/_sandbox`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(async || Html(include_str!("page.html"))))
        .route("/page.css", get(async || ([(CONTENT_TYPE, "text/css")], include_str!("page.css"))))
        .route(
            "/page.js",
            get(async || ([(CONTENT_TYPE, "text/javascript")], include_str!("page.js"))),
        )
        .route("/users", get(users::list))
        .route("/requests", get(requests::list).delete(requests::clear))
        .route("/requests/stream", get(requests::stream))
        .route("/status", get(snapshot::status))
        .route("/reset", post(snapshot::reset))
        .route("/export", get(snapshot::export))
        .route("/import", post(snapshot::import))
}

/// What the API answers when the database refuses: the reason, as the person who asked is its owner.
#[derive(Debug)]
pub struct Failure(store::Error);

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({ "detail": self.0.to_string() });
        (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
    }
}
