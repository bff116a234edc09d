//! Node, npm and the programs that npm packages bring.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::run;

/// The oldest Node that the tools and the package support.
const NODE: u32 = 20;
/// A copy of the lock file that was installed, kept where `npm ci` removes it.
const INSTALLED: &str = "node_modules/.installed-lock.json";

/// Installs what the lock file of `folder` names, unless that is what is installed.
///
/// # Errors
/// When Node is missing or too old, or npm fails.
pub fn ci(folder: &Path) -> Result<()> {
    node()?;
    let wanted = fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    let installed = folder.join(INSTALLED);
    if fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let name = folder.file_name().unwrap_or_default().display();
    let mut command = Command::new(NPM);
    command.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run(&format!("install the npm tools of {name}/"), &mut command)?;
    fs::write(installed, wanted)?;
    Ok(())
}

/// A command that runs a program of the packages installed in `folder`, there.
pub fn program(folder: &Path, name: &str) -> Command {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    let mut command =
        Command::new(folder.join("node_modules/.bin").join(format!("{name}{suffix}")));
    command.current_dir(folder);
    command
}

/// Packs the package in `folder` as it would be published and hands back the name of the file.
///
/// # Errors
/// When npm refuses, or answers something unexpected.
pub fn pack(folder: &Path, destination: &Path) -> Result<PathBuf> {
    fs::create_dir_all(destination)?;
    let mut command = Command::new(NPM);
    command.current_dir(folder).args(["pack", "--pack-destination"]).arg(destination);
    let output = run("pack the npm package", &mut command)?;
    let mut lines = output.lines().rev().map(|line| Path::new(line.trim()));
    let tarball = lines.find(|line| line.extension().is_some_and(|extension| extension == "tgz"));
    Ok(destination.join(tarball.context("npm pack named no .tgz")?))
}

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn node() -> Result<()> {
    let advice = format!("install Node {NODE} or newer");
    let output = Command::new("node").arg("--version").output().with_context(|| advice.clone())?;
    let version = String::from_utf8_lossy(&output.stdout);
    if major(&version).is_none_or(|major| major < NODE) {
        bail!("Node {} is too old: {advice}", version.trim());
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("20.20.2"), None);
        assert_eq!(major(""), None);
    }
}
