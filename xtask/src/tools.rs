//! Finds the pinned Rust tools, or installs them into the user's cache.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::run;
use crate::workspace::{Workspace, cargo};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const WASM_PACK: &str = "0.15.1";

/// Makes sure that Rust can compile for wasm32.
///
/// # Errors
/// When the target is missing and rustup can't add it.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    let sysroot = workspace.command("rustc").args(["--print", "sysroot"]).output()?;
    let sysroot = String::from_utf8(sysroot.stdout)?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM_TARGET).is_dir() {
        return Ok(());
    }
    run(
        "add the target wasm32-unknown-unknown",
        workspace.command("rustup").args(["target", "add", WASM_TARGET]),
    )
    .context("Rust can't compile for wasm32 yet; install rustup, or that target by other means")?;
    Ok(())
}

/// Finds or installs the wasm-bindgen whose version `Cargo.lock` names: crate and tool must be equal.
///
/// # Errors
/// When it can't be installed.
pub fn wasm_bindgen(workspace: &Workspace) -> Result<PathBuf> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock"))?;
    let version =
        locked_version(&lock, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    // Without --locked: the lock file that 0.2.130 was published with names a version that was withdrawn.
    install("wasm-bindgen", "wasm-bindgen-cli", version, &[])
}

/// Finds or installs wasm-pack.
///
/// # Errors
/// When it can't be installed.
pub fn wasm_pack() -> Result<PathBuf> {
    install("wasm-pack", "wasm-pack", WASM_PACK, &["--locked"])
}

/// Puts the directory of `tool` first in the `PATH` of a command.
///
/// # Errors
/// When that directory can't stand in `PATH`.
pub fn on_path(command: &mut Command, tool: &Path) -> Result<()> {
    let first = tool.parent().map(Path::to_path_buf);
    let rest = env::var_os("PATH").unwrap_or_default();
    command.env("PATH", env::join_paths(first.into_iter().chain(env::split_paths(&rest)))?);
    Ok(())
}

/// Removes every tool that was installed here.
///
/// # Errors
/// When the cache can't be removed.
pub fn clean() -> Result<()> {
    let cache = cache_dir()?;
    if !cache.exists() {
        println!("nothing to remove in {}", cache.display());
        return Ok(());
    }
    fs::remove_dir_all(&cache).with_context(|| format!("remove {}", cache.display()))?;
    println!("removed {}", cache.display());
    Ok(())
}

fn install(tool: &str, package: &str, version: &str, options: &[&str]) -> Result<PathBuf> {
    let cache = cache_dir()?;
    let folder = cache.join(format!("{tool}-{version}"));
    let program = folder.join("bin").join(format!("{tool}{}", env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    fs::create_dir_all(&folder)?;
    let mut command = cargo();
    command.current_dir(&cache).args(["install", package, "--version", version]).args(options);
    // Not into the target directory of this project, nor with the flags of its builds.
    command.arg("--root").arg(&folder).env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    run(&format!("install {package} {version} (once, some minutes)"), &mut command)?;
    if !program.is_file() {
        bail!("cargo install {package} left no {}", program.display());
    }
    Ok(program)
}

fn cache_dir() -> Result<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .map(|cache| cache.join("userkey"))
        .context("no home directory: set XDG_CACHE_HOME to where tools may be kept")
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| **line != *name).nth(1)?;
    version.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_package_itself() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn a_tool_comes_first_in_the_path() -> Result<()> {
        let mut command = Command::new("true");
        on_path(&mut command, Path::new("a/bin/tool"))?;
        let path = command.get_envs().find_map(|(name, value)| (name == "PATH").then_some(value));
        let path = path.flatten().context("PATH is set")?;
        assert_eq!(env::split_paths(path).next(), Some(PathBuf::from("a/bin")));
        Ok(())
    }
}
