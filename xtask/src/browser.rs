//! Finds a Chromium and its driver, or installs Debian's where that is possible.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::debian;
use crate::workspace::Workspace;

const CHROME: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const CHROME_APP: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const DRIVER: &[&str] = &["chromedriver"];

/// The browser that the tests drive.
pub struct Browser {
    pub chrome: PathBuf,
    pub driver: PathBuf,
}

/// Takes `CHROME` and `CHROMEDRIVER`, else what is on the path, else Debian's packages (as root only).
///
/// # Errors
/// When there is none and it can't be installed: the message names what to type.
pub fn find(workspace: &Workspace) -> Result<Browser> {
    if look()?.is_none() {
        install(workspace)?;
    }
    look()?.context(
        "the packages chromium and chromium-driver brought no browser: set CHROME and CHROMEDRIVER",
    )
}

fn look() -> Result<Option<Browser>> {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let app = Some(PathBuf::from(CHROME_APP)).filter(|app| app.is_file());
    let chrome = named("CHROME")?.or_else(|| first_of(CHROME, &folders)).or(app);
    let driver = named("CHROMEDRIVER")?.or_else(|| first_of(DRIVER, &folders));
    Ok(chrome.zip(driver).map(|(chrome, driver)| Browser { chrome, driver }))
}

fn named(variable: &str) -> Result<Option<PathBuf>> {
    let Some(value) = env::var_os(variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(value);
    if !path.is_file() {
        bail!("{variable} names {}, which is no file", path.display());
    }
    Ok(Some(path))
}

fn first_of(names: &[&str], folders: &[PathBuf]) -> Option<PathBuf> {
    let in_folder =
        |folder: &PathBuf, name| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| in_folder(folder, name)))
        .find(|program| program.is_file())
}

fn install(workspace: &Workspace) -> Result<()> {
    const MISSING: &str = "the browser tests need Chromium and ChromeDriver: install them \
        (Debian: `sudo apt-get install chromium chromium-driver`), \
        or set CHROME and CHROMEDRIVER to their paths";
    debian::install(workspace, &["chromium", "chromium-driver"], MISSING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_name_wins_over_an_earlier_folder() -> Result<()> {
        let home = env::temp_dir().join(format!("userkey-browser-{}", std::process::id()));
        let folders = [home.join("a"), home.join("b")];
        for folder in &folders {
            std::fs::create_dir_all(folder)?;
        }
        let suffix = env::consts::EXE_SUFFIX;
        let second = folders[1].join(format!("chromium{suffix}"));
        std::fs::write(folders[0].join(format!("google-chrome{suffix}")), "")?;
        std::fs::write(&second, "")?;
        assert_eq!(first_of(CHROME, &folders), Some(second));
        assert_eq!(first_of(DRIVER, &folders), None);
        std::fs::remove_dir_all(home)?;
        Ok(())
    }
}
