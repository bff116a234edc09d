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

/// What was measured to give the smallest download. What a single caller calls is inlined only if it
/// is short: long functions have more locals, and compress worse. The first kilobyte of memory is the
/// far end of the stack, which no pointer is computed from.
const PASSES: &[&str] =
    &["-Oz", "--converge", "--low-memory-unused", "--one-caller-inline-max-function-size=20"];

/// Writes the optimized `module` to `output`, which still has the names of its functions.
///
/// # Errors
/// When wasm-opt fails.
pub fn optimize(pkg: &Path, module: &Path, output: &Path) -> Result<()> {
    let mut command = npm::program(pkg, "wasm-opt");
    command.arg(module).arg("-o").arg(output).arg("--debuginfo").args(PASSES).args(FEATURES);
    run("optimize the module", &mut command)?;
    Ok(())
}
