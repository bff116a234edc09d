//! Which pages may read the answers.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ORIGIN, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower::{Layer, ServiceExt};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::errors::Error;
use super::write::IGNORED;
use crate::faults::HEADER;
use crate::state::AppState;
use crate::switches::Cors;

/// Adds the CORS headers to every answer, errors and redirects included, as the switch says.
///
/// A preflight of a known route answers 204, of an unknown one 404.
pub async fn cors(
    State(state): State<AppState>,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let Some(origins) = origins(&state.switches().cors) else { return next.run(request).await };
    let preflight = request.method() == Method::OPTIONS;
    if preflight && route.is_none() {
        return Error::NoRoute.into_response();
    }
    let answered: Result<Response, Infallible> = layer(origins).layer(next).oneshot(request).await;
    let Ok(mut response) = answered;
    if preflight {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}

/// Says which origins may read; none at all if there are no CORS headers.
fn origins(cors: &Cors) -> Option<AllowOrigin> {
    match cors {
        Cors::Off => None,
        Cors::Any => Some(AllowOrigin::mirror_request()),
        Cors::List(origins) => {
            let origins = origins.clone();
            Some(AllowOrigin::predicate(move |origin, _| origins.iter().any(|one| one == origin)))
        }
    }
}

fn layer(origins: AllowOrigin) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, ACCEPT, HEADER])
        .expose_headers([RETRY_AFTER, IGNORED])
        .max_age(Duration::from_secs(600))
        .vary([ORIGIN])
}
