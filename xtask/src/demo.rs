//! Starts the sandbox with the demo pages, and the relay in front of it.

use std::fs;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build::build;
use crate::run::run;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// The port of the pages on this machine; 0 takes any that is free
    #[arg(long, default_value_t = 4747)]
    port: u16,
}

/// Builds everything, starts sandbox and relay and prints the addresses; Ctrl-C stops them.
///
/// # Errors
/// When the port is taken or a step fails.
pub fn demo(workspace: &Workspace, options: &Options) -> Result<()> {
    let port = free_port(options.port)?;
    build(workspace)?;
    let (sandbox, relay) = (sandbox(workspace)?, relay(workspace)?);
    println!("{}", pages(&workspace.root.join("www"), port)?);
    let mut command = Command::new(sandbox);
    command.current_dir(&workspace.root).arg("--port").arg(port.to_string());
    command.args(["--www", "www", "--pkg", "pkg/dist", "--relay-config", "www/relay.toml"]);
    command.arg("--relay-program").arg(relay);
    become_program(&mut command)
}

/// Builds the sandbox and hands back the path of its program.
///
/// # Errors
/// When it doesn't compile.
pub fn sandbox(workspace: &Workspace) -> Result<PathBuf> {
    program(workspace, "sandbox")
}

/// Builds the relay and hands back the path of its program.
///
/// # Errors
/// When it doesn't compile.
pub fn relay(workspace: &Workspace) -> Result<PathBuf> {
    program(workspace, "relay")
}

fn program(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    // Both at once: what they share is compiled once, not once for the features of each.
    let mut command =
        workspace.cargo(&["build", "--package=userkey-sandbox", "--package=userkey-relay"]);
    run(&format!("compile the {name}"), &mut command)?;
    let name = format!("userkey-{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace.target.join("debug").join(name))
}

/// Tells before anything is built that the port can't be had.
fn free_port(port: u16) -> Result<u16> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener.local_addr()?.port()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
            "port {port} is taken, perhaps by another demo: stop that, or type: cargo xtask demo --port 0"
        ),
        Err(error) => Err(error).with_context(|| format!("listen on port {port}")),
    }
}

fn pages(www: &Path, port: u16) -> Result<String> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(www)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let title = title(&fs::read_to_string(&path)?).unwrap_or("a page").to_owned();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            pages.push((if name == "index.html" { String::new() } else { name }, title));
        }
    }
    pages.sort();
    let line = |(page, title): &(String, String)| {
        format!("  http://127.0.0.1:{port}/{page:<16} {title}\n")
    };
    let lines: String = pages.iter().map(line).collect();
    Ok(format!("\nthe demo pages\n\n{lines}"))
}

fn title(html: &str) -> Option<&str> {
    let (_, rest) = html.split_once("<title>")?;
    rest.split_once("</title>").map(|(title, _)| title.trim())
}

/// Runs the sandbox in place of this process, so that whatever ends one ends the other.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("start the sandbox")
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    command.status().context("start the sandbox")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_listed_by_its_title() {
        assert_eq!(title("<head><title> A shop </title>"), Some("A shop"));
        assert_eq!(title("<head></head>"), None);
    }

    #[test]
    fn a_taken_port_is_named_with_the_way_out() -> Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let message = free_port(port).map_err(|error| error.to_string());
        assert!(message.is_err_and(|message| message.contains("cargo xtask demo --port 0")));
        Ok(())
    }
}
