//! Installs Debian's packages where that is possible, and says what to type where it isn't.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::run;
use crate::workspace::Workspace;

/// Finds a program on the path, or installs the package of the same name (as root only).
///
/// # Errors
/// When there is none and it can't be installed: the message names what to type.
pub fn program(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let look = || folders.iter().map(|folder| folder.join(name)).find(|program| program.is_file());
    if let Some(program) = look() {
        return Ok(program);
    }
    let missing = format!("{name} is missing: install it (Debian: `sudo apt-get install {name}`)");
    install(workspace, &[name], &missing)?;
    look().context(missing)
}

/// Installs packages as root on a machine that has apt.
///
/// # Errors
/// `missing`, on any other.
pub fn install(workspace: &Workspace, packages: &[&str], missing: &str) -> Result<()> {
    if !Path::new("/usr/bin/apt-get").is_file() || !is_root(workspace) {
        bail!("{missing}");
    }
    let names = packages.join(" ");
    eprintln!("  installing Debian's {names}, as this is root");
    let mut update = workspace.command("apt-get");
    run("apt-get update", update.arg("update"))?;
    let mut install = workspace.command("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    run(&format!("apt-get install {names}"), &mut install).with_context(|| missing.to_owned())?;
    Ok(())
}

fn is_root(workspace: &Workspace) -> bool {
    let id = workspace.command("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_program_on_the_path_is_found() -> Result<()> {
        let found = program(&Workspace::find()?, "sh")?;
        assert!(found.ends_with("sh") && found.is_file());
        Ok(())
    }
}
