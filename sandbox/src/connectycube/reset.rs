//! `users/password/reset`: a mail with a link, kept instead of sent.

use axum::Router;
use axum::routing::get;

use super::Api;
use super::body::{Body, Parameters};
use super::errors::Error;
use crate::state::AppState;
use crate::store::cube::{mails, users};

pub fn router() -> Router<AppState> {
    Router::new().route("/users/password/reset", get(by_query).post(by_body))
}

/// Older clients ask with GET.
async fn by_query(api: Api, query: Parameters) -> Result<(), Error> {
    reset(api, query.last("email").unwrap_or_default().to_owned()).await
}

async fn by_body(api: Api, body: Body) -> Result<(), Error> {
    reset(api, body.text("email").unwrap_or_default().to_owned()).await
}

async fn reset(api: Api, email: String) -> Result<(), Error> {
    if !api.state.switches().connectycube.reset_password.is_on() {
        return Err(Error::base("Reset password by email is disabled"));
    }
    if email.trim().is_empty() {
        return Err(Error::blank("email"));
    }
    api.transaction(move |db, api| {
        let user = users::by_email(db, &email)?.ok_or(Error::UserNotFound)?;
        let address = user.email.unwrap_or_default();
        Ok(mails::keep(db, user.id, &address, api.now.as_second())?)
    })
    .await
}
