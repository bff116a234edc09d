//! The program `userkey-relay`: reads the configuration and serves until it is told to stop.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};
use serde_json::json;
use userkey_relay::{Cli, Command, Serve, Server, Settings, health, start_logging};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        Some(Command::Completions { shell }) => {
            clap_complete::generate(shell, &mut Cli::command(), "userkey-relay", &mut io::stdout());
            Ok(())
        }
        Some(Command::Health { admin }) => health(admin),
        None => start(cli.serve),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The causes on one line, without the backtrace that `RUST_BACKTRACE` would add.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: Serve) -> Result<()> {
    let (check, json) = (options.check, options.json);
    let settings = Settings::new(options)?;
    if check {
        for warning in settings.policy.warnings() {
            eprintln!("warning: {warning}");
        }
        println!("the configuration can be used");
        return Ok(());
    }
    start_logging(settings.log);
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve(settings, json))
}

async fn serve(settings: Settings, json: bool) -> Result<()> {
    for warning in settings.policy.warnings() {
        tracing::warn!(warning, "configuration");
    }
    let stop = stop_signal()?;
    let server = Server::bind(settings).await?;
    let (relay, admin) = (server.url()?, server.admin_url()?);
    let ready = if json {
        json!({ "relay": relay, "admin": admin }).to_string()
    } else {
        format!(
            "userkey-relay is ready\n\n  Visitors   {relay}/visitor\n  Operators  {admin}/healthz {admin}/metrics\n\nStop it with ctrl-c."
        )
    };
    writeln!(io::stdout(), "{ready}")?;
    server.run(stop).await
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
