//! Builds, tests and measures `userkey`: `cargo xtask help` lists the commands.

mod arrange;
mod bench;
mod browser;
mod build;
mod compress;
mod debian;
mod demo;
mod fingerprint;
mod fuzz;
mod locations;
mod npm;
mod operations;
mod optimize;
mod progress;
mod relay_module;
mod run;
mod size;
mod snip;
mod surface;
mod test;
mod tools;
mod wasm;
mod workspace;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;

use workspace::Workspace;

#[derive(Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", about = "Builds, tests and measures userkey")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the npm package into pkg/dist; what is up to date is left alone
    Build,
    /// Build everything, start the sandbox with the demo pages and print their addresses
    Demo(demo::Options),
    /// Run every test, or the stages named
    Test(test::Options),
    /// Measure the package in a browser, beside what people would use instead
    Bench(bench::Options),
    /// Try the readers and writers of texts on a great many random inputs
    Fuzz(fuzz::Options),
    /// Show what a page downloads, and fail above the caps
    Size(size::Options),
    /// Remove the tools that these commands have installed for themselves
    CleanTools,
    /// Print the completions of a shell, for `alias xtask='cargo xtask'`
    Completions {
        /// The shell they are for
        shell: Shell,
    },
}

fn main() -> ExitCode {
    match run(&Cli::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<ExitCode> {
    let workspace = Workspace::find()?;
    match task {
        Task::Build => build::build(&workspace)?,
        Task::Demo(options) => demo::demo(&workspace, options)?,
        Task::Test(options) => return Ok(test::test(&workspace, options)),
        Task::Bench(options) => bench::bench(&workspace, options)?,
        Task::Fuzz(options) => return fuzz::fuzz(&workspace, options),
        Task::Size(options) => return size::size(&workspace, options),
        Task::CleanTools => tools::clean()?,
        Task::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "xtask", &mut io::stdout());
        }
    }
    Ok(ExitCode::SUCCESS)
}
