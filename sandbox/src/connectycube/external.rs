//! `users/external/{id}`: one user by the id of another system.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router};
use rusqlite::Connection;
use serde_json::Value;

use super::Api;
use super::changes::changed;
use super::errors::Error;
use crate::state::AppState;
use crate::store::cube::users::{self, Record};

pub fn router() -> Router<AppState> {
    Router::new().route("/users/external/{id}", get(find).delete(delete))
}

type Id = Result<Path<String>, PathRejection>;

async fn find(api: Api, id: Id) -> Result<Json<Value>, Error> {
    api.transaction(move |db, api| Ok(Json(api.state.wrapped_user(&named(db, id)?)))).await
}

async fn delete(api: Api, id: Id) -> Result<Response, Error> {
    let own = api.user_id()?;
    api.transaction(move |db, _| {
        let user = named(db, id)?;
        if user.id != own {
            return Err(Error::Forbidden);
        }
        users::delete(db, own)?;
        Ok(Extension(changed(own, Some(&user), None)).into_response())
    })
    .await
}

fn named(db: &Connection, id: Id) -> Result<Record, Error> {
    let Path(id) = id.map_err(|_| Error::UserNotFound)?;
    users::by_external(db, &id)?.ok_or(Error::UserNotFound)
}
