//! The faults: listed, added, removed.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;

use super::Failure;
use crate::faults::{self, Listed};
use crate::state::AppState;

#[derive(Debug, Serialize)]
pub struct List {
    faults: Vec<Listed>,
}

pub async fn list(State(state): State<AppState>) -> Json<List> {
    Json(List { faults: state.faults.list() })
}

/// Adds the fault that the body writes in the JSON form or the short form, whatever its type.
pub async fn add(
    State(state): State<AppState>,
    body: String,
) -> Result<(StatusCode, Json<Listed>), Failure> {
    Ok((StatusCode::CREATED, Json(state.faults.add(faults::read(&body)?)?)))
}

pub async fn clear(State(state): State<AppState>) -> StatusCode {
    state.faults.clear();
    StatusCode::NO_CONTENT
}

pub async fn remove(
    State(state): State<AppState>,
    Path(id): Path<u64>,
) -> Result<StatusCode, Failure> {
    if state.faults.remove(id) { Ok(StatusCode::NO_CONTENT) } else { Err(Failure::NoFault(id)) }
}
