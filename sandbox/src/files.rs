//! Static files: demo pages and the built package.

use std::path::Path;

use axum::Router;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Html;
use axum::routing::any;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Serves a folder whose files change while a page is worked on.
pub fn serve<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let no_cache = HeaderValue::from_static("no-cache");
    Router::new()
        .fallback_service(ServeDir::new(folder).fallback(any(nothing)))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, no_cache))
}

/// Answers what is neither a file nor a service: a page, since nothing at all would be a search that found nobody.
pub async fn nothing() -> (StatusCode, Html<&'static str>) {
    (StatusCode::NOT_FOUND, Html("<h1>Not Found</h1>"))
}
