//! `users/merge/`: several users made one.

use axum::Router;
use axum::routing::post;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::body::Body;
use super::errors::Error;
use super::fields::{self, Check};
use super::write::Written;
use super::{Api, Routes};
use crate::state::AppState;
use crate::store::merge as together;
use crate::store::users::{self, Record, User};

/// The name clients send.
const CHILDREN: &str = "users_list";

/// The name in the documentation's sample.
const DOCUMENTED: &str = "user_list";

pub fn router() -> Router<AppState> {
    Router::new().slash_route("/users/merge/", post(merge))
}

/// Merges the children into the parent, those with the lowest numbers first.
async fn merge(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let name = if body.fields.contains_key(CHILDREN) { CHILDREN } else { DOCUMENTED };
        let name = if body.fields.contains_key(name) { name } else { CHILDREN };
        let (parent, children) = body.read(api.version, |body| {
            let (parent, children) =
                (body.required("parent", fields::id), body.required(name, ids));
            Some((parent?, children?))
        })?;
        let mut parent = find(db, parent)?;
        let mut children = children;
        children.sort_unstable();
        children.dedup();
        children.retain(|child| *child != parent.id);
        let children =
            children.into_iter().map(|child| find(db, child)).collect::<Result<Vec<_>, _>>()?;
        let before = User::load(db, parent.clone())?;
        let mut written = Written::ok(json!({ "success": true }));
        for child in children {
            let gone = User::load(db, child)?;
            parent = together::merge(db, &parent, &gone.record)?;
            written = written.changing(Some(&gone), None);
        }
        parent.updated_at = api.now();
        users::save(db, &parent)?;
        Ok(written.changing(Some(&before), Some(&User::load(db, parent)?)))
    })
    .await
}

fn ids(value: &Value) -> Check<Vec<i64>> {
    let ids = fields::ids(value)?;
    if ids.is_empty() { Err("This list may not be empty.".to_owned()) } else { Ok(ids) }
}

fn find(db: &Connection, id: i64) -> Result<Record, Error> {
    users::by_id(db, id)?.ok_or(Error::NotFound)
}
