//! The table of sizes, and the checks on it.

use std::fmt;

use anyhow::Result;
use serde_json::json;

use super::{DEFAULT, KB, Limit, SLIM, Size, bundle, read};
use crate::build;
use crate::wasm::{self, Function};
use crate::workspace::Workspace;

/// The sizes of the package and the names in it that must not be.
pub struct Report {
    rows: Vec<Row>,
    serde: Vec<String>,
}

/// A line of the table: a part, or with a limit something that a page downloads as a whole.
struct Row {
    name: &'static str,
    size: Size,
    limit: Option<Limit>,
}

impl Row {
    fn part(name: &'static str, size: Size) -> Self {
        Self { name, size, limit: None }
    }

    fn total(name: &'static str, size: Size, limit: Limit) -> Self {
        Self { name, size, limit: Some(limit) }
    }

    fn keeps_cap(&self) -> Option<bool> {
        self.limit.map(|limit| self.size.brotli <= limit.cap)
    }
}

impl Report {
    /// Measures the package that was built last.
    ///
    /// # Errors
    /// When a file is missing or can't be bundled.
    pub fn measure(workspace: &Workspace) -> Result<Self> {
        let pkg = workspace.pkg();
        let bundle = |name: &str, exports: &str, path: &str| {
            let source = format!("export {exports} from {};", json!(pkg.join(path)));
            Size::of(&bundle(workspace, name, &source)?)
        };
        let wasm = Size::of(&read(&pkg.join("dist/userkey.wasm"))?)?;
        let relay = Size::of(&read(&pkg.join("dist/relay.wasm"))?)?;
        let both = "{ ConnectyCube, UserCom }";
        let slim = bundle("slim", "{ UserCom }", "dist/esm/slim.js")?;
        let slim_both = bundle("slim-both", both, "dist/esm/slim.js")?;
        let inlined = bundle("default", "{ UserCom }", "dist/esm/index.js")?;
        let inlined_both = bundle("default-both", both, "dist/esm/index.js")?;
        let script = Size::of(&read(&pkg.join("dist/userkey.js"))?)?;
        let rows = vec![
            Row::part("wasm", wasm),
            Row::part("facade", slim),
            Row::part("script tag (userkey.js)", script),
            Row::part("relay (on a server)", relay),
            Row::total("userkey/slim (the sum)", wasm.and(slim), SLIM),
            Row::part("  with both clients", wasm.and(slim_both)),
            Row::total("userkey (wasm inlined)", inlined, DEFAULT),
            Row::part("  with both clients", inlined_both),
        ];
        let module = read(&build::compiled_module(workspace))?;
        Ok(Self { rows, serde: serde_symbols(&wasm::functions(&module)?.own) })
    }

    /// Whether each thing is as it must be: below its cap, and without serde.
    pub fn checks(&self) -> impl Iterator<Item = bool> {
        let caps = self.rows.iter().filter_map(Row::keeps_cap);
        caps.chain([self.serde.is_empty()])
    }
}

/// The symbols of serde, which belongs to the Rust client only: in the page's module it is a leak.
/// Read from the module as rustc wrote it, with the mangled names, which hold every trait and crate.
fn serde_symbols(functions: &[Function]) -> Vec<String> {
    let names = functions.iter().map(|function| function.name);
    names.filter(|name| name.contains("serde")).map(str::to_owned).collect()
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.serde.as_slice() {
            [] => writeln!(f, "no serde symbol in the module")?,
            found => writeln!(
                f,
                "serde is in the module, {} symbols:\n  {}",
                found.len(),
                found.join("\n  ")
            )?,
        }
        writeln!(
            f,
            "\n{:<24} {:>10} {:>10} {:>10}",
            "KB (1024 bytes)", "raw", "gzip 9", "brotli 11"
        )?;
        self.rows.iter().try_for_each(|row| write!(f, "{row}"))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size { raw, gzip, brotli } = self.size;
        write!(f, "{:<24} {:>10} {:>10} {:>10}", self.name, kb(raw), kb(gzip), kb(brotli))?;
        match self.limit {
            Some(Limit { cap, .. }) if brotli > cap => {
                writeln!(f, "  over the cap of {} KB by {} bytes", kb(cap), brotli - cap)
            }
            Some(Limit { cap, goal, .. }) if brotli > goal => {
                writeln!(f, "  of {} KB, {} above the goal", kb(cap), kb(brotli - goal))
            }
            Some(Limit { goal, .. }) => writeln!(f, "  the goal of {} KB is reached", kb(goal)),
            None => writeln!(f),
        }
    }
}

/// Bytes as KB with two decimals, rounded up: what doesn't fit must not look as if it did.
fn kb(bytes: usize) -> String {
    let hundredths = (bytes * 100).div_ceil(KB);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { raw: 3 * KB, gzip: 2 * KB, brotli: KB };

    #[test]
    fn a_total_may_reach_a_limit_but_not_pass_it() {
        let report = |cap| {
            let row = Row::total("a", SIZE, Limit { cap, goal: 0 });
            Report { rows: vec![Row::part("b", SIZE), row], serde: Vec::new() }
        };
        assert!(report(KB).checks().all(|passed| passed));
        assert!(!report(KB - 1).checks().all(|passed| passed));
    }

    #[test]
    fn one_serde_symbol_fails_the_report() {
        let report = |names: &[&'static str]| {
            let functions: Vec<_> = names.iter().map(|name| Function { name, body: &[] }).collect();
            Report { rows: Vec::new(), serde: serde_symbols(&functions) }
        };
        let clean = report(&["_ZN7userkey4http3urlE"]);
        let leaking = report(&["_RNvXs_NtCs1_10serde_core2deE", "main"]);
        assert!(clean.checks().all(|passed| passed));
        assert!(!leaking.checks().all(|passed| passed));
        assert!(leaking.to_string().contains("serde is in the module, 1 symbols:\n  _RNvXs_"));
    }

    #[test]
    fn kilobytes_are_rounded_up() {
        assert_eq!(kb(30 * KB), "30.00");
        assert_eq!(kb(30 * KB + 1), "30.01");
    }

    #[test]
    fn a_total_says_how_far_it_is_from_its_limits() {
        for (cap, goal, said) in [
            (KB - 5, 0, "over the cap of 1.00 KB by 5 bytes"),
            (KB, KB / 2, "of 1.00 KB, 0.50 above the goal"),
            (2 * KB, KB, "the goal of 1.00 KB is reached"),
        ] {
            let row = Row::total("userkey", SIZE, Limit { cap, goal }).to_string();
            assert!(row.trim_end().ends_with(said), "{row}");
        }
    }
}
