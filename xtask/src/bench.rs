//! Measures the package in a browser, beside what people would use instead.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::browser;
use crate::build;
use crate::debian;
use crate::npm;
use crate::run::run;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// What to measure: everything, if nothing is named
    parts: Vec<Part>,
    /// How often each thing is measured
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Make the figures those of bench/README.md: for a quiet moment of the machine
    #[arg(long)]
    publish: bool,
    /// Measure with a stubbed fetch alone, without the sandbox
    #[arg(long)]
    stubbed: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Part {
    /// What one call costs
    Calls,
    /// What a page of 100 users costs
    Page,
    /// What writing a query costs
    Query,
    /// How long a page takes from navigation to the first visitor
    Cold,
    /// What is left in memory after 100,000 calls
    Memory,
    /// What a page downloads
    Sizes,
    /// What the relay adds, and how much it carries: only if it is named, with wrk
    Relay,
}

/// Builds the package and the sandbox, and measures.
///
/// # Errors
/// When something can't be built, or a call that is measured fails.
pub fn bench(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.parts.iter().any(|part| matches!(part, Part::Relay)) {
        return relay(workspace);
    }
    build::build(workspace)?;
    let tarball = npm::pack(&workspace.pkg(), &workspace.scratch().join("packed"))?;
    let mut command = command(workspace, &tarball)?;
    if !options.stubbed {
        command.env("USERKEY_SANDBOX_BIN", sandbox(workspace)?);
    }
    command.arg(format!("--rounds={}", options.rounds));
    command.args(options.stubbed.then_some("--stubbed"));
    command.args(options.publish.then_some("--publish"));
    command.args(
        options
            .parts
            .iter()
            .filter_map(|part| part.to_possible_value().map(|value| value.get_name().to_owned())),
    );
    // It shows its own progress and its tables come one by one.
    let status: ExitStatus = command.status().context("start the bench")?;
    if !status.success() {
        bail!("the bench failed: {status}");
    }
    Ok(())
}

/// The program that measures, with what it finds in its environment.
///
/// # Errors
/// When its tools can't be installed or there is no browser.
pub fn command(workspace: &Workspace, tarball: &Path) -> Result<Command> {
    npm::ci(&workspace.root.join("bench"))?;
    let mut command = workspace.command("node");
    command.arg("bench/run.mjs").env("USERKEY_TARBALL", tarball);
    command.env("CHROME", browser::find(workspace)?.chrome);
    Ok(command)
}

/// Measures the relay, natively.
fn relay(workspace: &Workspace) -> Result<()> {
    let (sandbox, relay) = (sandbox(workspace)?, program(workspace, "relay")?);
    let wrk = debian::program(workspace, "wrk")?;
    let mut command = workspace.command("node");
    command.arg("bench/relay.mjs").env("USERKEY_SANDBOX_BIN", sandbox);
    command.env("USERKEY_RELAY_BIN", relay).env("USERKEY_WRK", wrk);
    let status = command.status().context("start the bench")?;
    if !status.success() {
        bail!("the bench failed: {status}");
    }
    Ok(())
}

/// Builds the sandbox as it is published: a slow service would hide what a client costs.
fn sandbox(workspace: &Workspace) -> Result<PathBuf> {
    program(workspace, "sandbox")
}

fn program(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    // Both at once: what they share is compiled once, not once for the features of each.
    let packages = ["--package=userkey-sandbox", "--package=userkey-relay"];
    let mut command = workspace.cargo(&["build", "--release"]);
    command.args(packages);
    run(&format!("compile the {name} for speed"), &mut command)?;
    let name = format!("userkey-{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace.target.join("release").join(name))
}
