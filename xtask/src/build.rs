//! Builds the npm package: wasm, glue, generated sources, then `pkg/build.mjs`.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::arrange::arrange;
use crate::compress;
use crate::fingerprint::Stamp;
use crate::locations;
use crate::npm;
use crate::operations;
use crate::optimize::{FOR_PAGES, optimize};
use crate::relay_module;
use crate::run::run;
use crate::snip::snip;
use crate::surface;
use crate::tools;
use crate::wasm;
use crate::workspace::Workspace;

/// What `pkg/` holds that isn't a source of the package.
const NOT_SOURCES: &[&str] = &["dist", "node_modules"];

/// Builds `pkg/dist`; what is up to date is left alone.
///
/// # Errors
/// When a step fails: the message names it.
pub fn build(workspace: &Workspace) -> Result<()> {
    let module = compile(workspace)?;
    npm::ci(&workspace.pkg())?;
    generate(workspace, &module)?;
    relay_module::build(workspace)?;
    package(workspace)
}

/// The module as rustc wrote it, before any tool has merged or removed a function.
pub fn compiled_module(workspace: &Workspace) -> PathBuf {
    workspace.target.join("wasm32-unknown-unknown/npm/userkey.wasm")
}

/// The module as it is published, but with the names of its functions.
pub fn named_module(workspace: &Workspace) -> PathBuf {
    workspace.scratch().join("userkey.named.wasm")
}

fn compile(workspace: &Workspace) -> Result<PathBuf> {
    tools::wasm_target(workspace)?;
    run("compile the module", &mut compiler(workspace, "npm")?)?;
    Ok(compiled_module(workspace))
}

/// An eighth of rustc's stack, which is the first thing in memory: each page has it, and addresses below a megabyte are a
/// byte shorter.
const STACK: &str = "-Clink-arg=-zstack-size=131072";

/// The command that compiles the crate as it is published, with one of its features.
pub fn compiler(workspace: &Workspace, feature: &str) -> Result<Command> {
    let mut command = workspace.cargo(&["rustc", "--lib", "--package=userkey", "--profile=npm"]);
    // Not as a library, too: what other crates could call would be compiled apart, which takes more bytes.
    command.arg("--crate-type=cdylib");
    command.arg(format!("--features={feature}")).arg("--target=wasm32-unknown-unknown");
    // Panic messages hold the paths of sources: without this each machine would build other bytes.
    let flags = [remap()?, STACK.into()].join("\x1f");
    command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags);
    Ok(command)
}

/// The flags that shorten the paths of dependencies, whose folder is another on each machine.
fn remap() -> Result<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.context("set CARGO_HOME: there is no home directory")?.join("registry/src");
    let registries =
        fs::read_dir(&sources).with_context(|| format!("read {}", sources.display()))?;
    let flag = |path: PathBuf| format!("--remap-path-prefix={}=crates", path.display());
    let flags =
        registries.map(|registry| Ok(flag(registry?.path()))).collect::<Result<Vec<_>>>()?;
    Ok(flags.join("\x1f"))
}

/// Makes everything in `pkg/generated` from the compiled module and the crate's tables.
fn generate(workspace: &Workspace, module: &Path) -> Result<()> {
    let generated = workspace.pkg().join("generated");
    let inputs =
        vec![module.to_path_buf(), workspace.pkg().join("package-lock.json"), env::current_exe()?];
    let outputs = vec![generated.clone(), named_module(workspace)];
    let stamp = Stamp::new(workspace.scratch().join("generated.stamp"), inputs, outputs);
    if stamp.is_fresh() {
        return Ok(());
    }
    let bindings = bind(workspace, module, "userkey")?;
    let snipped = workspace.scratch().join("userkey.snipped.wasm");
    let module = surface::narrow(&fs::read(bindings.join("userkey_bg.wasm"))?)?;
    fs::write(&snipped, locations::blank(&snip(&module)?)?)?;
    optimize(&workspace.pkg(), &snipped, &named_module(workspace), FOR_PAGES)?;
    let wasm = wasm::without_custom_sections(&fs::read(named_module(workspace))?)?;
    let wasm = surface::name_import(&arrange(&wasm)?)?;
    if generated.exists() {
        fs::remove_dir_all(&generated)?;
    }
    fs::create_dir_all(&generated)?;
    fs::write(generated.join("userkey_bg.wasm"), &wasm)?;
    fs::write(generated.join("inline.ts"), inline(&wasm)?)?;
    fs::write(generated.join("operations.ts"), operations::typescript())?;
    stamp.save()
}

/// Writes the glue of a module and what it becomes by that, and gives their folder.
pub fn bind(workspace: &Workspace, module: &Path, name: &str) -> Result<PathBuf> {
    let folder = workspace.scratch().join("bindings").join(name);
    let mut command = Command::new(tools::wasm_bindgen(workspace)?);
    command.arg("--target=bundler").arg(format!("--out-name={name}"));
    command.arg("--out-dir").arg(&folder).arg(module);
    run("write the JavaScript glue", &mut command)?;
    Ok(folder)
}

fn inline(wasm: &[u8]) -> Result<String> {
    let text = compress::base64(&compress::zopfli(wasm)?);
    Ok(format!("// generated\nexport default \"{text}\";\n"))
}

fn package(workspace: &Workspace) -> Result<()> {
    let pkg = workspace.pkg();
    let dist = vec![pkg.join("dist")];
    let stamp = Stamp::new(workspace.scratch().join("dist.stamp"), sources(&pkg)?, dist);
    if stamp.is_fresh() {
        return Ok(());
    }
    run("bundle the package", Command::new("node").current_dir(&pkg).arg("build.mjs"))?;
    stamp.save()
}

fn sources(pkg: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(pkg)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = entries.collect::<Result<Vec<_>, _>>()?;
    let is_source = |path: &PathBuf| {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        !NOT_SOURCES.contains(&name) && path.extension().is_none_or(|extension| extension != "tgz")
    };
    paths.retain(is_source);
    paths.sort();
    Ok(paths)
}
