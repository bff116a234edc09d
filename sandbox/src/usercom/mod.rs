//! User.com under `/api/public/`: the users area of its REST API, in both versions.
//!
//! A request is checked in this order: route, preflight, authorization, account, throttle,
//! version, method, body. Each resource has its file with its own router.

mod attributes;
mod auth;
pub mod body;
mod changes;
mod companies;
mod conversations;
mod cors;
mod dictionary;
mod errors;
mod events;
pub mod fields;
mod filter;
mod history;
mod id;
mod lists;
mod mass_update;
mod merge;
mod page;
mod products;
mod query;
mod reader;
mod search;
mod segments;
mod site_views;
mod tags;
mod update_or_create;
mod users;
mod version;
pub mod view;
mod who;
mod write;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, MatchedPath, OriginalUri, Request, State};
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use rusqlite::Connection;
use serde_json::Value;

use self::changes::Rules;
pub use self::errors::Error;
pub use self::version::Version;
pub use self::write::update;
use crate::clock::iso;
use crate::faults;
use crate::state::AppState;
use crate::store::users::User;
use crate::switches::{Account, Slash};
use crate::system::System;

/// Builds the routes of the service, relative to its base URL.
pub fn router(state: &AppState) -> Router<AppState> {
    Router::new()
        .merge(attributes::router())
        .merge(companies::router())
        .merge(conversations::router())
        .merge(events::router())
        .merge(history::router())
        .merge(lists::router())
        .merge(mass_update::router())
        .merge(merge::router())
        .merge(products::router())
        .merge(search::router())
        .merge(segments::router())
        .merge(site_views::router())
        .merge(tags::router())
        .merge(update_or_create::router())
        .merge(users::router())
        .fallback(async || Error::NoRoute)
        .method_not_allowed_fallback(async |method: Method| Error::MethodNotAllowed(method))
        .layer(DefaultBodyLimit::max(body::LIMIT))
        .layer(from_fn_with_state(state.clone(), check))
        .layer(from_fn_with_state((state.clone(), System::Usercom), faults::inject))
        .layer(from_fn_with_state(state.clone(), cors::cors))
}

/// Makes the checks that don't depend on the route.
async fn check(
    State(state): State<AppState>,
    route: Option<MatchedPath>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let switches = state.switches();
    if !route.ok_or(Error::NoRoute)?.as_str().ends_with('/') {
        match switches.slash {
            Slash::Accept => {}
            Slash::Redirect => return Ok(redirect(&uri)),
            Slash::Reject => return Err(Error::NoCredentials),
        }
    }
    auth::check(request.headers(), &state.settings.token)?;
    match switches.account {
        Account::Ok => {}
        Account::Unpaid => return Err(Error::Unpaid),
        Account::Inactive => return Err(Error::Inactive),
    }
    let (token, now) = (&state.settings.token, state.clock.now());
    if switches.rate.is_some_and(|rate| !state.throttle.admits(token, rate, now)) {
        return Err(Error::Throttled);
    }
    Version::of(request.headers())?;
    Ok(next.run(request).await)
}

/// Redirects to the same address with the slash that ends its path.
fn redirect(uri: &Uri) -> Response {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{}/{query}", uri.path());
    (StatusCode::MOVED_PERMANENTLY, [(LOCATION, location)]).into_response()
}

/// Routes as the service has them.
trait Routes: Sized {
    /// Adds a route whose path ends in a slash; without the slash it meets the switch `slash`.
    fn slash_route(self, path: &str, handlers: MethodRouter<AppState>) -> Self;
}

impl Routes for Router<AppState> {
    fn slash_route(self, path: &str, handlers: MethodRouter<AppState>) -> Self {
        self.route(path, handlers.clone()).route(path.trim_end_matches('/'), handlers)
    }
}

/// What a handler needs to know about its request.
#[derive(Clone, Debug)]
pub struct Api {
    /// The state of the sandbox.
    pub state: AppState,
    /// The version asked for.
    pub version: Version,
}

impl Api {
    /// Writes a user in the form of the version asked for.
    #[must_use]
    pub fn view(&self, user: &User) -> Value {
        view::user(user, self.version, self.state.switches().v2_attributes)
    }

    /// Does some work for the request in one transaction.
    async fn transaction<T: Send + 'static>(
        self,
        work: impl FnOnce(&Connection, &Self) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let store = self.state.store.clone();
        store.transaction(move |db| work(db, &self)).await
    }

    /// Answers the time as answers carry it.
    fn now(&self) -> String {
        iso(self.state.clock.now())
    }

    fn rules(&self) -> Rules {
        let phone = self.state.switches().phone;
        Rules { version: self.version, phone, required: &[], only_custom: false }
    }
}

impl FromRequestParts<AppState> for Api {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        Ok(Self { state: state.clone(), version: Version::of(&parts.headers)? })
    }
}
