//! Contents of finished exports: their digests, and what precompressed files stand for.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(feature = "compression")]
use sha2::{Digest as _, Sha256};

#[cfg(feature = "compression")]
use crate::config::Encoding;
use crate::sources::large;

/// Returns the SHA-256 of a file in hexadecimal digits. The file is not held in memory.
pub fn sha256_of(file: &Path) -> io::Result<String> {
    Ok(base16ct::lower::encode_string(&large::digest(&mut File::open(file)?)?))
}

/// Returns true if a coding decodes to a content of this length and SHA-256. No more than that length is decoded.
#[cfg(feature = "compression")]
#[must_use]
pub fn decodes_to(coding: Encoding, coded: &[u8], len: usize, sha256: &str) -> bool {
    decoded(coding, coded, len).is_some_and(|plain| {
        plain.len() == len && base16ct::lower::encode_string(&Sha256::digest(&plain)) == sha256
    })
}

/// Decodes a content that has `len` bytes; none if it cannot be decoded. One that has more may be cut.
#[cfg(feature = "compression")]
fn decoded(coding: Encoding, coded: &[u8], len: usize) -> Option<Vec<u8>> {
    use std::io::Read as _;

    match coding {
        Encoding::Brotli => {
            let mut plain = Vec::with_capacity(len);
            let reader = brotlic::DecompressorReader::new(coded);
            reader.take(len as u64 + 1).read_to_end(&mut plain).ok()?;
            Some(plain)
        }
        Encoding::Gzip => {
            let mut plain = vec![0; len];
            let read = libdeflater::Decompressor::new().gzip_decompress(coded, &mut plain).ok()?;
            plain.truncate(read);
            Some(plain)
        }
        #[cfg(feature = "zstd")]
        Encoding::Zstd => zstd::bulk::decompress(coded, len).ok(),
    }
}

#[cfg(test)]
#[cfg(feature = "compression")]
mod tests;
