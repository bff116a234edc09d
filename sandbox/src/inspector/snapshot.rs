//! The state as a whole: its size, the way back to the start, and its export and import.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::IntoResponse;
use serde_json::{Value, json};

use super::Failure;
use crate::clock::iso;
use crate::config::SANDBOX_TOKEN;
use crate::state::AppState;
use crate::store::snapshot::{self, Snapshot};
use crate::store::{cube, users};

pub async fn status(State(state): State<AppState>) -> Result<Json<Value>, Failure> {
    let count =
        |db: &rusqlite::Connection| Ok::<_, Failure>((users::count(db)?, cube::users::count(db)?));
    let (users, cube_users) = state.store.transaction(count).await?;
    Ok(Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "users": users,
        "connectycube": { "users": cube_users },
        "requests": state.log.entries().len(),
        "token": (state.settings.token == SANDBOX_TOKEN).then_some(SANDBOX_TOKEN),
        "now": iso(state.clock.now()),
    })))
}

pub async fn reset(state: State<AppState>) -> Result<Json<Value>, Failure> {
    state.store.reset().await?;
    state.faults.clear();
    state.panel.turn(state.settings.switches.clone());
    state.log.clear();
    status(state).await
}

pub async fn export(State(state): State<AppState>) -> Result<impl IntoResponse, Failure> {
    let snapshot = state.store.transaction(|db| Ok::<_, Failure>(snapshot::take(db)?)).await?;
    let name = [(CONTENT_DISPOSITION, "attachment; filename=\"sandbox.json\"")];
    Ok((name, Json(snapshot)))
}

pub async fn import(
    state: State<AppState>,
    body: Result<Json<Snapshot>, JsonRejection>,
) -> Result<Json<Value>, Failure> {
    let Json(snapshot) = body?;
    state.store.transaction(move |db| Ok::<_, Failure>(snapshot::load(db, &snapshot)?)).await?;
    status(state).await
}
