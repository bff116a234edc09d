//! Requests as rows of operations write them: `users/<id>/ {"name":<name>}`, where a `<word>` stands for the next
//! argument.

use crate::args::Args;
use crate::error::{Error, Result};
use crate::text::{concat, split, split_once};
use crate::value::Value;

/// Writes an argument as its word wants it where the text ends.
pub type Write<'a> = &'a mut dyn FnMut(&str, &Value, &mut String) -> Result<()>;

/// What a row tells the facade's generator alone: nothing in the npm module.
#[must_use]
pub const fn told(text: &'static str) -> &'static str {
    if cfg!(all(target_arch = "wasm32", feature = "npm")) { "" } else { text }
}

/// The path of a request and its body, which is empty if it has none.
#[must_use]
pub fn parts(template: &'static str) -> (&'static str, &'static str) {
    split_once(template, " ").unwrap_or((template, ""))
}

/// The error for a name that no row has.
#[must_use]
pub fn no_operation(name: &str) -> Error {
    Error::input(concat(&[name, " is no operation"]))
}

/// How many arguments a template takes.
#[must_use]
pub const fn words(template: &str) -> usize {
    let (mut left, mut count) = (template.as_bytes(), 0);
    while let [byte, rest @ ..] = left {
        count += (*byte == b'<') as usize;
        left = rest;
    }
    count
}

/// Writes `template` with the first of `args` in the place of its words, and leaves the others.
///
/// # Errors
/// Those of `write`.
#[inline(never)]
pub fn fill(
    template: &'static str,
    args: &mut &[Value],
    out: &mut String,
    write: Write<'_>,
) -> Result<()> {
    let mut parts = split(template, "<>");
    while let Some(literal) = parts.next() {
        out.push_str(literal);
        if let Some(word) = parts.next() {
            write(word, Args(args).at(0), out)?;
            *args = args.get(1..).unwrap_or_default();
        }
    }
    Ok(())
}
