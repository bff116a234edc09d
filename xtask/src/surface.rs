//! What a page's module and `pkg/src/glue.ts` know of each other: that calls what the module exports as wasm-bindgen's own
//! glue would, in a third of its length, and is all that the module may ask for.

use anyhow::{Result, ensure};
use wasmparser::{BinaryReader, ExternalKind, TypeRef};

use crate::wasm::{map_sections, write_bytes, write_number};

const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// What `glue.ts` calls, and no more.
const CALLED: &[&str] = &[
    "__wbg_client_free",
    "__wbindgen_free",
    "__wbindgen_malloc",
    "client_ask",
    "client_new",
    "client_text",
    "memory",
    "visitorKey",
];

/// The name under which `glue.ts` gives the one function that the module asks for: it throws what is wrong.
const THROW: &str = "_0";

/// Drops the exports that nothing calls, and so what only they need.
///
/// # Errors
/// When the module is malformed or lacks an export that is called.
pub fn narrow(module: &[u8]) -> Result<Vec<u8>> {
    map_sections(module, |id, section| {
        Ok(Some(if id == EXPORTS { called(section)? } else { section.to_vec() }))
    })
}

fn called(section: &[u8]) -> Result<Vec<u8>> {
    let mut reader = BinaryReader::new(section, 0);
    let (mut kept, mut found) = (Vec::new(), Vec::new());
    for _ in 0..reader.read_var_u32()? {
        let name = reader.read_string()?;
        let start = reader.current_position();
        reader.read::<ExternalKind>()?;
        reader.read_var_u32()?;
        if CALLED.contains(&name) {
            found.push(name);
            write_bytes(&mut kept, name.as_bytes())?;
            kept.extend(section.get(start..reader.current_position()).unwrap_or_default());
        }
    }
    found.sort_unstable();
    ensure!(found == CALLED, "glue.ts calls {CALLED:?}, but the module exports {found:?}");
    let mut output = Vec::new();
    write_number(&mut output, u32::try_from(found.len())?);
    output.extend(kept);
    Ok(output)
}

/// Calls the one function that the module asks for by the short name that `glue.ts` has for it.
///
/// # Errors
/// When the module is malformed or asks for anything else.
pub fn name_import(module: &[u8]) -> Result<Vec<u8>> {
    map_sections(module, |id, section| {
        Ok(Some(if id == IMPORTS { named(section)? } else { section.to_vec() }))
    })
}

fn named(section: &[u8]) -> Result<Vec<u8>> {
    let mut reader = BinaryReader::new(section, 0);
    let count = reader.read_var_u32()?;
    let mut output = Vec::new();
    write_number(&mut output, count);
    write_bytes(&mut output, reader.read_string()?.as_bytes())?;
    let name = reader.read_string()?;
    ensure!(
        count == 1 && name.contains("throw"),
        "glue.ts gives the module one function that throws, but it asks for {count}, first {name}"
    );
    write_bytes(&mut output, THROW.as_bytes())?;
    let start = reader.current_position();
    reader.read::<TypeRef>()?;
    output.extend(section.get(start..reader.current_position()).unwrap_or_default());
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with a section of that number, which holds `parts` as they are.
    fn module(id: u8, parts: &[&[u8]]) -> Result<Vec<u8>> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(id);
        write_bytes(&mut module, &parts.concat())?;
        Ok(module)
    }

    fn export(name: &str) -> Result<Vec<u8>> {
        let mut export = Vec::new();
        write_bytes(&mut export, name.as_bytes())?;
        export.extend([0, 0]); // a function, the first
        Ok(export)
    }

    fn exporting(names: &[&str]) -> Result<Vec<u8>> {
        let exports = names.iter().map(|name| export(name)).collect::<Result<Vec<_>>>()?.concat();
        module(EXPORTS, &[&[u8::try_from(names.len())?], &exports])
    }

    #[test]
    fn what_nothing_calls_is_exported_no_more() -> Result<()> {
        let all = [CALLED, &["__wbindgen_realloc"]].concat();
        assert_eq!(narrow(&exporting(&all)?)?, exporting(CALLED)?);
        Ok(())
    }

    #[test]
    fn an_export_that_is_called_but_not_there_is_an_error() -> Result<()> {
        let error = narrow(&exporting(CALLED.get(1..).unwrap_or_default())?)
            .map_err(|error| error.to_string());
        assert!(error.is_err_and(|error| error.starts_with("glue.ts calls")));
        Ok(())
    }

    #[test]
    fn the_one_function_asked_for_has_a_short_name() -> Result<()> {
        let long = module(IMPORTS, &[b"\x01\x04glue\x07_throw1\0\0"])?;
        assert_eq!(name_import(&long)?, module(IMPORTS, &[b"\x01\x04glue\x02_0\0\0"])?);
        let other = name_import(&module(IMPORTS, &[b"\x01\x04glue\x05fetch\0\0"])?);
        assert!(other.is_err_and(|error| error.to_string().ends_with("asks for 1, first fetch")));
        Ok(())
    }
}
