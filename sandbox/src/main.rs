//! The program `userkey-sandbox`: reads the command line and serves until it is told to stop.

mod banner;
mod cli;

use std::net::SocketAddr;

use anyhow::Context;
use clap::{CommandFactory, Parser};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;
use userkey_sandbox::{AppState, Seed, Store, app, server};

use self::banner::Banner;
use self::cli::{Cli, Command, Serve};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    if let Some(Command::Completions { shell }) = cli.command {
        clap_complete::generate(
            shell,
            &mut Cli::command(),
            "userkey-sandbox",
            &mut std::io::stdout(),
        );
        return Ok(());
    }
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::WARN.into());
    tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_writer(std::io::stderr)
        .init();
    serve(cli.serve).await
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let address = SocketAddr::new(options.host, options.port);
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("can't listen on {address}: choose another port with --port, or a free one with --port 0")
    })?;
    let seed = match &options.seed {
        None => Seed::BuiltIn,
        Some(file) => Seed::from_file(file)
            .with_context(|| format!("can't read the seed {}", file.display()))?,
    };
    let store = match &options.db {
        None => Store::in_memory(seed).context("can't fill the database with the seed")?,
        Some(file) => Store::at(file, seed)
            .with_context(|| format!("can't use the database {}", file.display()))?,
    };
    let json = options.json;
    let state = AppState::new(store, options.settings());
    let banner = Banner::new(listener.local_addr()?, &state.settings);
    let mut out = std::io::stdout();
    if json {
        banner.print_json(&mut out)?
    } else {
        banner.print(&mut out)?
    }
    server::run(listener, app(state.clone()), state, stop_signal()).await?;
    Ok(())
}

/// Completes on ctrl-c, and on Unix on SIGTERM.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = interrupt.await;
}
