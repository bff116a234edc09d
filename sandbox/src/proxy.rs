//! Hands requests on to a relay, as the web server in front of one does: page and relay have one origin then.

use axum::Router;
use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use axum::http::header::{CONNECTION, TRANSFER_ENCODING};
use axum::http::uri::PathAndQuery;
use axum::http::{StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::faults;
use crate::origin::Origin;
use crate::state::AppState;
use crate::system::System;

/// Builds the routes of a relay that listens on `relay`; it sees the path that the page asked for.
pub fn router(state: &AppState, relay: &Origin) -> Router<AppState> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let relay = String::from(relay.clone());
    let forward = move |OriginalUri(uri): OriginalUri, request: Request| {
        let target = uri.path_and_query().map_or("/", PathAndQuery::as_str);
        forward(client.clone(), format!("{relay}{target}"), request)
    };
    Router::new()
        .fallback(forward)
        .layer(from_fn_with_state((state.clone(), System::Relay), faults::inject))
}

/// Sends the request as it came, its `Host` included: by that the relay knows its own pages.
async fn forward(
    client: Client<HttpConnector, Body>,
    address: String,
    mut request: Request,
) -> Response {
    let Ok(address) = address.parse::<Uri>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = address;
    request.headers_mut().remove(CONNECTION);
    match client.request(request).await {
        Ok(mut response) => {
            for header in [CONNECTION, TRANSFER_ENCODING] {
                response.headers_mut().remove(header);
            }
            response.map(Body::new)
        }
        Err(error) => {
            tracing::warn!(%error, "the relay can't be reached");
            StatusCode::BAD_GATEWAY.into_response()
        }
    }
}
