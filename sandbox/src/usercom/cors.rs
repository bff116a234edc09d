//! Which pages may read the answers.

use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, ORIGIN, RETRY_AFTER};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::errors::Error;
use super::write::IGNORED;
use crate::config::Cors;

/// The request header that scripts a fault.
const FAULT: HeaderName = HeaderName::from_static("x-sandbox-fault");

/// Adds the CORS headers to every answer of a router, errors and redirects included.
pub fn layer<S: Clone + Send + Sync + 'static>(router: Router<S>, cors: &Cors) -> Router<S> {
    let origins = match cors {
        Cors::Off => return router,
        Cors::Any => AllowOrigin::mirror_request(),
        Cors::List(origins) => {
            let origins = origins.clone();
            AllowOrigin::predicate(move |origin, _| origins.contains(origin))
        }
    };
    let headers = CorsLayer::new()
        .allow_origin(origins)
        .allow_credentials(true)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, ACCEPT, FAULT])
        .expose_headers([RETRY_AFTER, IGNORED])
        .max_age(Duration::from_secs(600))
        .vary([ORIGIN]);
    router.layer(headers).layer(from_fn(preflight))
}

/// Lets a preflight of a known route answer 204, of an unknown one 404.
async fn preflight(route: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    if preflight && route.is_none() {
        return Error::NoRoute.into_response();
    }
    let mut response = next.run(request).await;
    if preflight {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}
