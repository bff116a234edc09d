//! What operators and their machines ask, on an address of its own. Nothing here calls User.com.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

use crate::telemetry;

/// `/healthz`: whether the program serves; `/metrics`: what it counted.
pub fn router() -> Router {
    Router::new().route("/healthz", get(|| async { "ok\n" })).route(
        "/metrics",
        get(|| async { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], telemetry::render()) }),
    )
}

/// Asks a running relay.
///
/// # Errors
/// When nobody answers, or not with 200.
pub fn health(admin: SocketAddr) -> Result<()> {
    let answer = ask(admin).with_context(|| {
        format!("no relay answers on {admin}: is --admin the one it was started with?")
    })?;
    if !answer.starts_with("HTTP/1.1 200") {
        bail!("what answers on {admin} isn't a relay that is well");
    }
    Ok(())
}

fn ask(admin: SocketAddr) -> io::Result<String> {
    const PATIENCE: Duration = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&admin, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {admin}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(1024).read_to_string(&mut answer)?;
    Ok(answer)
}
