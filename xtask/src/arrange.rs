//! Brings functions that are alike together: 0.9 KB of a download.
//!
//! What compresses a module finds repetitions wherever they are, but describes those near by in less, and learns what
//! comes after what. So each function is followed by the one, of those left, that it shares most with.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::Module;
use wasm_encoder::reencode::{Error, Reencode};
use wasmparser::{BinaryReader, Parser};

use crate::compress;
use crate::wasm::{bodies, map_sections, write_bytes, write_number};

const FUNCTION: u8 = 3;
const CODE: u8 = 10;

/// How many bytes in a row count as something shared.
const SHARED: usize = 4;

/// How many of the longest functions an order is begun with, one after the other.
const STARTS: usize = 24;

/// Rearranges the functions of a module that has no names.
///
/// # Errors
/// When the module is malformed.
pub fn arrange(module: &[u8]) -> Result<Vec<u8>> {
    let (imported, bodies) = bodies(module)?;
    let likeness = Likeness::of(&bodies);
    let mut starts: Vec<usize> = (0..bodies.len()).collect();
    starts.sort_by_key(|function| Reverse(bodies.get(*function).map(|body| body.len())));
    let mut best: Option<(usize, Vec<u8>)> = None;
    for start in starts.into_iter().take(STARTS) {
        let order = order(&likeness, start, bodies.len());
        let arranged = in_order(module, imported, &bodies, &order)?;
        let length = compress::brotli(&arranged)?;
        if best.as_ref().is_none_or(|(least, _)| length < *least) {
            best = Some((length, arranged));
        }
    }
    Ok(best.map_or_else(|| module.to_vec(), |(_, arranged)| arranged))
}

/// The module with its functions in that order.
fn in_order(module: &[u8], imported: u32, bodies: &[&[u8]], order: &[usize]) -> Result<Vec<u8>> {
    let moved = map_sections(module, |id, section| {
        Ok(Some(match id {
            FUNCTION => types(section, order)?,
            CODE => code(bodies, order)?,
            _ => section.to_vec(),
        }))
    })?;
    let mut output = Module::new();
    let mut places = vec![0; order.len()];
    for (place, function) in order.iter().enumerate() {
        *places.get_mut(*function).context("a function beyond the last")? = u32::try_from(place)?;
    }
    Renumber { imported, places }.parse_core_module(&mut output, Parser::new(0), &moved)?;
    Ok(output.finish())
}

/// The function section in another order: the type of each function.
fn types(section: &[u8], order: &[usize]) -> Result<Vec<u8>> {
    let mut reader = BinaryReader::new(section, 0);
    let mut types = Vec::new();
    for _ in 0..reader.read_var_u32()? {
        types.push(reader.read_var_u32()?);
    }
    let mut output = Vec::new();
    write_number(&mut output, u32::try_from(order.len())?);
    for function in order {
        write_number(&mut output, *types.get(*function).context("a function without a type")?);
    }
    Ok(output)
}

/// The code section in another order.
fn code(bodies: &[&[u8]], order: &[usize]) -> Result<Vec<u8>> {
    let mut output = Vec::new();
    write_number(&mut output, u32::try_from(order.len())?);
    for function in order {
        write_bytes(&mut output, bodies.get(*function).context("a function without code")?)?;
    }
    Ok(output)
}

/// Calls each function by its new number.
struct Renumber {
    imported: u32,
    /// The new place of each of the module's own functions.
    places: Vec<u32>,
}

impl Reencode for Renumber {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error> {
        let own = function.checked_sub(self.imported).and_then(|own| usize::try_from(own).ok());
        let place = own.and_then(|own| self.places.get(own));
        Ok(place.map_or(function, |place| self.imported + place))
    }
}

/// The `count` functions in their new order, which begins with `start`.
fn order(likeness: &Likeness, start: usize, count: usize) -> Vec<usize> {
    let mut is_left = vec![true; count];
    let mut order = Vec::new();
    let mut next = Some(start);
    while let Some(function) = next {
        order.push(function);
        if let Some(is_left) = is_left.get_mut(function) {
            *is_left = false;
        }
        next = likeness.closest(function, &is_left);
    }
    order
}

/// What functions have in common.
struct Likeness {
    /// The pieces of each function, by number.
    pieces: Vec<Vec<usize>>,
    /// The functions that have each piece.
    holders: Vec<Vec<usize>>,
}

impl Likeness {
    fn of(bodies: &[&[u8]]) -> Self {
        let (mut numbers, mut holders) = (HashMap::new(), Vec::new());
        let mut pieces = Vec::new();
        for (function, body) in bodies.iter().enumerate() {
            let own: BTreeSet<&[u8]> = body.windows(SHARED).collect();
            let number = |piece| {
                let next = numbers.len();
                *numbers.entry(piece).or_insert(next)
            };
            let own: Vec<usize> = own.into_iter().map(number).collect();
            holders.resize_with(numbers.len(), Vec::new);
            for piece in &own {
                if let Some(holders) = holders.get_mut(*piece) {
                    holders.push(function);
                }
            }
            pieces.push(own);
        }
        Self { pieces, holders }
    }

    /// The function, of those left, with the largest share of pieces in common with `function`.
    fn closest(&self, function: usize, is_left: &[bool]) -> Option<usize> {
        let own = self.pieces.get(function)?;
        let mut common = vec![0; is_left.len()];
        for holder in own.iter().filter_map(|piece| self.holders.get(*piece)).flatten() {
            *common.get_mut(*holder)? += 1;
        }
        let candidates = self.pieces.iter().zip(common).zip(is_left).enumerate();
        let left = candidates.filter(|(_, (_, is_left))| **is_left);
        // Two shares are compared without dividing; of equals the first is taken.
        let shares = left.map(|(other, ((pieces, common), _))| {
            (other, common, 1 + own.len() + pieces.len() - common)
        });
        let best =
            shares.reduce(|best, next| if next.1 * best.2 > best.1 * next.2 { next } else { best });
        best.map(|(other, ..)| other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::{functions, testing, without_custom_sections};

    /// No locals, a call of the function with this index, so many `nop`, `end`; 0 is the imported one.
    fn calling(index: u8, nops: usize) -> Vec<u8> {
        [vec![0, 0x10, index], vec![0x01; nops], vec![0x0b]].concat()
    }

    /// No locals, much that no other function has, `end`.
    fn strange() -> Vec<u8> {
        [vec![0], (1..9).flat_map(|number| [0x41, number, 0x1a]).collect(), vec![0x0b]].concat()
    }

    #[test]
    fn what_is_alike_comes_together_and_calls_what_it_called() -> Result<()> {
        let before = [("a", calling(2, 40)), ("b", strange()), ("c", calling(3, 30))];
        let module = without_custom_sections(&testing::module(&before)?)?;
        let (imported, bodies) = bodies(&module)?;
        let order = order(&Likeness::of(&bodies), 0, bodies.len());
        let arranged = in_order(&module, imported, &bodies, &order)?;
        let after = [("a", calling(3, 40)), ("c", calling(2, 30)), ("b", strange())];
        assert_eq!(arranged, without_custom_sections(&testing::module(&after)?)?);
        assert!(functions(&arranged).is_err(), "it has no names");
        Ok(())
    }

    #[test]
    fn what_is_in_order_stays_as_it_is() -> Result<()> {
        let module =
            without_custom_sections(&testing::module(&[("a", calling(0, 9)), ("b", strange())])?)?;
        let arranged = arrange(&module)?;
        assert_eq!(arrange(&arranged)?, arranged);
        Ok(())
    }
}
