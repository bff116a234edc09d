//! Which pages may read the answers.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower::{Layer, ServiceExt};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

use super::caller::{AUTH_KEY, EXPIRATION, TOKEN};
use crate::faults::HEADER;
use crate::state::AppState;
use crate::switches::Cors;

const SDK: HeaderName = HeaderName::from_static("cb-sdk");
const API_VERSION: HeaderName = HeaderName::from_static("connectycube-rest-api-version");

/// Adds the CORS headers to every answer, errors and empty ones included, as the switch says.
///
/// A preflight is answered 204 on every path, unknown ones included.
pub async fn cors(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    let Some(origins) = origins(&state.switches().cors) else {
        return if preflight {
            StatusCode::NO_CONTENT.into_response()
        } else {
            next.run(request).await
        };
    };
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
        Cors::Any => Some(Any.into()),
        Cors::List(origins) => {
            let origins = origins.clone();
            Some(AllowOrigin::predicate(move |origin, _| origins.iter().any(|one| one == origin)))
        }
    }
}

fn layer(origins: AllowOrigin) -> CorsLayer {
    use Method as M;
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([M::GET, M::POST, M::PUT, M::PATCH, M::DELETE, M::OPTIONS])
        .allow_headers([TOKEN, AUTH_KEY, SDK, CONTENT_TYPE, API_VERSION, HEADER])
        .expose_headers([EXPIRATION, DATE, RETRY_AFTER])
        .max_age(Duration::from_secs(600))
}
