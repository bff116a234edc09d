//! The inspector's page: plain files, compiled into the program.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::routing::get;

use crate::state::AppState;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Path, type and text of each file.
const FILES: [(&str, &str, &str); 11] = [
    ("/", HTML, include_str!("page/index.html")),
    ("/style.css", CSS, include_str!("page/style.css")),
    ("/icon.svg", SVG, include_str!("page/icon.svg")),
    ("/main.js", JS, include_str!("page/main.js")),
    ("/api.js", JS, include_str!("page/api.js")),
    ("/curl.js", JS, include_str!("page/curl.js")),
    ("/dom.js", JS, include_str!("page/dom.js")),
    ("/faults.js", JS, include_str!("page/faults.js")),
    ("/json.js", JS, include_str!("page/json.js")),
    ("/requests.js", JS, include_str!("page/requests.js")),
    ("/users.js", JS, include_str!("page/users.js")),
];

pub fn router() -> Router<AppState> {
    FILES.into_iter().fold(Router::new(), |router, (path, media_type, text)| {
        let headers = [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "no-cache")];
        router.route(path, get(async move || (headers, text)))
    })
}
