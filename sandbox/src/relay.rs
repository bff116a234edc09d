//! The relay beside the sandbox: started with it, asked through it, ended with it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, bail};
use axum::http::Uri;
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use userkey_sandbox::{Origin, Settings};

/// Which program to start, and how.
#[derive(clap::Args, Clone, Debug)]
pub struct Options {
    /// Start this relay, userkey-relay, in front of the sandbox, and hand requests for /userkey/ on to it
    #[arg(long, value_name = "FILE", conflicts_with = "relay_stub")]
    relay_program: Option<PathBuf>,
    /// Its configuration: what it allows
    #[arg(long, value_name = "FILE", requires = "relay_program")]
    relay_config: Option<PathBuf>,
}

/// What a relay says when it is ready.
#[derive(Deserialize)]
struct Ready {
    /// Its address.
    relay: String,
}

impl Options {
    /// Starts the relay, if one is wanted, for a sandbox and its pages at `address`, and notes it in the settings.
    ///
    /// It ends when the handle is dropped.
    pub async fn start(
        self,
        address: SocketAddr,
        settings: &mut Settings,
    ) -> anyhow::Result<Option<Child>> {
        let Some(program) = self.relay_program else { return Ok(None) };
        // In hexadecimal it holds no word that a relay would take for a placeholder.
        let secret = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
        let mut command = Command::new(&program);
        command.args(["--json", "--log", "error", "--port", "0", "--admin", "127.0.0.1:0"]);
        command.args(["--sandbox", &format!("http://{address}/api/public")]);
        command.args(["--public-origin", &format!("http://{address}")]);
        command.args(["--public-origin", &format!("http://localhost:{}", address.port())]);
        if let Some(config) = self.relay_config {
            command.arg("--config").arg(config);
        }
        command.env("USERKEY_RELAY_TOKEN", &settings.token);
        command.env("USERKEY_RELAY_IDENTITY_SECRET", &secret);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command
            .spawn()
            .with_context(|| format!("can't start the relay {}", program.display()))?;
        settings.relay = Some(ready(&mut child).await?);
        settings.identity_secret = Some(secret);
        Ok(Some(child))
    }
}

/// Reads where the relay listens.
async fn ready(child: &mut Child) -> anyhow::Result<Origin> {
    let Some(output) = child.stdout.take() else { bail!("the relay has no output") };
    let line = BufReader::new(output).lines().next_line().await?;
    let line = line.context("the relay ended before it was ready, see above")?;
    let Ready { relay } = serde_json::from_str(&line).context("the relay isn't userkey-relay")?;
    let address: Uri = relay.parse()?;
    let authority = address.authority().context("the relay's address has no host")?;
    Ok(format!("http://{authority}").parse()?)
}
