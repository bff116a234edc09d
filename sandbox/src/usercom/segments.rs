//! `segments/`, and the segments a user is in.

use axum::routing::get;
use axum::{Json, Router};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::errors::Error;
use super::id::Id;
use super::query::Query;
use super::who::{self, Who};
use super::{Api, Routes, filter, page};
use crate::state::AppState;
use crate::store::rows::{self, Conditions};
use crate::store::segments::{self, Segment};
use crate::store::users::Record;

pub fn router() -> Router<AppState> {
    Router::new()
        .slash_route("/segments/{id}/users/", get(users))
        .merge(who::routes("segments/", get(of_user)))
}

async fn users(api: Api, Id(id): Id, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        let segment = segments::by_id(db, id)?.ok_or(Error::NotFound)?;
        page::users(db, api, &query, &members(db, &segment)?).map(Json)
    })
    .await
}

async fn of_user(api: Api, who: Who, query: Query) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        let user = who.find(db)?.id;
        let mut joined = Conditions::default();
        let ids = joined.bind(json!(segments_of(db, user)?).to_string());
        joined.require(&format!("id in (select value from json_each({ids}))"));
        page::page(db, api, &query, &joined, |segment: Segment| {
            Ok(json!({
                "id": segment.id,
                "name": segment.name,
                "description": segment.description,
                "users": format!("{}/segments/{}/users/", query.base, segment.id),
            }))
        })
        .map(Json)
    })
    .await
}

fn segments_of(db: &Connection, user: i64) -> Result<Vec<i64>, Error> {
    let mut joined = vec![];
    for segment in rows::all::<Segment>(db, &Conditions::default())? {
        let conditions = members(db, &segment)?.equal("id", user);
        if rows::first::<Record>(db, &conditions)?.is_some() {
            joined.push(segment.id);
        }
    }
    Ok(joined)
}

/// Requires all that a segment's filter says; a parameter that is no filter requires nothing.
fn members(db: &Connection, segment: &Segment) -> Result<Conditions, Error> {
    let mut conditions = Conditions::default();
    for (name, value) in form_urlencoded::parse(segment.filter.as_bytes()) {
        if !filter::standard(&mut conditions, &name, &value) {
            filter::attribute(db, &mut conditions, &name, &value)?;
        }
    }
    Ok(conditions)
}
