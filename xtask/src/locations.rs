//! Blanks the places in the source that a panic names, which nobody reads: 0.3 KB of a download.
//!
//! What would print them is cut by `snip`, but each place stays in the module's data: the path of a file, and four
//! words of which the first two say where that path is and how long.

use std::ops::Range;

use anyhow::{Context, Result, bail};
use wasmparser::{BinaryReader, DataKind, DataSectionReader, Operator};

use crate::wasm::map_sections;

const DATA: u8 = 11;
const WORD: usize = 4;
const LOCATION: usize = 4 * WORD;

/// Some of a module's data: at which address it is, and where in the section.
struct Segment {
    address: usize,
    range: Range<usize>,
}

/// Fills the places that panics name with zeros.
///
/// # Errors
/// When the module is malformed.
pub fn blank(module: &[u8]) -> Result<Vec<u8>> {
    map_sections(module, |id, body| {
        Ok(Some(if id == DATA { blanked(body)? } else { body.to_vec() }))
    })
}

/// The data section without the places.
fn blanked(section: &[u8]) -> Result<Vec<u8>> {
    let segments = segments(section)?;
    let mut copy = section.to_vec();
    for segment in &segments {
        for at in segment.range.clone().step_by(WORD) {
            let Some(path) = path(section, &segments, at) else { continue };
            for range in [at..at + LOCATION, path] {
                copy.get_mut(range).context("a place beyond the data")?.fill(0);
            }
        }
    }
    Ok(copy)
}

fn segments(section: &[u8]) -> Result<Vec<Segment>> {
    let mut segments = Vec::new();
    for data in DataSectionReader::new(BinaryReader::new(section, 0))? {
        let data = data?;
        let DataKind::Active { offset_expr, .. } = data.kind else { continue };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            bail!("data at an address that isn't known");
        };
        let end = usize::try_from(data.range.end)?;
        let range = end - data.data.len()..end;
        segments.push(Segment { address: usize::try_from(value)?, range });
    }
    Ok(segments)
}

/// Where the path is that the place `at` names; none if this is no place: file, its length, line and column.
fn path(section: &[u8], segments: &[Segment], at: usize) -> Option<Range<usize>> {
    let mut words = section.get(at..at + LOCATION)?.chunks_exact(WORD).map(word);
    let (address, length) = (words.next()??, words.next()??);
    let has_line = words.all(|word| matches!(word, Some(1..100_000)));
    let start = segments.iter().find_map(|segment| {
        let offset = address.checked_sub(segment.address)?;
        (offset < segment.range.len()).then_some(segment.range.start + offset)
    })?;
    let range = start..start.checked_add(length)?;
    let is_source = section.get(range.clone())?.ends_with(b".rs");
    (has_line && is_source).then_some(range)
}

fn word(bytes: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data section with one segment at address 64.
    fn section(data: &[u8]) -> Result<Vec<u8>> {
        let length = u8::try_from(data.len())?;
        Ok([&[1, 0, 0x41, 0xc0, 0, 0x0b, length], data].concat())
    }

    fn words(words: [u32; 4]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn a_place_goes_with_the_path_it_names() -> Result<()> {
        let place = words([64, 10, 7, 21]);
        let before = section(&[b"src/lib.rstext..", place.as_slice()].concat())?;
        let after = section(&[&[0; 10][..], b"text..", &[0; 16]].concat())?;
        assert_eq!(blanked(&before)?, after);
        Ok(())
    }

    #[test]
    fn what_is_no_place_stays() -> Result<()> {
        for place in [
            words([64, 10, 0, 21]),
            words([64, 9, 7, 21]),
            words([0, 10, 7, 21]),
            words([64, u32::MAX, 7, 21]),
        ] {
            let data = section(&[b"src/lib.rs......", place.as_slice()].concat())?;
            assert_eq!(blanked(&data)?, data);
        }
        Ok(())
    }
}
