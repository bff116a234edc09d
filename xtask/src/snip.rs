//! Cuts the code that writes the message of a panic, which nobody reads: 2 KB of a download.
//!
//! In a page a panic ends in a trap, with and without that code: the standard library has nowhere to
//! print to. But it is always linked, and with it all formatting of text.

use anyhow::{Result, bail};
use wasmparser::{BinaryReader, FunctionBody, Operator};

use crate::wasm::{self, Function, Functions, map_sections, write_bytes, write_number};

const CODE: u8 = 10;
/// No locals, `unreachable`, `end`.
const TRAP: &[u8] = &[0, 0x00, 0x0b];

/// What never returns.
const PANICS: &[&str] = &[
    "__rustc::rust_begin_unwind",
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::lazy::panic_poisoned",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
];

/// What writes the message, as long as the project's own code formats nothing.
const MESSAGES: &[&str] = &["core::fmt::", "std::panicking::"];

/// A shorter function may be shared: rustc merges those with equal code, under the name of one of them.
const SHARED_BYTES: usize = 32;

/// Makes a trap of each function that only a panic runs.
///
/// # Errors
/// When the module is malformed, or other code formats text: it would trap.
pub fn snip(module: &[u8]) -> Result<Vec<u8>> {
    let functions = wasm::functions(module)?;
    for function in &functions.own {
        check_calls(function, &functions)?;
    }
    map_sections(module, |id, body| {
        Ok(Some(if id == CODE { snipped(&functions)? } else { body.to_vec() }))
    })
}

fn snipped(functions: &Functions) -> Result<Vec<u8>> {
    let mut code = Vec::new();
    write_number(&mut code, u32::try_from(functions.own.len())?);
    for function in &functions.own {
        write_bytes(&mut code, if is_cut(function) { TRAP } else { function.body })?;
    }
    Ok(code)
}

fn is_cut(function: &Function) -> bool {
    is_panic(function.name) || (is_message(function.name) && function.body.len() > SHARED_BYTES)
}

fn is_panic(name: &str) -> bool {
    let name = plain(name);
    PANICS.iter().any(|panic| name.starts_with(panic))
}

fn is_message(name: &str) -> bool {
    let name = plain(name);
    MESSAGES.iter().any(|message| name.contains(message))
}

/// A name without the hashes of crates: `core[59cd1f2e3a4b5c6d]::fmt::write` is `core::fmt::write`.
fn plain(name: &str) -> String {
    const HASH: usize = 16;
    let mut plain = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        rest = match after.split_once(']') {
            Some((hash, after)) if hash.len() == HASH => after,
            _ => {
                plain.push('[');
                after
            }
        };
    }
    plain + rest
}

/// All formatting begins with a call of what is cut here, so whoever formats is found by its calls.
fn check_calls(function: &Function, functions: &Functions) -> Result<()> {
    if is_panic(function.name) || is_message(function.name) {
        return Ok(());
    }
    let body = FunctionBody::new(BinaryReader::new(function.body, 0));
    for operator in body.get_operators_reader()? {
        let (Operator::Call { function_index } | Operator::ReturnCall { function_index }) =
            operator?
        else {
            continue;
        };
        let own = function_index.checked_sub(functions.imported);
        let called = own.and_then(|index| functions.own.get(usize::try_from(index).ok()?));
        if let Some(called) = called.filter(|called| is_message(called.name)) {
            bail!(
                "{} formats text, by {}: write it without, or give up cutting the code of panics",
                function.name,
                called.name
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::testing::module;

    const WRITE: &str = "core[59cd1f2e3a4b5c6d]::fmt::write";
    const PANIC: &str = "core[59cd1f2e3a4b5c6d]::panicking::panic_fmt";

    /// No locals, many `nop`, `end`.
    fn long() -> Vec<u8> {
        [vec![0], vec![0x01; SHARED_BYTES], vec![0x0b]].concat()
    }

    /// No locals, a call of the function with this index, `end`; 0 is the imported one.
    fn calling(index: u8) -> Vec<u8> {
        vec![0, 0x10, index, 0x0b]
    }

    fn bodies(functions: &[(&str, Vec<u8>)]) -> Result<Vec<Vec<u8>>> {
        let snipped = snip(&module(functions)?)?;
        Ok(wasm::functions(&snipped)?.own.iter().map(|function| function.body.to_vec()).collect())
    }

    #[test]
    fn panics_and_their_messages_become_traps_and_nothing_else() -> Result<()> {
        let functions = [(PANIC, calling(2)), (WRITE, long()), ("main", calling(1))];
        assert_eq!(bodies(&functions)?, [TRAP.to_vec(), TRAP.to_vec(), calling(1)]);
        Ok(())
    }

    #[test]
    fn a_short_function_stays_as_it_may_be_shared() -> Result<()> {
        let functions = [("<T as core::fmt::Display>::fmt", calling(2)), (WRITE, long())];
        assert_eq!(bodies(&functions)?, [calling(2), TRAP.to_vec()]);
        Ok(())
    }

    #[test]
    fn whoever_formats_is_named() {
        let functions = [(WRITE, long()), ("greet", calling(1))];
        let message = bodies(&functions).map_err(|error| error.to_string()).err();
        assert!(message.is_some_and(|message| message.starts_with("greet formats text, by core")));
    }

    #[test]
    fn names_are_compared_without_the_hashes_of_crates() {
        let name = "<[u8] as core[59cd1f2e3a4b5c6d]::fmt::Debug>::fmt";
        assert_eq!(plain(name), "<[u8] as core::fmt::Debug>::fmt");
    }
}
