//! The digest of a file, read chunk by chunk.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest, Sha256, Sha384};
use tailprint_core::table::{Coding, Variant};

use super::Form;
use crate::Asset;

/// The bytes that are read at once. Chosen: the time of a call is small against that of hashing them.
const CHUNK: usize = 1 << 20;

/// The digest that the build has left of a form of an asset.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind<'a> {
    /// The value of an `integrity` attribute.
    Integrity(&'a str),
    /// The first digits of the SHA-256, in quotes. Members of a cycle have another entity tag, but an integrity as well.
    ETag(&'a str),
}

impl<'a> Kind<'a> {
    pub(super) fn of(asset: Asset, form: Form, variant: Variant<'a>) -> Self {
        match asset.integrity() {
            Some(integrity) if form == Form::Coded(Coding::Identity) => Self::Integrity(integrity),
            _ => Self::ETag(variant.etag),
        }
    }

    /// Returns true if the file has this digest.
    pub(super) fn is_that_of(self, file: &Path) -> io::Result<bool> {
        Ok(match self {
            Self::Integrity(integrity) => {
                let digest = match integrity.split_once('-') {
                    Some(("sha256", _)) => digest::<Sha256>(file)?,
                    _ => digest::<Sha384>(file)?,
                };
                integrity
                    .split_once('-')
                    .is_some_and(|(_, it)| it == Base64::encode_string(&digest))
            }
            Self::ETag(etag) => {
                let digits = etag.trim_matches('"');
                let digest = digest::<Sha256>(file)?;
                let bytes = digest.iter().map(|byte| format!("{byte:02x}"));
                !digits.is_empty() && bytes.collect::<String>().starts_with(digits)
            }
        })
    }
}

fn digest<D: Digest>(file: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(file)?;
    let mut digest = D::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(digest.finalize().to_vec()),
            Ok(read) => digest.update(chunk.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
