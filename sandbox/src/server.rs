//! The sandbox on a socket.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::state::AppState;

/// How long requests in flight may still take after the shutdown began.
const GRACE: Duration = Duration::from_secs(3);

/// Serves until `shutdown` completes, then lets requests in flight end.
///
/// # Errors
///
/// Those of the socket.
pub async fn run(
    listener: TcpListener,
    app: Router,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, stopped) = oneshot::channel();
    let signal = async move {
        shutdown.await;
        // Stalls and streams would keep their connections open for as long as somebody waits or follows.
        state.faults.clear();
        state.log.close();
        let _ = stopping.send(());
    };
    let mut serve = pin!(axum::serve(listener, app).with_graceful_shutdown(signal).into_future());
    tokio::select! {
        done = &mut serve => return done,
        _ = stopped => {}
    }
    tokio::time::timeout(GRACE, serve).await.unwrap_or(Ok(()))
}
