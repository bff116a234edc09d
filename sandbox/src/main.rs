//! The program `userkey-sandbox`: reads the command line and serves until it is told to stop.

mod banner;
mod cli;
mod cube_options;
mod relay;

use std::io::{self, IsTerminal, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser};
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tracing_subscriber::EnvFilter;
use userkey_sandbox::{AppState, Seed, Store, app, server};

use self::banner::Banner;
use self::cli::{Cli, Command, Serve};

/// How many threads may work on the database and on files: the database takes one at a time, and each costs memory.
const BLOCKING_THREADS: usize = 2;

fn main() -> ExitCode {
    let runtime =
        Builder::new_multi_thread().max_blocking_threads(BLOCKING_THREADS).enable_all().build();
    match runtime {
        Ok(runtime) => runtime.block_on(run()),
        Err(error) => {
            eprintln!("error: no threads to run on: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> ExitCode {
    let cli = Cli::parse();
    if let Some(Command::Completions { shell }) = cli.command {
        let command = &mut Cli::command();
        clap_complete::generate(shell, command, "userkey-sandbox", &mut io::stdout());
        return ExitCode::SUCCESS;
    }
    log_to_stderr();
    match serve(cli.serve).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The causes on one line, without the backtrace that `RUST_BACKTRACE` would add.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn log_to_stderr() {
    let filter = EnvFilter::builder().with_default_directive(tracing::Level::WARN.into());
    tracing_subscriber::fmt()
        .with_env_filter(filter.from_env_lossy())
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let address = SocketAddr::new(options.host, options.port);
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("can't listen on {address}: choose another port with --port, or a free one with --port 0")
    })?;
    for folder in options.www.iter().chain(&options.pkg).filter(|folder| !folder.is_dir()) {
        tracing::warn!(folder = %folder.display(), "there is no such folder: nothing is served from it");
    }
    if !options.host.is_loopback() {
        tracing::warn!(%address, "whoever reaches this address can read and change everything");
    }
    let store = open_store(&options)?;
    let (json, stop) = (options.json, stop_signal()?);
    let address = reachable(listener.local_addr()?);
    let relay = options.relay.clone();
    let mut settings = options.settings();
    let _relay = relay.start(address, &mut settings).await?;
    let banner = Banner::new(address, &settings);
    let state = AppState::new(store, settings);
    let ready = if json { banner.json() } else { banner.text() };
    writeln!(io::stdout(), "{ready}")?;
    server::run(listener, app(state.clone()), state, stop).await?;
    Ok(())
}

/// Answers by which address this machine reaches what listens.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(IpAddr::V4(Ipv4Addr::LOCALHOST));
    }
    address
}

/// Opens the database that the options name, filled with the seed they name.
fn open_store(options: &Serve) -> anyhow::Result<Store> {
    let seed = match &options.seed {
        None => Seed::BuiltIn,
        Some(file) => Seed::from_file(file)
            .with_context(|| format!("can't read the seed {}", file.display()))?,
    };
    match &options.db {
        None => Store::in_memory(seed).context("can't fill the database with the seed"),
        Some(file) => Store::at(file, seed)
            .with_context(|| format!("can't use the database {}", file.display())),
    }
}

/// Listens for ctrl-c and SIGTERM from now on; the future completes with the first of them.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Listens for ctrl-c.
#[cfg(windows)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
