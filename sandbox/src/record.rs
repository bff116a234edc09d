//! The middleware that writes requests and answers into the log.

use std::time::Instant;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use tokio_stream::StreamExt;

use crate::changed::Changed;
use crate::clock::iso;
use crate::config::SANDBOX_TOKEN;
use crate::faults::Hit;
use crate::log::{Entry, Message};
use crate::state::AppState;
use crate::system::System;
use crate::usercom::body::LIMIT;

/// How much of a body the log keeps, in bytes.
const KEPT: usize = 16 << 10;

/// How much of a body that is too long is read before the answer says so, in bytes.
///
/// A client that is still sending would find its connection closed instead of the answer.
const DRAINED: usize = 64 << 20;

/// Records every request of one service.
pub async fn record(
    State((state, system)): State<(AppState, System)>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Response {
    let (at, start) = (iso(state.clock.now()), Instant::now());
    let (head, body) = request.into_parts();
    let Ok(body) = read(body).await else {
        let detail = Json(json!({ "detail": "The request body ended early." }));
        return (StatusCode::BAD_REQUEST, detail).into_response();
    };
    let (method, headers, sent) = (head.method.to_string(), masked(&head.headers), text(&body));
    let response = next.run(Request::from_parts(head, Body::from(body))).await;

    let (mut head, body) = response.into_parts();
    let changed = head.extensions.remove::<Changed>().unwrap_or_default();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    state.log.add(Entry {
        id: 0,
        at,
        system,
        method,
        path: uri.path().to_owned(),
        query: uri.query().map(str::to_owned),
        request: Message { headers, body: sent },
        status: head.status.as_u16(),
        response: Message { headers: masked(&head.headers), body: text(&body) },
        ms: (start.elapsed().as_secs_f64() * 1e6).round() / 1e3,
        fault: head.extensions.get().map(Hit::note),
        changed: changed.0,
    });
    Response::from_parts(head, Body::from(body))
}

/// Reads a body whole; of one above the limit just enough is kept to be found too long.
async fn read(body: Body) -> Result<Bytes, axum::Error> {
    let (mut kept, mut seen) = (Vec::new(), 0);
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        seen += chunk.len();
        let room = (LIMIT + 1).saturating_sub(kept.len()).min(chunk.len());
        kept.extend_from_slice(&chunk.slice(..room));
        if seen > DRAINED {
            break;
        }
    }
    Ok(kept.into())
}

fn masked(headers: &HeaderMap) -> Map<String, Value> {
    let mut masked = Map::new();
    for name in headers.keys() {
        let values =
            headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let value = values.collect::<Vec<_>>().join(", ");
        let secret = *name == AUTHORIZATION && !value.ends_with(SANDBOX_TOKEN);
        let value = if secret { "(masked)".to_owned() } else { value };
        masked.insert(name.to_string(), Value::String(value));
    }
    masked
}

fn text(body: &Bytes) -> String {
    let cut = body.len() > KEPT;
    let text = String::from_utf8_lossy(body.get(..KEPT).unwrap_or(body));
    if cut { format!("{text}…") } else { text.into_owned() }
}
