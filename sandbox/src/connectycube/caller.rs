//! Who calls: the session that a token stands for.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::HeaderName;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;
use rusqlite::Connection;

use super::errors::Error;
use super::{Now, time};
use crate::state::AppState;
use crate::store;
use crate::store::cube::sessions::{self, Session};
use crate::store::cube::users::{self, Record};

/// The request header with the token of a session.
pub const TOKEN: HeaderName = HeaderName::from_static("cb-token");
/// The request header with the application's key.
pub const AUTH_KEY: HeaderName = HeaderName::from_static("cb-authkey");
/// The answer header that tells when the session is over.
pub const EXPIRATION: HeaderName = HeaderName::from_static("cb-token-expirationdate");

/// What the token of a request turned out to be.
#[derive(Clone, Debug)]
pub enum Caller {
    /// There is none.
    Nobody,
    /// Its session is over, or never was.
    Dead,
    /// It stands for this session.
    Alive(Session),
}

/// When the session is over, if the handler changed that; an extension of its answer.
#[derive(Clone, Copy, Debug)]
pub struct Expires(pub Option<i64>);

impl Caller {
    /// Answers the session.
    ///
    /// # Errors
    ///
    /// [`Error::TokenRequired`] without a token, [`Error::NoSession`] with a dead one.
    pub fn session(self) -> Result<Session, Error> {
        match self {
            Self::Nobody => Err(Error::TokenRequired),
            Self::Dead => Err(Error::NoSession),
            Self::Alive(session) => Ok(session),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        Ok(parts.extensions.get().cloned().unwrap_or(Self::Nobody))
    }
}

/// Finds the session of a request, moves its end, and tells the end in the answer.
///
/// `POST /session` ignores its token: clients whose session is over send the dead one along.
pub async fn identify(
    State(state): State<AppState>,
    Now(now): Now,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let token = header(request.headers(), &TOKEN).unwrap_or_default().to_owned();
    let switches = state.switches();
    if switches.rate.is_some_and(|rate| !state.throttle.admits(&token, rate, now)) {
        return Err(Error::Throttled);
    }
    let ignored = *request.method() == Method::POST && request.uri().path() == "/session";
    let caller = if token.is_empty() || ignored {
        Caller::Nobody
    } else {
        let lifetime = switches.connectycube.lifetime_ms();
        state.store.transaction(move |db| touch(db, &token, now, lifetime)).await?
    };
    let expires = match &caller {
        Caller::Alive(session) => Some(session.expires_at),
        _ => None,
    };
    request.extensions_mut().insert(caller);
    let mut response = next.run(request).await;
    let Expires(expires) = response.extensions_mut().remove().unwrap_or(Expires(expires));
    if let Some(expires) = expires {
        response.headers_mut().insert(EXPIRATION, time::expiration(expires));
    }
    Ok(response)
}

/// Answers a header that isn't empty.
#[must_use]
pub fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}

fn touch(db: &Connection, token: &str, now: Timestamp, lifetime: i64) -> Result<Caller, Error> {
    clean(db, now)?;
    let (now, seconds) = (now.as_millisecond(), now.as_second());
    let Some(mut session) = sessions::alive(db, token, now)? else { return Ok(Caller::Dead) };
    session.updated_at = now;
    let user = match session.user_id {
        Some(id) => users::by_id(db, id)?,
        None => None,
    };
    if let Some(user) = &user {
        users::seen(db, user.id, seconds)?;
    }
    session.expires_at = end(user.as_ref(), now, lifetime);
    sessions::save(db, &session)?;
    Ok(Caller::Alive(session))
}

/// Answers when a session is over if nothing more comes, in milliseconds: a guest's day doesn't move.
#[must_use]
pub fn end(user: Option<&Record>, now: i64, lifetime: i64) -> i64 {
    match user.and_then(|user| user.guest_until) {
        Some(seconds) => seconds.saturating_mul(1000),
        None => now.saturating_add(lifetime),
    }
}

/// Forgets whose time is over.
///
/// # Errors
///
/// As every statement.
pub fn clean(db: &Connection, now: Timestamp) -> store::Result<()> {
    users::delete_former_guests(db, now.as_second())?;
    sessions::forget_expired(db, now.as_millisecond())
}
