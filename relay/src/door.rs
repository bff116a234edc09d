//! Between HTTP as the library speaks it and the policy's plain requests and answers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::header::{CONNECTION, HOST};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Request, Response, StatusCode, Version};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::time::timeout;
use userkey::relay::{self, Answer, Incomplete};

use crate::relay::Relay;

/// How long a body may take to come (rule H).
const BODY_TIME: Duration = Duration::from_secs(5);

#[derive(Clone)]
struct Door {
    relay: Arc<Relay>,
    tls: bool,
}

/// Takes every request: paths and methods are the policy's, which sees them as they were sent.
pub fn router(relay: Arc<Relay>, tls: bool) -> Router {
    Router::new().fallback(serve).with_state(Door { relay, tls })
}

async fn serve(
    State(door): State<Door>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
) -> Response<Body> {
    let version = request.version();
    let request = plain(request, peer, door.tls, door.relay.next_id()).await;
    respond(door.relay.answer(request).await, version)
}

async fn plain(request: Request<Body>, peer: SocketAddr, tls: bool, id: String) -> relay::Request {
    let (parts, body) = request.into_parts();
    relay::Request {
        method: parts.method.as_str().to_owned(),
        target: target(&parts),
        headers: headers(&parts),
        body: read(body).await,
        peer: Some(peer.ip()),
        tls,
        id,
    }
}

/// The target as it was sent; HTTP/2 sends the authority beside it.
fn target(parts: &Parts) -> String {
    if parts.version == Version::HTTP_2 {
        return parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    }
    parts.uri.to_string()
}

/// The headers, with the authority of HTTP/2 as the `Host` it stands for. A `Host` beside it makes two, which is refused.
fn headers(parts: &Parts) -> Vec<(String, Vec<u8>)> {
    let mut headers: Vec<_> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect();
    if let (Version::HTTP_2, Some(authority)) = (parts.version, parts.uri.authority()) {
        let authority = authority.as_str().as_bytes();
        if parts.headers.get(HOST).is_none_or(|host| host.as_bytes() != authority) {
            headers.push((HOST.as_str().to_owned(), authority.to_vec()));
        }
    }
    headers
}

async fn read(body: Body) -> Result<Vec<u8>, Incomplete> {
    use http_body::Body as _;

    let max = relay::Request::MAX_BODY;
    // What says that it is too long isn't waited for.
    if body.size_hint().lower() > max as u64 {
        return Err(Incomplete::TooLong);
    }
    match timeout(BODY_TIME, Limited::new(body, max).collect()).await {
        Err(_) => Err(Incomplete::TooSlow),
        Ok(Ok(whole)) => Ok(whole.to_bytes().to_vec()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Incomplete::TooLong),
        Ok(Err(_)) => Err(Incomplete::Broken),
    }
}

fn respond(answer: Answer, version: Version) -> Response<Body> {
    let mut builder = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        builder = builder.header(*name, value);
    }
    let mut response = builder.body(Body::from(answer.body)).unwrap_or_else(|_| {
        let mut bare = Response::new(Body::empty());
        *bare.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        bare.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
        bare
    });
    if version == Version::HTTP_2 {
        // There it is a word of no meaning, and forbidden.
        response.headers_mut().remove(CONNECTION);
    }
    response
}
