//! The tarball of an npm package.

use std::collections::BTreeMap;
use std::io::Read as _;

use base64ct::{Base64, Encoding as _};
use flate2::read::GzDecoder;
use sha2::{Digest as _, Sha512};

use super::super::package::{self, Flaw, LARGEST};

/// The most bytes that a package may unpack to. Tailwind 4.3.5 has 0.8 MB.
const LARGEST_PACKAGE: usize = 64 << 20;

/// Returns the SHA-512 of a tarball in the notation of the npm registry: `sha512-<base64>`.
#[must_use]
pub fn integrity(tarball: &[u8]) -> String {
    format!("sha512-{}", Base64::encode_string(&Sha512::digest(tarball)))
}

/// Returns the files that the engine needs of a tarball, unverified. The table of versions is made from them.
///
/// # Errors
///
/// The error says what is wrong with the tarball.
pub fn needed(tarball: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let files = unpack(tarball)?;
    package::needed(&mut |path| files.get(path).cloned().ok_or(Flaw::Missing(path.to_owned())))
        .map_err(|flaw| match flaw {
            Flaw::Missing(path) => format!("has no {path}"),
            Flaw::Manifest(reason) => format!("has a package.json that {reason}"),
            // Reading from memory fails in no other way.
            Flaw::Unreadable(..) | Flaw::Differs { .. } => "cannot be read".to_owned(),
        })
}

/// Returns the files of a tarball by their paths in the package.
pub(in crate::install) fn unpack(tarball: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let unpacked = gunzip(tarball)?;
    let broken = |error: std::io::Error| format!("is no tarball: {error}");
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(unpacked.as_slice()).entries().map_err(broken)? {
        let entry = entry.map_err(broken)?;
        let path = entry.path().map_err(broken)?.to_string_lossy().into_owned();
        let Some(path) = path.strip_prefix("package/").map(str::to_owned) else { continue };
        if entry.header().entry_type().is_file() {
            let mut content = Vec::new();
            entry.take(LARGEST).read_to_end(&mut content).map_err(broken)?;
            files.insert(path, content);
        }
    }
    Ok(files)
}

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, String> {
    // The last four bytes of a gzip file are its unpacked length (RFC 1952, section 2.3.1).
    let length = packed.last_chunk().map_or(0, |length| u32::from_le_bytes(*length) as usize);
    if length > LARGEST_PACKAGE {
        return Err(format!("unpacks to {length} bytes"));
    }
    let mut unpacked = Vec::with_capacity(length);
    // One byte more than the file says of itself shows that it says the wrong.
    let read = GzDecoder::new(packed).take(length as u64 + 1).read_to_end(&mut unpacked);
    match read {
        Ok(read) if read == length => Ok(unpacked),
        Ok(_) => Err(format!("cannot be unpacked: it is longer than {length} bytes")),
        Err(error) => Err(format!("cannot be unpacked: {error}")),
    }
}
