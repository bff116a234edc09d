//! Tries the readers of what strangers write, and the writers that they read, on a great many random inputs.
//!
//! The inputs are proptest's, not libFuzzer's: cargo-fuzz needs a nightly compiler, which the project does without.

use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::run::capture;
use crate::test::figures;
use crate::workspace::Workspace;

/// A query goes through the whole sandbox, so fewer of them are tried.
const SANDBOX_SHARE: u32 = 100;

#[derive(Args)]
pub struct Options {
    /// How many inputs each reader gets; a query that the sandbox reads, a hundredth of that
    #[arg(long, default_value_t = 1_000_000)]
    cases: u32,
}

/// Runs `tests/fuzz.rs` and the random queries of the sandbox, and shows how many inputs were tried.
///
/// # Errors
/// When cargo can't be started.
pub fn fuzz(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let mut core = workspace.cargo(&["test", "--release", "--package=userkey", "--test=fuzz"]);
    core.args(["--", "--nocapture"]).env("FUZZ_CASES", options.cases.to_string());
    let cases = (options.cases / SANDBOX_SHARE).max(1);
    let mut queries = workspace.cargo(&["test", "--package=userkey-sandbox", "--test=it"]);
    queries.args(["--", "random"]).env("PROPTEST_CASES", cases.to_string());
    // Many random texts are no request line: they are made anew.
    queries.env("PROPTEST_MAX_GLOBAL_REJECTS", cases.saturating_mul(100).to_string());

    let fine = passes("readers and writers of the SDK", &mut core)?
        & passes("random requests to the sandbox", &mut queries)?;
    println!("    each random request to the sandbox: {cases} inputs");
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn passes(name: &str, command: &mut Command) -> Result<bool> {
    let outcome = capture(name, command)?;
    figures(&outcome.output).for_each(|figure| println!("    {figure}"));
    if !outcome.status.success() {
        println!("{}", outcome.output.trim_end());
    }
    Ok(outcome.status.success())
}
