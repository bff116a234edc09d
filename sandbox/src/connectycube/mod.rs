//! ConnectyCube under `/connectycube`: its sessions and its Users API.
//!
//! A request is checked in this order: preflight, fault, throttle, token, route, rights, body.
//! Each resource has its file with its own router. Every path is served with and without `.json`.

mod body;
mod caller;
mod changes;
mod cors;
mod errors;
mod external;
mod fields;
mod filter;
mod login;
mod lookups;
mod online;
mod page;
mod pairs;
mod query;
mod reset;
mod session;
mod sign_in;
mod signature;
mod time;
mod users;
pub mod view;

use std::convert::Infallible;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::header::{CONTENT_TYPE, DATE, HeaderValue};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::http::{Method, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use jiff::Timestamp;
use rusqlite::Connection;
use serde_json::{Value, json};
use tower::Layer;
use tower::util::MapRequestLayer;

use self::caller::Caller;
use self::errors::Error;
use crate::faults;
use crate::state::AppState;
use crate::store::cube::sessions::Session;
use crate::store::cube::users::Record;
use crate::system::System;
use crate::usercom::body::LIMIT;

/// Builds the routes of the service, relative to its base URL.
pub fn router(state: &AppState) -> Router<AppState> {
    let routes = Router::new()
        .merge(session::router())
        .merge(login::router())
        .merge(users::router())
        .merge(query::router())
        .merge(lookups::router())
        .merge(external::router())
        .merge(online::router())
        .merge(reset::router())
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .layer(DefaultBodyLimit::max(LIMIT))
        .layer(from_fn_with_state(state.clone(), caller::identify))
        .layer(from_fn_with_state((state.clone(), System::Connectycube), faults::inject))
        .layer(from_fn_with_state(state.clone(), cors::cors))
        .layer(from_fn_with_state(state.clone(), complete))
        .with_state(state.clone());
    Router::new().fallback_service(MapRequestLayer::new(without_suffix).layer(routes))
}

async fn no_route(method: Method, uri: Uri) -> Error {
    Error::NoRoute(method, uri.path().to_owned())
}

/// Takes one `.json` off the path: whoever looks up routes must not see it.
fn without_suffix(mut request: Request) -> Request {
    let uri = request.uri();
    let Some(path) = uri.path().strip_suffix(".json") else { return request };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    if let Ok(path) = PathAndQuery::try_from(format!("{path}{query}")) {
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = Some(path);
        *request.uri_mut() = Uri::from_parts(parts).unwrap_or_default();
    }
    request
}

/// Notes the time of a request, and completes the headers of its answer.
async fn complete(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let now = state.clock.now();
    request.extensions_mut().insert(Now(now));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(DATE).or_insert_with(|| time::date(now));
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json") {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    }
    response
}

/// The time of a request: the same for everything that it does.
#[derive(Clone, Copy, Debug)]
struct Now(Timestamp);

impl FromRequestParts<AppState> for Now {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or_else(|| Self(state.clock.now())))
    }
}

/// What a handler needs to know about a request with a session.
#[derive(Clone, Debug)]
struct Api {
    /// The state of the sandbox.
    state: AppState,
    /// The session of the token.
    session: Session,
    /// The time of the request.
    now: Timestamp,
}

impl Api {
    /// Answers the user of the session.
    ///
    /// # Errors
    ///
    /// [`Error::NeedUser`] if the session is of the application alone.
    fn user_id(&self) -> Result<i64, Error> {
        self.session.user_id.ok_or(Error::NeedUser)
    }

    /// Does some work for the request in one transaction.
    async fn transaction<T: Send + 'static>(
        self,
        work: impl FnOnce(&Connection, &Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let store = self.state.store.clone();
        store.transaction(move |db| work(db, &self)).await
    }
}

impl FromRequestParts<AppState> for Api {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let Ok(Now(now)) = Now::from_request_parts(parts, state).await;
        let caller = Caller::from_request_parts(parts, state).await?;
        Ok(Self { state: state.clone(), session: caller.session()?, now })
    }
}

impl AppState {
    /// Writes a user in the form that the switch says.
    fn cube_user(&self, record: &Record) -> Value {
        view::user(record, self.switches().connectycube.user_tags)
    }

    /// Writes a user as most answers have it.
    fn wrapped_user(&self, record: &Record) -> Value {
        json!({ "user": self.cube_user(record) })
    }
}
