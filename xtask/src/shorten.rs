//! Shortens the names that the module and its glue call each other by: 1.8 KB of a download.

use std::collections::HashMap;

use anyhow::{Result, bail};
use wasmparser::{BinaryReader, TypeRef};

use crate::wasm::{map_sections, write_bytes, write_number};

const IMPORTS: u8 = 2;

/// The short name of each imported function, by its long one.
#[derive(Default)]
struct Names(HashMap<String, String>);

/// Gives the functions that the module imports the names `_0`, `_1`, … in the module and in the glue.
/// wasm-bindgen's own, such as `__wbg_headers_5fc0106c076eb731`, end in digits that don't compress.
///
/// # Errors
/// When the module is malformed, or the glue already uses such a name.
pub fn shorten(module: &[u8], glue: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::default();
    let module = map_sections(module, |id, body| {
        Ok(Some(if id == IMPORTS { names.imports(body)? } else { body.to_vec() }))
    })?;
    Ok((module, names.glue(glue)?))
}

impl Names {
    fn short(&mut self, name: &str) -> &str {
        let next = format!("_{}", self.0.len());
        self.0.entry(name.to_owned()).or_insert(next)
    }

    /// The import section with short names; the names of the modules and all else stay.
    fn imports(&mut self, section: &[u8]) -> Result<Vec<u8>> {
        let mut reader = BinaryReader::new(section, 0);
        let count = reader.read_var_u32()?;
        let mut output = Vec::new();
        write_number(&mut output, count);
        for _ in 0..count {
            write_bytes(&mut output, reader.read_string()?.as_bytes())?;
            write_bytes(&mut output, self.short(reader.read_string()?).as_bytes())?;
            let start = reader.current_position();
            reader.read::<TypeRef>()?;
            output.extend(section.get(start..reader.current_position()).unwrap_or_default());
        }
        Ok(output)
    }

    /// The glue with short names in place of the long ones.
    fn glue(&self, glue: &str) -> Result<String> {
        let mut output = String::with_capacity(glue.len());
        let mut rest = glue;
        while let Some(start) = rest.find(is_name) {
            let (before, name) = rest.split_at(start);
            let (name, after) = name.split_at(name.find(|c| !is_name(c)).unwrap_or(name.len()));
            if self.0.values().any(|short| short == name) {
                bail!("the glue already calls something {name}");
            }
            output.push_str(before);
            output.push_str(self.0.get(name).map_or(name, String::as_str));
            rest = after;
        }
        Ok(output + rest)
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports `glue.name`, a function of the type 0.
    fn module(name: &str) -> Result<Vec<u8>> {
        let mut section = vec![1];
        write_bytes(&mut section, b"glue")?;
        write_bytes(&mut section, name.as_bytes())?;
        section.extend([0, 0]);
        let mut module = b"\0asm\x01\0\0\0\x02".to_vec();
        write_bytes(&mut module, &section)?;
        Ok(module)
    }

    #[test]
    fn an_import_is_renamed_on_both_sides() -> Result<()> {
        let glue = "export function __wbg_get_1f(a) { return a.__wbg_get_1f2; }";
        let (short, glue) = shorten(&module("__wbg_get_1f")?, glue)?;
        assert_eq!(short, module("_0")?);
        assert_eq!(glue, "export function _0(a) { return a.__wbg_get_1f2; }");
        Ok(())
    }

    #[test]
    fn a_short_name_that_is_taken_is_an_error() -> Result<()> {
        let glue = "export function __wbg_get_1f(_0) {}";
        let error = shorten(&module("__wbg_get_1f")?, glue).map_err(|error| error.to_string());
        assert_eq!(error, Err("the glue already calls something _0".into()));
        Ok(())
    }
}
