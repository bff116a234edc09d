//! Static files: demo pages and the built package.

use std::path::Path;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Serves a folder whose files change while a page is worked on.
pub fn serve<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let no_cache = HeaderValue::from_static("no-cache");
    Router::new()
        .fallback_service(ServeDir::new(folder))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, no_cache))
}
