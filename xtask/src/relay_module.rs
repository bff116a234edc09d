//! Builds the module of the package's fetch handler: apart from the page's, so that no page pays for it.

use std::env;
use std::fs;

use anyhow::Result;

use crate::build::{bind, compiler};
use crate::compress;
use crate::fingerprint::Stamp;
use crate::optimize::{FOR_SERVERS, optimize};
use crate::run::run;
use crate::wasm;
use crate::workspace::Workspace;

/// Makes everything in `pkg/generated-relay`; what is up to date is left alone.
///
/// # Errors
/// When a step fails: the message names it.
pub fn build(workspace: &Workspace) -> Result<()> {
    // In a folder of its own: in the page's one, each would replace the other.
    let target = workspace.scratch().join("relay");
    let mut command = compiler(workspace, "npm-relay")?;
    run("compile the relay's module", command.arg("--target-dir").arg(&target))?;
    let module = target.join("wasm32-unknown-unknown/npm/userkey.wasm");
    let generated = workspace.pkg().join("generated-relay");
    let inputs =
        vec![module.clone(), workspace.pkg().join("package-lock.json"), env::current_exe()?];
    let stamp =
        Stamp::new(workspace.scratch().join("relay.stamp"), inputs, vec![generated.clone()]);
    if stamp.is_fresh() {
        return Ok(());
    }
    let bindings = bind(workspace, &module, "relay")?;
    let optimized = workspace.scratch().join("relay.named.wasm");
    optimize(&workspace.pkg(), &bindings.join("relay_bg.wasm"), &optimized, FOR_SERVERS)?;
    let wasm = wasm::without_custom_sections(&fs::read(optimized)?)?;
    if generated.exists() {
        fs::remove_dir_all(&generated)?;
    }
    fs::create_dir_all(&generated)?;
    fs::copy(bindings.join("relay_bg.js"), generated.join("relay_bg.js"))?;
    fs::write(generated.join("relay_bg.wasm"), &wasm)?;
    let inline = format!("// generated\nexport default \"{}\";\n", compress::base64(&wasm));
    fs::write(generated.join("inline.ts"), inline)?;
    stamp.save()
}
