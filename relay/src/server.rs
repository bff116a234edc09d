//! The relay on its sockets: the visitors' and the operators'.

use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server as Listener};

use crate::admin;
use crate::door;
use crate::relay::Relay;
use crate::settings::Settings;
use crate::telemetry;

/// How long a head may take to come, and a connection may be idle (rule H).
const HEAD_TIME: Duration = Duration::from_secs(5);
/// The longest head.
const HEAD_SIZE: usize = 64 << 10;
/// The most streams of one HTTP/2 connection, and the most that it may reset before they were looked at.
const STREAMS: u32 = 100;
const RESETS: usize = 20;
/// How long requests in flight may still take after the shutdown began: longer than the longest of them.
const GRACE: Duration = Duration::from_secs(20);
const UPKEEP: Duration = Duration::from_secs(5);

/// A relay whose sockets are open.
#[derive(Debug)]
pub struct Server {
    relay: Arc<Relay>,
    tls: Option<RustlsConfig>,
    visitors: TcpListener,
    operators: TcpListener,
    settings: Settings,
}

impl Server {
    /// Opens the sockets and reads the certificate.
    ///
    /// # Errors
    /// Naming the option and the fix.
    pub async fn bind(settings: Settings) -> Result<Self> {
        let tls = match &settings.tls {
            None => None,
            Some((cert, key)) => {
                Some(RustlsConfig::from_pem_file(cert, key).await.with_context(|| {
                    format!(
                        "can't use the certificate {} with the key {}",
                        cert.display(),
                        key.display()
                    )
                })?)
            }
        };
        let visitors = listen(settings.address, "--port")?;
        let operators = listen(settings.admin, "--admin")?;
        let relay = Arc::new(Relay::new(&settings)?);
        Ok(Self { relay, tls, visitors, operators, settings })
    }

    /// The address for pages, up to the path before `/visitor`.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn url(&self) -> Result<String> {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let address = reachable(self.visitors.local_addr()?);
        Ok(format!("{scheme}://{address}{}", self.settings.policy.path()))
    }

    /// The address for operators.
    ///
    /// # Errors
    /// Those of the socket.
    pub fn admin_url(&self) -> Result<String> {
        Ok(format!("http://{}", reachable(self.operators.local_addr()?)))
    }

    /// Serves until `stop` completes, then lets requests in flight end.
    ///
    /// # Errors
    /// Those of the sockets.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let handle = Handle::new();
        tokio::spawn(stop_on(stop, handle.clone()));
        let _upkeep = Aborted(tokio::spawn(keep_up()));
        if let (Some(tls), Some(files)) = (self.tls.clone(), self.settings.tls.clone()) {
            tokio::spawn(renew(tls, files));
        }
        let operators = axum_server::from_tcp(self.operators)?.handle(handle.clone());
        let operators = operators.serve(admin::router().into_make_service());
        let visitors = limited(axum_server::from_tcp(self.visitors)?).handle(handle);
        let app = app(self.relay, self.tls.is_some());
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
        let visitors = async {
            match self.tls {
                None => visitors.acceptor(NoDelayAcceptor::new()).serve(app).await,
                Some(tls) => {
                    let acceptor = RustlsAcceptor::new(tls).handshake_timeout(HEAD_TIME);
                    visitors.acceptor(acceptor.acceptor(NoDelayAcceptor::new())).serve(app).await
                }
            }
        };
        tokio::try_join!(visitors, operators)?;
        Ok(())
    }
}

/// The visitors' side as one service, for the socket and for tests.
pub fn app(relay: Arc<Relay>, tls: bool) -> Router {
    door::router(relay, tls)
}

/// What the HTTP library is told to refuse.
fn limited<A: axum_server::Address>(mut server: Listener<A>) -> Listener<A> {
    let http = server.http_builder();
    http.http1().header_read_timeout(HEAD_TIME).max_buf_size(HEAD_SIZE);
    http.http2()
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(RESETS)
        .max_header_list_size(u32::try_from(HEAD_SIZE).unwrap_or(u32::MAX))
        .keep_alive_interval(HEAD_TIME)
        .keep_alive_timeout(HEAD_TIME);
    server.first_request_timeout(HEAD_TIME)
}

fn listen(address: SocketAddr, option: &str) -> Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("can't listen on {address}: choose another with {option}; port 0 takes a free one")
    })
}

fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    address
}

async fn stop_on(stop: impl Future<Output = ()>, handle: Handle<SocketAddr>) {
    stop.await;
    tracing::info!("stopping");
    handle.graceful_shutdown(Some(GRACE));
}

async fn keep_up() {
    let mut every = tokio::time::interval(UPKEEP);
    loop {
        every.tick().await;
        telemetry::keep_up();
    }
}

/// Reads the certificate anew on SIGHUP; one that can't be used leaves the old one in place.
#[cfg(unix)]
async fn renew(tls: RustlsConfig, (cert, key): (std::path::PathBuf, std::path::PathBuf)) {
    use tokio::signal::unix::{SignalKind, signal};

    let Ok(mut hangups) = signal(SignalKind::hangup()) else { return };
    while hangups.recv().await.is_some() {
        match tls.reload_from_pem_file(&cert, &key).await {
            Ok(()) => tracing::info!("the certificate was read anew"),
            Err(error) => {
                tracing::error!(%error, "the new certificate can't be used: the old one stays");
            }
        }
    }
}

#[cfg(not(unix))]
async fn renew(_: RustlsConfig, _: (std::path::PathBuf, std::path::PathBuf)) {}

/// A task that ends with the server.
#[derive(Debug)]
struct Aborted(tokio::task::JoinHandle<()>);

impl Drop for Aborted {
    fn drop(&mut self) {
        self.0.abort();
    }
}
