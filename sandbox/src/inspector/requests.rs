//! The request log: listed, followed, forgotten.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use serde::Serialize;
use tokio_stream::{Stream, StreamExt};

use crate::log::Entry;
use crate::state::AppState;

#[derive(Debug, Serialize)]
pub struct Requests {
    requests: Vec<Arc<Entry>>,
}

pub async fn list(State(state): State<AppState>) -> Json<Requests> {
    Json(Requests { requests: state.log.entries() })
}

pub async fn clear(State(state): State<AppState>) -> StatusCode {
    state.log.clear();
    StatusCode::NO_CONTENT
}

/// Sends each entry from now on as one server-sent event.
pub async fn stream(
    State(state): State<AppState>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = state.log.follow().filter_map(|entry| {
        Some(Ok(Event::default().id(entry.id.to_string()).json_data(&*entry).ok()?))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
