//! The users, searchable by any of their names.

use axum::Json;
use axum::extract::{Query, State};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Failure;
use crate::state::AppState;
use crate::store::users::{self, User};
use crate::usercom::view;

/// The most users a page has.
const PAGE: i64 = 100;

#[derive(Debug, Deserialize)]
#[serde(default)]
pub struct Page {
    offset: i64,
    limit: i64,
    q: String,
}

impl Default for Page {
    fn default() -> Self {
        Self { offset: 0, limit: 50, q: String::new() }
    }
}

impl Page {
    /// Answers what is searched for.
    pub fn q(&self) -> &str {
        self.q.trim()
    }

    /// Answers how many users to skip.
    pub fn offset(&self) -> i64 {
        self.offset.max(0)
    }

    /// Answers how many users to list.
    pub fn limit(&self) -> i64 {
        self.limit.clamp(0, PAGE)
    }
}

#[derive(Debug, Serialize)]
pub struct Users {
    total: i64,
    users: Vec<Value>,
}

pub async fn list(
    State(state): State<AppState>,
    Query(page): Query<Page>,
) -> Result<Json<Users>, Failure> {
    let found = move |db: &Connection| {
        let (total, records) = users::search(db, page.q(), page.offset(), page.limit())?;
        let users = records.into_iter().map(|record| Ok(view::v1(&User::load(db, record)?)));
        Ok(Json(Users { total, users: users.collect::<Result<_, Failure>>()? }))
    };
    state.store.transaction(found).await
}
