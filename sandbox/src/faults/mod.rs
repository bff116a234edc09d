//! Faults on order: what services and networks do on their bad days, to any service's routes.
//!
//! A request meets three layers. [`inject`] stands inside the service's CORS headers, so that a
//! page can read an injected answer; [`conceal`] outside of them, to take them away; [`deliver`]
//! outside of the request log, so that the log doesn't wait for what stalls. What `inject` decided
//! reaches the others as the extension [`Hit`] of the answer.

mod answer;
mod delivery;
mod fault;
mod headers;
mod list;
mod read;
mod redirect;
mod retry_after;
mod short;

use axum::extract::{OriginalUri, Request, State};
use axum::http::header::ACCESS_CONTROL_EXPOSE_HEADERS;
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::Response;

pub use self::delivery::deliver;
pub use self::list::{Faults, Hit, Listed, Note};
pub use self::read::{Invalid, read};

use self::answer::{Asked, shaped};
use self::fault::CorsFault;
use crate::state::AppState;
use crate::system::System;

/// The request header that orders a fault for its own request.
pub const HEADER: HeaderName = HeaderName::from_static("x-sandbox-fault");

/// Answers as the fault wants that hits the request, if one does; preflights are never hit.
pub async fn inject(
    State((state, system)): State<(AppState, System)>,
    OriginalUri(uri): OriginalUri,
    request: Request,
    next: Next,
) -> Result<Response, Invalid> {
    if request.method() == Method::OPTIONS {
        return Ok(next.run(request).await);
    }
    let asked = Asked::of(system, uri, &request);
    let hit = match request.headers().get(HEADER) {
        Some(text) => state.faults.by_header(text)?,
        None => None,
    };
    let Some(hit) = hit.or_else(|| state.faults.pick(&asked)) else {
        return Ok(next.run(request).await);
    };
    let fault = &hit.fault;
    let real = if fault.carries_out() { Some(next.run(request).await) } else { None };
    let mut response = shaped(fault, &asked, real).await;
    response.extensions_mut().insert(hit);
    Ok(response)
}

/// Takes away the CORS headers that a fault hides.
pub async fn conceal(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let Some(cors) = response.extensions().get::<Hit>().and_then(|hit| hit.fault.cors) else {
        return response;
    };
    let hidden = |name: &HeaderName| match cors {
        CorsFault::Hidden => *name == ACCESS_CONTROL_EXPOSE_HEADERS,
        CorsFault::Missing => name.as_str().starts_with("access-control-"),
    };
    let names: Vec<_> = response.headers().keys().filter(|name| hidden(name)).cloned().collect();
    for name in names {
        response.headers_mut().remove(name);
    }
    response
}
