//! What the network does to an answer: it comes late, stops, or its connection is closed.

use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::stream::{self, StreamExt};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::fault::Point;
use super::list::Hit;
use crate::state::AppState;
use crate::switches::KeepAlive;

/// A part of a body, or the end of the connection.
type Part = Result<Bytes, io::Error>;

/// Delivers an answer as the switches and the fault that hit it want.
pub async fn deliver(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let switches = state.switches();
    if switches.keep_alive == KeepAlive::Off {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let latency = switches.latency;
    let Some(hit) = response.extensions_mut().remove::<Hit>() else {
        wait(latency).await;
        return response;
    };
    let fault = &hit.fault;
    tokio::select! {
        () = wait(latency.saturating_add(fault.latency)) => {}
        () = hit.released.cancelled() => {}
    }
    match (fault.stall, fault.drop) {
        (Some(point), _) => stalled(response, point, hit.released).await,
        (None, Some(point)) => dropped(response, point).await,
        (None, None) => response,
    }
}

/// Waits so many milliseconds; a timer for none at all would still take one.
async fn wait(milliseconds: u32) {
    if milliseconds > 0 {
        sleep(Duration::from_millis(milliseconds.into())).await;
    }
}

/// Holds an answer back at a point until the client gives up or the fault is removed.
async fn stalled(response: Response, point: Point, released: CancellationToken) -> Response {
    let resume = async move |rest: Bytes| -> Part {
        released.cancelled().await;
        Ok(rest)
    };
    if point == Point::BeforeHead {
        // The rest of an answer of which nothing was sent yet is the answer itself.
        let _ = resume(Bytes::new()).await;
        return response;
    }
    in_two(response, point, resume).await
}

/// Closes the connection of an answer at a point.
async fn dropped(response: Response, point: Point) -> Response {
    let end = async move |_: Bytes| -> Part {
        // What was written before is sent while the body waits, and only then. Without this pause
        // not even the head leaves.
        if point != Point::BeforeHead {
            tokio::task::yield_now().await;
        }
        Err(io::Error::other("dropped by order of a fault"))
    };
    in_two(response, point, end).await
}

/// Sends what comes before a point at once, the rest of the body as `rest` says.
async fn in_two<F>(response: Response, point: Point, rest: impl FnOnce(Bytes) -> F) -> Response
where
    F: Future<Output = Part> + Send + 'static,
{
    let (mut head, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let before = if point == Point::InBody { body.len() / 2 } else { 0 };
    let (first, second) = (body.slice(..before), body.slice(before..));
    if body.is_empty() {
        // Without a length the server can't take the answer for complete.
        head.headers.remove(CONTENT_LENGTH);
    } else {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let parts = stream::iter([Ok(first)]).chain(stream::once(rest(second)));
    Response::from_parts(head, Body::from_stream(parts))
}
