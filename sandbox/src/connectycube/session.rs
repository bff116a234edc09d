//! `session`: made, read, destroyed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::Value;

use super::body::{Body, integer};
use super::caller::{self, Expires};
use super::errors::Error;
use super::{Api, Now, sign_in, signature, view};
use crate::changed::Changed;
use crate::state::AppState;
use crate::store::cube::sessions::{self, Session};
use crate::store::cube::users;

pub fn router() -> Router<AppState> {
    Router::new().route("/session", post(create).get(read).delete(destroy))
}

async fn create(
    State(state): State<AppState>,
    Now(now): Now,
    body: Body,
) -> Result<Response, Error> {
    check_application(&state, now, &body)?;
    let store = state.store.clone();
    store.transaction(move |db| begin(db, &state, now, &body)).await
}

/// Checks that the request is the application's, and its signature if the sandbox has the secret.
fn check_application(state: &AppState, now: Timestamp, body: &Body) -> Result<(), Error> {
    let settings = &state.settings;
    let app = body.0.get("application_id").and_then(integer);
    if app != Some(settings.app_id.into()) || body.text("auth_key") != Some(&settings.auth_key) {
        return Err(Error::Unauthorized);
    }
    match &state.switches().connectycube.secret {
        Some(secret) => signature::check(&body.0, secret, now.as_second()),
        None => Ok(()),
    }
}

fn begin(
    db: &Connection,
    state: &AppState,
    now: Timestamp,
    body: &Body,
) -> Result<Response, Error> {
    caller::clean(db, now)?;
    let identity = sign_in::Identity::of(body.object("user"), &body.0)?;
    let (user, changed) = match identity {
        Some(identity) => {
            let (user, changed) = identity.user(db, state, now, sign_in::Unknown::Created)?;
            (Some(user), changed)
        }
        None => (None, Changed::default()),
    };
    let lifetime = state.switches().connectycube.lifetime_ms();
    let ts = body.0.get("timestamp").and_then(integer).unwrap_or(now.as_second());
    let now = now.as_millisecond();
    let session = Session {
        user_id: user.as_ref().map(|user| user.id),
        nonce: body.0.get("nonce").and_then(integer),
        ts,
        created_at: now,
        updated_at: now,
        expires_at: caller::end(user.as_ref(), now, lifetime),
        ..Session::default()
    };
    let session = sessions::create(db, session)?;
    let user = user.map(|user| state.cube_user(&user));
    let answer = Json(view::session(&session, state.settings.app_id, user));
    let expires = Extension(Expires(Some(session.expires_at)));
    Ok((StatusCode::CREATED, expires, Extension(changed), answer).into_response())
}

async fn read(api: Api) -> Result<Json<Value>, Error> {
    api.transaction(|db, Api { state, session, .. }| {
        let user = match session.user_id {
            Some(id) => users::by_id(db, id)?,
            None => None,
        };
        let user = user.map(|user| state.cube_user(&user));
        Ok(Json(view::session(session, state.settings.app_id, user)))
    })
    .await
}

async fn destroy(api: Api) -> Result<Response, Error> {
    api.transaction(|db, api| {
        sessions::end(db, &api.session.token)?;
        Ok(Extension(Expires(None)).into_response())
    })
    .await
}
