//! The stages of the tests, in their order.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::json;

use super::{Session, Tally};
use crate::bench;
use crate::debian;
use crate::npm;
use crate::size;
use crate::tools;

/// A file of tests that is still running after this long hangs: ten minutes, in its long form two hours.
const NODE_TIMEOUT: &str = "--test-timeout=600000";
const NODE_TIMEOUT_LONG: &str = "--test-timeout=7200000";

/// The package as it is compiled for a page.
const WASM: &str = "--package=userkey --target=wasm32-unknown-unknown";

pub fn fmt(session: &Session) -> Result<Tally> {
    session.check("cargo fmt", &mut session.workspace.cargo(&["fmt", "--all", "--check"]))
}

pub fn clippy(session: &Session) -> Result<Tally> {
    tools::wasm_target(session.workspace)?;
    let run = |name: &str, arguments: &str| {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        session.check(name, &mut session.workspace.cargo(&arguments))
    };
    let wasm =
        |name: &str, options: &str| run(name, &format!("clippy {WASM} {options} -- -Dwarnings"));
    Ok(run("clippy", "clippy --workspace --all-targets -- -Dwarnings")?
        + wasm("clippy for Rust apps in a page, and their tests", "--all-targets")?
        + wasm("clippy for the npm module", "--features=npm")?
        + wasm("clippy for the module of the fetch handler", "--features=npm-relay")?)
}

pub fn native(session: &Session) -> Result<Tally> {
    let mut command = session.workspace.cargo(&["test", "--workspace", "--no-fail-fast"]);
    session.count("cargo test", &mut command, Tally::of_cargo)
}

pub fn docs(session: &Session) -> Result<Tally> {
    tools::wasm_target(session.workspace)?;
    let run = |name: &str, options: &str| {
        let mut command = session.workspace.cargo(&["doc", "--no-deps"]);
        command.args(options.split(' ')).env("RUSTDOCFLAGS", "-Dwarnings");
        session.check(name, &mut command)
    };
    Ok(run("cargo doc", "--workspace --document-private-items")?
        + run("cargo doc for wasm32", WASM)?)
}

pub fn headless(session: &Session) -> Result<Tally> {
    let workspace = session.workspace;
    tools::wasm_target(workspace)?;
    let (bindgen, pack) = (tools::wasm_bindgen(workspace)?, tools::wasm_pack()?);
    let browser = session.browser()?;
    // The driver would start the first browser that it finds, not the one that was chosen.
    let capabilities = workspace.scratch().join("webdriver.json");
    fs::create_dir_all(workspace.scratch())?;
    fs::write(
        &capabilities,
        json!({ "goog:chromeOptions": { "binary": browser.chrome } }).to_string(),
    )?;

    let mut command = workspace.command(pack);
    tools::on_path(&mut command, &bindgen)?;
    command.args(["test", "--headless", "--chrome", "--chromedriver"]).arg(&browser.driver);
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    session.count("wasm-pack test", &mut command, Tally::of_cargo)
}

pub fn package(session: &Session) -> Result<Tally> {
    node(session, "package")
}

pub fn browser(session: &Session) -> Result<Tally> {
    node(session, "browser")
}

pub fn torture(session: &Session) -> Result<Tally> {
    node(session, "torture")
}

pub fn soak(session: &Session) -> Result<Tally> {
    node(session, "soak")
}

pub fn relay(session: &Session) -> Result<Tally> {
    // Those runtimes are large, and nothing else needs them.
    npm::ci(&session.workspace.root.join("tests/relay"))?;
    node(session, "relay")
}

pub fn attack(session: &Session) -> Result<Tally> {
    // What instances share needs a store that no other test needs.
    let redis = debian::program(session.workspace, "redis-server")?;
    let attack = node(session, "attack")?;
    let mut command = session.workspace.cargo(&["test", "--package=userkey-relay", "--test=redis"]);
    command.args(["--", "--ignored"]).env("USERKEY_REDIS_SERVER", redis);
    Ok(attack + session.count("several relays with a Redis", &mut command, Tally::of_cargo)?)
}

/// Runs `tests/<folder>/*.test.mjs`; they find what they test in the environment.
fn node(session: &Session, folder: &str) -> Result<Tally> {
    let workspace = session.workspace;
    let files = test_files(&workspace.root.join("tests").join(folder))?;
    let tarball = session.tarball()?;
    npm::ci(&workspace.root.join("tests"))?;
    let mut command = workspace.command("node");
    let timeout = if session.long { NODE_TIMEOUT_LONG } else { NODE_TIMEOUT };
    command.args(["--test", "--test-reporter=spec", timeout]);
    // Its cases wait for most of their time: Node's and Chromium's may do so together.
    command.args((folder == "torture").then_some("--test-concurrency=2")).args(files);
    command.env("USERKEY_TARBALL", tarball).env("USERKEY_SANDBOX_BIN", session.sandbox()?);
    command.env("USERKEY_RELAY_BIN", session.relay()?).env("CHROME", session.browser()?.chrome);
    session.count(&format!("node --test tests/{folder}"), &mut command, Tally::of_node)
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        fs::read_dir(folder).into_iter().flatten().map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    if files.is_empty() {
        bail!("{} has no *.test.mjs", folder.display());
    }
    files.sort();
    Ok(files)
}

pub fn size(session: &Session) -> Result<Tally> {
    session.build()?;
    let report = size::Report::measure(session.workspace)?;
    println!("{report}");
    Ok(report.checks().map(|passed| if passed { Tally::PASSED } else { Tally::FAILED }).sum())
}

/// Measures everything once: a bench that is broken, or measures what fails, is noticed before somebody needs it.
pub fn bench(session: &Session) -> Result<Tally> {
    let mut command = bench::command(session.workspace, &session.tarball()?)?;
    session.check("node bench/run.mjs", command.args(["--rounds=1", "--stubbed"]))
}
