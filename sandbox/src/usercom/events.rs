//! `events/`, and the events of a user: what a client notes that a user did.

use axum::Router;
use axum::routing::post;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::body::Body;
use super::errors::Error;
use super::reader::Reader;
use super::version::Version;
use super::who::{self, Who};
use super::write::Written;
use super::{Api, Routes, fields};
use crate::clock::iso;
use crate::state::AppState;
use crate::store::activities::{self, Activity, What};
use crate::store::events;

pub fn router() -> Router<AppState> {
    Router::new().slash_route("/events/", post(create))
}

/// What a body says of an event.
pub struct Noted {
    /// When it happened; now if it is left out.
    pub at: Option<String>,
    /// What is known of it.
    pub data: Map<String, Value>,
}

/// Reads when something happened, and what is known of it.
pub fn noted(body: &mut Reader<'_>) -> Option<Noted> {
    let at = body.optional("timestamp", |time| fields::seconds(time).map(iso));
    let data = body.optional("data", fields::object);
    Some(Noted { at: at?, data: data?.unwrap_or_default() })
}

async fn create(api: Api, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        let id = match api.version {
            Version::V1 => "client",
            Version::V2 => "user_id",
        };
        let (who, event) = body.read(api.version, |body| {
            let (who, event) = (who::named(body, id, ("user_key", Who::Key)), read(body));
            Some((who?, event?))
        })?;
        note(db, api, &who, event)
    })
    .await
}

/// Notes an event of the user a path names.
pub async fn create_for(api: Api, who: Who, body: Body) -> Result<Written, Error> {
    api.transaction(move |db, api| {
        who.find(db)?;
        let event = body.read(api.version, read)?;
        note(db, api, &who, event)
    })
    .await
}

fn read(body: &mut Reader<'_>) -> Option<(String, Noted)> {
    let (name, noted) = (body.required("name", fields::name), noted(body));
    Some((name?, noted?))
}

/// Notes an event; `created` says whether its name is new in the app.
fn note(
    db: &Connection,
    api: &Api,
    who: &Who,
    (name, noted): (String, Noted),
) -> Result<Written, Error> {
    let user = who.find(db)?.id;
    let (id, created) = events::occur(db, &name)?;
    let at = noted.at.unwrap_or_else(|| api.now());
    let what = What::Event { name, data: noted.data };
    activities::add(db, &Activity { id: 0, user, at, what })?;
    Ok(Written::created(json!({ "id": id, "created": created })))
}
