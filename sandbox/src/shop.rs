//! A stand-in for the site's own server, as far as a demo needs one: it tells a relay who is signed in.
//!
//! A real one has checked a password before. This one believes whoever asks.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::state::AppState;
use crate::store::{self, users};

/// How long a token is good for, in seconds.
const LIFE: i64 = 300;

/// Who signs in.
#[derive(Debug, Deserialize)]
struct Person {
    /// The site's own id of the person.
    user_id: String,
}

/// Builds the routes of the site, which signs tokens with `secret`.
pub fn router(secret: &str) -> Router<AppState> {
    let secret: Arc<str> = secret.into();
    let sign_in = move |State(state): State<AppState>, headers: HeaderMap, Json(person)| {
        identity_token(state, secret.clone(), headers, person)
    };
    Router::new().route("/identity-token", post(sign_in))
}

async fn identity_token(
    state: AppState,
    secret: Arc<str>,
    headers: HeaderMap,
    person: Person,
) -> Response {
    let id = person.user_id.clone();
    let email = move |db: &Connection| -> Result<_, store::Error> {
        Ok(users::by_custom_id(db, &id)?.and_then(|record| record.email))
    };
    let Ok(email) = state.store.transaction(email).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let now = Timestamp::now().as_second();
    let mut claims =
        json!({ "sub": person.user_id, "aud": page(&headers), "iat": now, "exp": now + LIFE });
    if let (Value::Object(claims), Some(email)) = (&mut claims, email) {
        claims.insert("email".to_owned(), Value::String(email));
        claims.insert("email_verified".to_owned(), Value::Bool(true));
    }
    Json(json!({ "token": signed(&secret, &claims), "expires_in": LIFE })).into_response()
}

/// The origin of the page that asks, which the token is for.
fn page(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(ORIGIN) {
        Some(origin) => origin.to_owned(),
        None => format!("http://{}", text(HOST).unwrap_or_default()),
    }
}

/// Writes a JSON Web Token with HMAC-SHA-256.
fn signed(secret: &str, claims: &Value) -> String {
    let part = |value: &[u8]| URL_SAFE_NO_PAD.encode(value);
    let header = br#"{"alg":"HS256","typ":"userkey-identity+jwt"}"#;
    let message = format!("{}.{}", part(header), part(claims.to_string().as_bytes()));
    // A key of any length is taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return message };
    mac.update(message.as_bytes());
    format!("{message}.{}", part(&mac.finalize().into_bytes()))
}
