//! Contents: their bytes, digests and codings.

use std::fs::File;
use std::io::{self, Read};

use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tailprint_core::io_error::reason;

use crate::assets::collect::Content;
use crate::push::store::PART;

/// The size and the SHA-256 of a content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) size: u64,
    pub(crate) sha256: String,
}

/// The size of the pieces in which files are hashed.
const PIECE: usize = 1 << 16;

/// Bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    base16ct::lower::encode_string(bytes)
}

pub(crate) fn digest_of(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Hashes a content without holding it in memory.
pub(super) fn digest(content: &Content, name: &str) -> Result<Digest, String> {
    let failed = |error: io::Error| format!("{name}: cannot be read: {}", reason(&error));
    let file = match content {
        Content::Bytes(bytes) => {
            let sha256 = hex(&digest_of(bytes));
            return Ok(Digest { size: bytes.len() as u64, sha256 });
        }
        Content::File(file) => file,
    };
    let mut file = File::open(file).map_err(failed)?;
    let (mut hasher, mut size) = (Sha256::new(), 0);
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).map_err(failed)?;
        if read == 0 {
            return Ok(Digest { size, sha256: hex(&hasher.finalize()) });
        }
        hasher.update(&piece[..read]);
        size += read as u64;
    }
}

/// The bytes of a content.
pub(crate) fn bytes(content: &Content) -> io::Result<Bytes> {
    match content {
        Content::Bytes(bytes) => Ok(Bytes::copy_from_slice(bytes)),
        Content::File(file) => std::fs::read(file).map(Bytes::from),
    }
}

/// Reads a content in parts of a fixed size. The last part is empty. A content that no longer has this digest is an error,
/// which comes before the last part.
pub(crate) fn parts(
    content: &Content,
    sha256: &str,
) -> io::Result<impl FnMut() -> io::Result<Vec<u8>>> {
    let mut reader: Box<dyn Read> = match content {
        Content::Bytes(bytes) => Box::new(io::Cursor::new(bytes.clone())),
        Content::File(file) => Box::new(File::open(file)?),
    };
    let sha256 = sha256.to_owned();
    let mut hasher = Sha256::new();
    Ok(move || {
        let mut part = Vec::with_capacity(PART);
        reader.by_ref().take(PART as u64).read_to_end(&mut part)?;
        hasher.update(&part);
        if part.is_empty() && hex(&hasher.finalize_reset()) != sha256 {
            return Err(io::Error::other(CHANGED));
        }
        Ok(part)
    })
}

/// The message about a file that is written while it is pushed.
pub(crate) const CHANGED: &str = "the file changed while it was pushed (push again)";

/// Decodes bytes in a content coding.
pub(crate) fn decoded(coding: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    match coding {
        "br" => brotli_decompressor::Decompressor::new(bytes, PIECE).read_to_end(&mut plain)?,
        "gzip" => flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain)?,
        "zstd" => zstd::Decoder::new(bytes)?.read_to_end(&mut plain)?,
        _ => return Err(io::Error::other(format!("unknown content coding {coding}"))),
    };
    Ok(plain)
}
