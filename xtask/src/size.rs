//! Measures what a page downloads, against the caps.

mod report;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::build;
use crate::compress;
use crate::npm;
use crate::run::run;
use crate::wasm::{self, Function};
use crate::workspace::Workspace;

pub use report::Report;

pub const KB: usize = 1024;
/// What a page may download, brotli 11, that uses one client; the module has both systems and all their operations.
const SLIM: Limit = Limit { cap: 40 * KB, goal: 32 * KB };
const DEFAULT: Limit = Limit { cap: 43 * KB, goal: 35 * KB };

/// How much something may measure, and how little it should.
#[derive(Clone, Copy)]
struct Limit {
    /// Above it `cargo xtask size` and the tests fail.
    cap: usize,
    goal: usize,
}

#[derive(Args)]
pub struct Options {
    /// How many of the longest modules and functions to show
    #[arg(long, default_value_t = 12)]
    top: usize,
}

/// Builds the package, shows its sizes and the functions that cost most, and fails above the caps.
///
/// # Errors
/// When something can't be built or measured.
pub fn size(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    build::build(workspace)?;
    show_longest(&read(&build::named_module(workspace))?, options.top)?;
    let report = Report::measure(workspace)?;
    println!("\n{report}");
    Ok(if report.checks().all(|passed| passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn show_longest(module: &[u8], top: usize) -> Result<()> {
    let functions = wasm::functions(module)?.own;
    let length = |function: &Function| function.body.len();
    let mut modules: BTreeMap<String, usize> = BTreeMap::new();
    for function in &functions {
        *modules.entry(wasm::module_of(function.name)).or_default() += length(function);
    }
    let total: usize = functions.iter().map(length).sum();
    println!("{} functions, {total} bytes; the longest modules:", functions.len());
    show(modules, top);
    println!("the longest functions:");
    show(functions.iter().map(|function| (function.name, length(function))), top);
    Ok(())
}

fn show<N: Display>(lengths: impl IntoIterator<Item = (N, usize)>, top: usize) {
    let mut lengths: Vec<_> = lengths.into_iter().collect();
    lengths.sort_by_key(|(_, length)| Reverse(*length));
    for (name, length) in lengths.into_iter().take(top) {
        println!("{length:>8}  {name}");
    }
}

/// The length of something downloaded, as it is and compressed.
#[derive(Clone, Copy)]
pub struct Size {
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

impl Size {
    fn of(bytes: &[u8]) -> Result<Self> {
        Ok(Self {
            raw: bytes.len(),
            gzip: compress::gzip(bytes)?,
            brotli: compress::brotli(bytes)?,
        })
    }

    fn and(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("read {}", path.display()))
}

/// What a bundler makes of `source`, minified.
fn bundle(workspace: &Workspace, name: &str, source: &str) -> Result<Vec<u8>> {
    let folder = workspace.scratch().join("size");
    fs::create_dir_all(&folder)?;
    let (entry, output) =
        (folder.join(format!("{name}.entry.js")), folder.join(format!("{name}.js")));
    fs::write(&entry, source)?;
    let mut command = npm::program(&workspace.pkg(), "esbuild");
    command.arg(&entry).arg(format!("--outfile={}", output.display()));
    command.args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
    ]);
    run(&format!("bundle {name} as a page does"), &mut command)?;
    read(&output)
}
