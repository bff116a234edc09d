//! The clock, moved ahead by tests that would else have to wait.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Failure;
use crate::clock::iso;
use crate::state::AppState;

#[derive(Debug, Deserialize)]
pub struct Advance {
    /// How far, in milliseconds.
    ms: i64,
}

pub async fn advance(
    State(state): State<AppState>,
    body: Result<Json<Advance>, JsonRejection>,
) -> Result<Json<Value>, Failure> {
    let Json(advance) = body?;
    state.clock.advance(advance.ms);
    Ok(Json(json!({ "now": iso(state.clock.now()) })))
}
