//! Shrinks the module with binaryen's wasm-opt.

use std::path::Path;

use anyhow::Result;

use crate::npm;
use crate::run::run;

/// What every supported engine understands (Chrome 97, Firefox 113, Safari 16.4, Node 20). Never
/// `--all-features`: it makes wasm-opt write forms that browsers refuse.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// For a server, which doesn't download it: a third of the time, and a few kilobytes more.
pub const FOR_SERVERS: &[&str] = &["-Os"];

/// For a page: what was measured to give the smallest download, which isn't the shortest module.
pub const FOR_PAGES: &[&str] = &[
    "-Oz",
    "--converge",
    // The first kilobyte is the far end of the stack, which no pointer is computed from.
    "--low-memory-unused",
    // Zeros within the data compress to nothing, a piece of data for each stretch between them doesn't.
    "--skip-pass=memory-packing",
    // What is computed again, or read from its own local, compresses better than what was made shorter by one more local.
    "--skip-pass=local-cse",
    "--skip-pass=simplify-locals",
    // Long functions have more locals and compress worse: inline what has one caller only if short.
    "--one-caller-inline-max-function-size=20",
    // No engine needs the alignment of a load, and without it loads look more alike.
    "--dealign",
];

/// Writes the optimized `module` to `output`, which still has the names of its functions.
///
/// # Errors
/// When wasm-opt fails.
pub fn optimize(pkg: &Path, module: &Path, output: &Path, passes: &[&str]) -> Result<()> {
    let mut command = npm::program(pkg, "wasm-opt");
    command.arg(module).arg("-o").arg(output).arg("--debuginfo").args(passes).args(FEATURES);
    run("optimize the module", &mut command)?;
    Ok(())
}
