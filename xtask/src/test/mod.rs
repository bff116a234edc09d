//! Runs every test of the project, stage by stage, to one closing line.

mod stages;
mod tally;

use std::cell::OnceCell;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};

use crate::browser::{self, Browser};
use crate::build;
use crate::demo;
use crate::npm;
use crate::run::{capture, shell};
use crate::workspace::Workspace;

pub use tally::Tally;

#[derive(Args)]
pub struct Options {
    /// The stages to run: all of them, if none is named
    stages: Vec<Stage>,
    /// Run the long forms of the tests that have one (they see `USERKEY_LONG=1`)
    #[arg(long)]
    long: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Stage {
    /// cargo fmt --check
    Fmt,
    /// clippy, natively and for wasm32, without a warning
    Clippy,
    /// the Rust tests that need no browser
    Native,
    /// rustdoc, without a warning
    Docs,
    /// the Rust tests in a headless browser
    Headless,
    /// the packed npm package, in Node, bundlers and test runners
    Package,
    /// the demo pages in a real browser
    Browser,
    /// the packed npm package under faults, in Node and in a real browser
    Torture,
    /// the packed npm package in thousands of operations, with faults in one request of five
    Soak,
    /// the fetch handler of the packed npm package, in Node, workerd, Deno and Bun
    Relay,
    /// both relays, the server and the fetch handler, under attack
    Attack,
    /// what a page downloads, against the caps
    Size,
    /// a trial of the bench: that all is measured, not what comes out
    Bench,
}

/// What the stages share: what one has made, the next takes.
struct Session<'a> {
    workspace: &'a Workspace,
    long: bool,
    package: OnceCell<bool>,
    tarball: OnceCell<PathBuf>,
}

/// Runs the stages, all of them even if one fails, and ends with `N passed, N failed`.
pub fn test(workspace: &Workspace, options: &Options) -> ExitCode {
    let session = Session {
        workspace,
        long: options.long,
        package: OnceCell::new(),
        tarball: OnceCell::new(),
    };
    let stages = if options.stages.is_empty() { Stage::value_variants() } else { &options.stages };
    let results: Vec<_> = stages.iter().map(|stage| session.stage(*stage)).collect();

    println!();
    for (stage, tally, time) in &results {
        println!("{:<10} {tally} ({:.0} s)", stage.name(), time.as_secs_f64());
    }
    let total: Tally = results.iter().map(|(_, tally, _)| *tally).sum();
    println!("\n{total}");
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Stage {
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

impl Session<'_> {
    fn stage(&self, stage: Stage) -> (Stage, Tally, Duration) {
        let started = Instant::now();
        println!("\n== {} ==", stage.name());
        let tally = self.run(stage).unwrap_or_else(|error| {
            println!("error: {error:#}");
            Tally::FAILED
        });
        println!("{tally}");
        (stage, tally, started.elapsed())
    }

    fn run(&self, stage: Stage) -> Result<Tally> {
        match stage {
            Stage::Fmt => stages::fmt(self),
            Stage::Clippy => stages::clippy(self),
            Stage::Native => stages::native(self),
            Stage::Docs => stages::docs(self),
            Stage::Headless => stages::headless(self),
            Stage::Package => stages::package(self),
            Stage::Browser => stages::browser(self),
            Stage::Torture => stages::torture(self),
            Stage::Soak => stages::soak(self),
            Stage::Relay => stages::relay(self),
            Stage::Attack => stages::attack(self),
            Stage::Size => stages::size(self),
            Stage::Bench => stages::bench(self),
        }
    }

    /// Builds the package once; who comes after a failure is told where to look.
    fn build(&self) -> Result<()> {
        if let Some(built) = self.package.get() {
            return if *built {
                Ok(())
            } else {
                Err(anyhow!("the package could not be built, see above"))
            };
        }
        let result = build::build(self.workspace);
        let _ = self.package.set(result.is_ok());
        result
    }

    /// The package as it would be published.
    fn tarball(&self) -> Result<PathBuf> {
        if let Some(tarball) = self.tarball.get() {
            return Ok(tarball.clone());
        }
        self.build()?;
        let packed = npm::pack(&self.workspace.pkg(), &self.workspace.scratch().join("packed"))?;
        Ok(self.tarball.get_or_init(|| packed).clone())
    }

    fn sandbox(&self) -> Result<PathBuf> {
        demo::sandbox(self.workspace)
    }

    fn relay(&self) -> Result<PathBuf> {
        demo::relay(self.workspace)
    }

    fn browser(&self) -> Result<Browser> {
        browser::find(self.workspace)
    }

    /// Runs a check that passes or fails as a whole.
    fn check(&self, name: &str, command: &mut Command) -> Result<Tally> {
        self.judge(name, command, |_, success| if success { Tally::PASSED } else { Tally::FAILED })
    }

    /// Runs a test runner and reads its count.
    fn count(&self, name: &str, command: &mut Command, read: fn(&str) -> Tally) -> Result<Tally> {
        self.judge(name, command, |output, success| read(output).judged(success))
    }

    /// Runs a command, and shows its figures, and all that it said if anything in it failed.
    fn judge(
        &self,
        name: &str,
        command: &mut Command,
        judge: impl Fn(&str, bool) -> Tally,
    ) -> Result<Tally> {
        if self.long {
            command.env("USERKEY_LONG", "1");
        }
        let outcome = capture(name, command)?;
        figures(&outcome.output).for_each(|figure| println!("    {figure}"));
        let tally = judge(&outcome.output, outcome.status.success());
        if tally.failed > 0 {
            let output = outcome.output.trim_end();
            println!("{output}\n{name} failed; to see it alone, type:\n  {}", shell(command));
        }
        Ok(tally)
    }
}

/// What tests have measured, in lines such as `» 2,000 inputs`.
pub fn figures(output: &str) -> impl Iterator<Item = &str> {
    output.lines().filter_map(|line| line.split_once("» ")).map(|(_, figure)| figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_wherever_a_runner_puts_them() {
        let output = "running 2 tests\n» one\ntest it ... ok\nℹ » two\n";
        assert_eq!(figures(output).collect::<Vec<_>>(), ["one", "two"]);
    }
}
