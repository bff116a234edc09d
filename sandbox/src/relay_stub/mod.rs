//! A stand-in for the relay at `/userkey/`: serves a page what its own visitor may see and do.
//!
//! It follows the relay's rules where a page can tell the difference (who the visitor is, which
//! fields are shown and taken, which errors come) with a demo's permissions: every tag and custom
//! attribute may be read and written. It knows the browser tier only and doesn't protect anything.

mod cookie;
mod problem;
mod visitor;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;

use self::problem::Problem;
use crate::faults;
use crate::state::AppState;
use crate::system::System;

/// The longest body a visitor may send: 16 KiB.
const BODY_LIMIT: usize = 16 << 10;

/// Builds the relay's routes, relative to its address.
pub fn router(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/visitor", get(visitor::find).patch(visitor::update))
        .fallback(async || Problem::NOT_FOUND)
        .method_not_allowed_fallback(async || Problem::METHOD_NOT_ALLOWED)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(guard))
        .layer(from_fn_with_state((state.clone(), System::Relay), faults::inject))
}

/// Refuses what a form or an image of another site could send, and keeps answers out of caches.
async fn guard(request: Request, next: Next) -> Result<Response, Problem> {
    if request.headers().get("x-userkey").is_none_or(|value| value != "1") {
        return Err(Problem::HEADER_MISSING);
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
