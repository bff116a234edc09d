//! Reads WebAssembly modules: what their functions are called and how long they are.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use wasmparser::{BinaryReader, KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

/// A function of a module.
#[derive(Debug, PartialEq)]
pub struct Function {
    pub name: String,
    pub bytes: usize,
}

/// The functions of a module by their names, imported ones left out.
///
/// # Errors
/// When the module is malformed, or holds no names: then nothing could be said about it.
pub fn functions(module: &[u8]) -> Result<Vec<Function>> {
    let (mut imported, mut names, mut lengths) = (0, HashMap::new(), Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => lengths.push(body.as_bytes().len()),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    names = function_names(section)?;
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        bail!("the module has no function names");
    }
    let name = |index| names.get(&index).copied().unwrap_or("(no name)").to_owned();
    let indices = imported..;
    Ok(indices.zip(lengths).map(|(index, bytes)| Function { name: name(index), bytes }).collect())
}

fn function_names(section: NameSectionReader<'_>) -> Result<HashMap<u32, &str>> {
    let mut names = HashMap::new();
    for part in section {
        if let Name::Function(map) = part? {
            for naming in map {
                let naming = naming?;
                names.insert(naming.index, naming.name);
            }
        }
    }
    Ok(names)
}

/// A module for its readers alone: without names, producers and features, which no engine needs.
///
/// # Errors
/// When the module is malformed.
pub fn without_custom_sections(module: &[u8]) -> Result<Vec<u8>> {
    const CUSTOM: u8 = 0;
    map_sections(module, |id, body| Ok((id != CUSTOM).then(|| body.to_vec())))
}

/// Copies a module section by section, each one as `map` makes it, or not at all.
///
/// # Errors
/// When the module is malformed, or `map` says so.
pub fn map_sections(
    module: &[u8],
    mut map: impl FnMut(u8, &[u8]) -> Result<Option<Vec<u8>>>,
) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    let mut copy = module.get(..HEADER).context("not a wasm module")?.to_vec();
    let mut reader = BinaryReader::new(module, 0);
    reader.read_bytes(HEADER)?;
    while !reader.eof() {
        let (id, length) = (reader.read_u8()?, reader.read_var_u32()?);
        if let Some(body) = map(id, reader.read_bytes(usize::try_from(length)?)?)? {
            copy.push(id);
            write_bytes(&mut copy, &body)?;
        }
    }
    Ok(copy)
}

/// Writes bytes with their length before them, as sections and names are written.
///
/// # Errors
/// When there are more than 4 GB.
pub fn write_bytes(output: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
    write_number(output, u32::try_from(bytes.len())?);
    output.extend(bytes);
    Ok(())
}

/// Writes a number in LEB128: seven bits a byte, the lowest first.
pub fn write_number(output: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        output.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    output.push(number.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with an imported function, an own one of two bytes, and what `names` calls them.
    fn module(names: &[u8]) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.extend([1, 4, 1, 0x60, 0, 0]); // one type: () -> ()
        module.extend([2, 7, 1, 1, b'e', 1, b'f', 0, 0]); // e.f imported
        module.extend([3, 2, 1, 0]); // one own function
        module.extend([10, 4, 1, 2, 0, 0x0b]); // its body: no locals, end
        module.extend(names);
        module
    }

    /// Names the imported function `f` and the own one `serde`.
    const NAMES: &[u8] = b"\0\x12\x04name\x01\x0b\x02\x00\x01f\x01\x05serde";

    #[test]
    fn own_functions_are_listed_with_their_length() -> Result<()> {
        let functions = functions(&module(NAMES))?;
        assert_eq!(functions, [Function { name: "serde".into(), bytes: 2 }]);
        Ok(())
    }

    #[test]
    fn a_module_without_names_is_an_error() {
        let error = functions(&module(&[])).map_err(|error| error.to_string());
        assert_eq!(error, Err("the module has no function names".into()));
    }

    #[test]
    fn numbers_take_a_byte_for_seven_bits() {
        let written = |number| {
            let mut output = Vec::new();
            write_number(&mut output, number);
            output
        };
        assert_eq!(written(0x7f), [0x7f]);
        assert_eq!(written(0x80), [0x80, 1]);
        assert_eq!(written(u32::MAX), [0xff, 0xff, 0xff, 0xff, 0x0f]);
    }

    #[test]
    fn custom_sections_go_and_nothing_else() -> Result<()> {
        assert_eq!(without_custom_sections(&module(NAMES))?, module(&[]));
        assert!(without_custom_sections(b"\0asm").is_err());
        Ok(())
    }
}
