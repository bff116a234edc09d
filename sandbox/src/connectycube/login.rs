//! `login`: a session gets a user, and loses it again, under the same token.

use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use rusqlite::Connection;

use super::Api;
use super::body::Body;
use super::caller::{self, Expires};
use super::errors::Error;
use super::sign_in::{Identity, Unknown};
use crate::state::AppState;
use crate::store::cube::sessions;
use crate::store::cube::users::Record;

pub fn router() -> Router<AppState> {
    Router::new().route("/login", post(upgrade).delete(downgrade))
}

/// Gives the session a user; the fields stand at the top, those inside `user` are taken as well.
async fn upgrade(api: Api, body: Body) -> Result<Response, Error> {
    api.transaction(move |db, api| {
        let mut fields = body.object("user").cloned().unwrap_or_default();
        fields.extend(body.0.clone());
        // A guest is a session of its own, never a user that comes later.
        fields.remove("guest");
        let identity = Identity::of(Some(&fields), &fields)?;
        let identity = identity.ok_or_else(|| Error::base("login or email is required"))?;
        let (user, changed) = identity.user(db, &api.state, api.now, Unknown::NotFound)?;
        let expires = hand_over(db, api, Some(&user))?;
        let answer = Json(api.state.wrapped_user(&user));
        Ok((expires, Extension(changed), answer).into_response())
    })
    .await
}

/// Takes the user away; the session goes on as the application's.
async fn downgrade(api: Api) -> Result<Response, Error> {
    api.transaction(|db, api| Ok(hand_over(db, api, None)?.into_response())).await
}

fn hand_over(
    db: &Connection,
    api: &Api,
    user: Option<&Record>,
) -> Result<Extension<Expires>, Error> {
    let mut session = api.session.clone();
    let lifetime = api.state.switches().connectycube.lifetime_ms();
    session.user_id = user.map(|user| user.id);
    session.expires_at = caller::end(user, api.now.as_millisecond(), lifetime);
    sessions::save(db, &session)?;
    Ok(Extension(Expires(Some(session.expires_at))))
}
