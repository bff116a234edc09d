//! Reads WebAssembly modules: what their functions are called and how long they are.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use wasmparser::{BinaryReader, KnownCustom, Name, NameSectionReader, Parser, Payload, TypeRef};

/// A function of a module: what it is called, and its locals and instructions.
#[derive(Debug, PartialEq)]
pub struct Function<'a> {
    pub name: &'a str,
    pub body: &'a [u8],
}

/// The functions of a module, and how many imported ones are counted before them.
#[derive(Debug)]
pub struct Functions<'a> {
    pub imported: u32,
    pub own: Vec<Function<'a>>,
}

/// Lists the functions of a module with their names.
///
/// # Errors
/// When the module is malformed, or holds no names: then nothing could be said about it.
pub fn functions(module: &[u8]) -> Result<Functions<'_>> {
    let (imported, bodies) = bodies(module)?;
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::CustomSection(section) = payload?
            && let KnownCustom::Name(section) = section.as_known()
        {
            names = function_names(section)?;
        }
    }
    if names.is_empty() {
        bail!("the module has no function names");
    }
    let name = |index| names.get(&index).copied().unwrap_or("(no name)");
    let own = (imported..).zip(bodies).map(|(index, body)| Function { name: name(index), body });
    Ok(Functions { imported, own: own.collect() })
}

/// How many functions a module imports, and its own ones without their names: locals and instructions.
///
/// # Errors
/// When the module is malformed.
pub fn bodies(module: &[u8]) -> Result<(u32, Vec<&[u8]>)> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    Ok((imported, bodies))
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

/// The Rust module that a function is from, by its name: at most three parts of it, as `userkey::js::cube`.
pub fn module_of(name: &str) -> String {
    let path = name.trim_start_matches('<').split("::").map(|part| {
        // The hash of a crate stands in brackets behind its name.
        part.split_once('[').map_or(part, |(name, _)| name)
    });
    let is_module = |part: &&str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let parts: Vec<_> = path.take_while(is_module).take(3).collect();
    if parts.is_empty() { name.to_owned() } else { parts.join("::") }
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

/// Modules for tests.
#[cfg(test)]
pub mod testing {
    use super::*;

    /// A module with an imported function and own ones, given by name and body.
    pub fn module(functions: &[(&str, Vec<u8>)]) -> Result<Vec<u8>> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let count = u8::try_from(functions.len())?;
        section(&mut module, 1, &[1, 0x60, 0, 0])?; // one type: () -> ()
        section(&mut module, 2, &[1, 1, b'e', 1, b'f', 0, 0])?; // e.f imported
        section(&mut module, 3, &[vec![count], vec![0; functions.len()]].concat())?;
        let (mut code, mut names) = (vec![count], vec![count]);
        for (index, (name, body)) in (1..).zip(functions) {
            write_bytes(&mut code, body)?;
            write_number(&mut names, index);
            write_bytes(&mut names, name.as_bytes())?;
        }
        section(&mut module, 10, &code)?;
        let mut custom = b"\x04name\x01".to_vec();
        write_bytes(&mut custom, &names)?;
        section(&mut module, 0, &custom)?;
        Ok(module)
    }

    fn section(module: &mut Vec<u8>, id: u8, body: &[u8]) -> Result<()> {
        module.push(id);
        write_bytes(module, body)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::module;
    use super::*;

    const END: &[u8] = &[0, 0x0b];

    #[test]
    fn own_functions_are_listed_apart_from_imported_ones() -> Result<()> {
        let module = module(&[("main", END.to_vec())])?;
        let functions = functions(&module)?;
        assert_eq!(functions.imported, 1);
        assert_eq!(functions.own, [Function { name: "main", body: END }]);
        Ok(())
    }

    #[test]
    fn the_module_of_a_function_is_read_from_its_name() {
        for (name, module) in [
            ("userkey::usercom::plan::Target::plan::hd7836c1b766c812c", "userkey::usercom::plan"),
            ("<userkey::js::cube::Cube as core::ops::Drop>::drop", "userkey::js::cube"),
            ("<alloc[3ca501edff3f0c7c]::string::String>::push", "alloc::string"),
            ("core[c5930c85a12de822]::str::count::do_count_chars", "core::str::count"),
            ("__rust_alloc", "__rust_alloc"),
        ] {
            assert_eq!(module_of(name), module);
        }
    }

    #[test]
    fn custom_sections_go_and_nothing_else() -> Result<()> {
        let module = module(&[("main", END.to_vec())])?;
        let bare = without_custom_sections(&module)?;
        assert!(module.starts_with(&bare));
        assert!(module.ends_with(b"\x04name\x01\x07\x01\x01\x04main"));
        assert_eq!(module.len() - bare.len(), 16);
        Ok(())
    }

    #[test]
    fn a_module_without_names_is_an_error() -> Result<()> {
        let bare = without_custom_sections(&module(&[("main", END.to_vec())])?)?;
        let message = functions(&bare).map_err(|error| error.to_string()).err();
        assert_eq!(message.as_deref(), Some("the module has no function names"));
        assert!(without_custom_sections(b"\0asm").is_err());
        Ok(())
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
}
