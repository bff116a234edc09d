//! What tests see and decide of `ConnectyCube`: its users, its sessions, who is online, what was mailed.

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Json, Router};
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Failure;
use super::users::Page;
use crate::connectycube::view;
use crate::state::AppState;
use crate::store::cube::{mails, sessions, users};
use crate::switches::CubeTags;

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/users", get(list))
        .route("/sessions", get(list_sessions).delete(end_sessions))
        .route("/sessions/{token}", delete(end_session))
        .route("/online", get(online).put(set_online))
        .route("/mails", get(list_mails))
}

async fn list(State(state): State<AppState>, Query(page): Query<Page>) -> Answer {
    answer(&state, move |db| {
        let (total, users) = users::search(db, page.q(), page.offset(), page.limit())?;
        let users: Vec<Value> = users.iter().map(|user| view::user(user, CubeTags::Text)).collect();
        Ok(json!({ "total": total, "users": users }))
    })
    .await
}

async fn list_sessions(State(state): State<AppState>) -> Answer {
    answer(&state, |db| Ok(json!({ "sessions": sessions::all(db)? }))).await
}

/// Ends every session, as if its time were over.
async fn end_sessions(State(state): State<AppState>) -> Result<StatusCode, Failure> {
    state.store.transaction(|db| Ok::<_, Failure>(sessions::end_all(db)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_session(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<StatusCode, Failure> {
    let ended =
        state.store.transaction(move |db| Ok::<_, Failure>(sessions::end(db, &token)?)).await?;
    Ok(if ended { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND })
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Online {
    /// The numbers of the users.
    users: Vec<i64>,
}

async fn online(State(state): State<AppState>) -> Answer {
    answer(&state, |db| Ok(json!({ "users": users::online_ids(db)? }))).await
}

/// Says who is online from now on; numbers that nobody has are passed over.
async fn set_online(
    State(state): State<AppState>,
    body: Result<Json<Online>, JsonRejection>,
) -> Answer {
    let Json(Online { users }) = body?;
    answer(&state, move |db| {
        users::set_online(db, &users)?;
        Ok(json!({ "users": users::online_ids(db)? }))
    })
    .await
}

async fn list_mails(State(state): State<AppState>) -> Answer {
    answer(&state, |db| Ok(json!({ "mails": mails::all(db)? }))).await
}

type Answer = Result<Json<Value>, Failure>;

async fn answer(
    state: &AppState,
    work: impl FnOnce(&Connection) -> Result<Value, Failure> + Send + 'static,
) -> Answer {
    state.store.transaction(work).await.map(Json)
}
