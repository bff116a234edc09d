//! `users`: signed up, listed, found by number, updated, deleted.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use serde_json::Value;

use super::body::Body;
use super::caller::{AUTH_KEY, Caller, header};
use super::changes::{self, changed};
use super::errors::Error;
use super::{Api, Now, filter};
use crate::state::AppState;
use crate::store::cube::users;

pub fn router() -> Router<AppState> {
    Router::new()
        .route("/users", post(sign_up).get(filter::list))
        .route("/users/{id}", get(find).put(update).delete(delete))
}

/// The number of a user in a path.
struct Id(i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let id: Result<Path<String>, PathRejection> = Path::from_request_parts(parts, state).await;
        let digits = id.ok().filter(|Path(id)| id.bytes().all(|byte| byte.is_ascii_digit()));
        let number = digits.and_then(|Path(id)| id.parse().ok()).filter(|id| *id > 0);
        number.map(Self).ok_or_else(|| Error::field("id", "should be a positive integer"))
    }
}

/// Signs somebody up, which nobody is signed in by; the token of any session or the key allows it.
async fn sign_up(
    State(state): State<AppState>,
    Now(now): Now,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    match (caller, header(&headers, &AUTH_KEY)) {
        (Caller::Nobody, Some(key)) if key == state.settings.auth_key => {}
        (Caller::Nobody, Some(_)) => return Err(Error::Unauthorized),
        (caller, _) => _ = caller.session()?,
    }
    let store = state.store.clone();
    let work = move |db: &rusqlite::Connection| {
        let fields = body.object("user").ok_or_else(|| Error::blank("user"))?;
        let user = changes::sign_up(db, fields, now.as_second())?;
        let user = users::create(db, user)?;
        let log = Extension(changed(user.id, None, Some(&user)));
        Ok((StatusCode::CREATED, log, Json(state.wrapped_user(&user))).into_response())
    };
    store.transaction(work).await
}

async fn find(api: Api, Id(id): Id) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| {
        let user = users::by_id(db, id)?.ok_or(Error::UserNotFound)?;
        Ok(Json(api.state.wrapped_user(&user)))
    })
    .await
}

async fn update(api: Api, id: Result<Id, Error>, body: Body) -> Result<Response, Error> {
    let id = own(&api, id)?;
    api.transaction(move |db, api| {
        let fields = body.object("user").ok_or_else(|| Error::blank("user"))?;
        let before = users::by_id(db, id)?.ok_or(Error::UserNotFound)?;
        let after = if fields.is_empty() {
            before.clone()
        } else {
            changes::update(db, &before, fields, api.now.as_second())?
        };
        users::save(db, &after)?;
        let log = Extension(changed(id, Some(&before), Some(&after)));
        Ok((log, Json(api.state.wrapped_user(&after))).into_response())
    })
    .await
}

async fn delete(api: Api, id: Result<Id, Error>) -> Result<Response, Error> {
    let id = own(&api, id)?;
    api.transaction(move |db, _| {
        let before = users::by_id(db, id)?;
        users::delete(db, id)?;
        Ok(Extension(changed(id, before.as_ref(), None)).into_response())
    })
    .await
}

/// Answers the number of the account if it is the session's own.
fn own(api: &Api, id: Result<Id, Error>) -> Result<i64, Error> {
    let (own, Id(id)) = (api.user_id()?, id?);
    if id == own { Ok(id) } else { Err(Error::Forbidden) }
}
