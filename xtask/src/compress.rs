//! The compressions that a page or the package meets.

use std::io::{Cursor, Write};

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Deflates with zopfli, in the zlib form: `DecompressionStream` calls it `deflate`, and unlike
/// `deflate-raw` it is in Chrome 97.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn zopfli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut deflated = Vec::new();
    zopfli::compress(zopfli::Options::default(), zopfli::Format::Zlib, bytes, &mut deflated)?;
    Ok(deflated)
}

/// Writes bytes as base64, which `atob` reads.
pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The length of `bytes` as gzip 9.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// The length of `bytes` as brotli 11.
///
/// # Errors
/// None in practice: it writes to memory.
pub fn brotli(bytes: &[u8]) -> Result<usize> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut compressed, &parameters)?;
    Ok(compressed.len())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const TEXT: &str = "the visitor of a page, the visitor of a page, the visitor of a page";

    #[test]
    fn what_zopfli_writes_is_read_as_zlib() -> Result<()> {
        let deflated = zopfli(TEXT.as_bytes())?;
        let mut text = String::new();
        flate2::read::ZlibDecoder::new(deflated.as_slice()).read_to_string(&mut text)?;
        assert_eq!(text, TEXT);
        Ok(())
    }

    #[test]
    fn repeated_text_gets_shorter_and_brotli_wins_over_gzip() -> Result<()> {
        let (gzip, brotli) = (gzip(TEXT.as_bytes())?, brotli(TEXT.as_bytes())?);
        assert!(brotli < gzip && gzip < TEXT.len(), "{brotli} {gzip} {}", TEXT.len());
        Ok(())
    }
}
