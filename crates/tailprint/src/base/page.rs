//! Files that are sent for another path than their own, with their URLs written for it.

use sha2::{Digest as _, Sha256};

/// A file whose relative URLs were written with the base.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    /// The entity tag, quotes included.
    pub(crate) etag: String,
}

/// The bytes of a digest that an entity tag names: as many as fingerprints have.
const TAG: usize = tailprint_core::fingerprint::LEN / 2;

impl Page {
    /// Writes a file for any place. `based` is a line for each URL: where the bytes begin, how many they are, and the text
    /// instead of these, which stands behind `prefix`, or behind `root` if it begins with a slash
    /// ([`Record::based`](tailprint_core::table::Record::based)).
    pub(crate) fn write(content: &[u8], based: &str, prefix: &str, root: &str) -> Self {
        let mut bytes = Vec::with_capacity(content.len() + based.len());
        let mut copied = 0;
        for line in based.lines() {
            let mut parts = line.splitn(3, ' ');
            let mut number = || parts.next().and_then(|digits| digits.parse::<usize>().ok());
            let (Some(start), Some(len)) = (number(), number()) else { continue };
            let text = parts.next().unwrap_or_default();
            let (before, text) = match text.strip_prefix('/') {
                Some(text) => (root, text),
                None => (prefix, text),
            };
            bytes.extend_from_slice(content.get(copied..start).unwrap_or_default());
            bytes.extend_from_slice(before.as_bytes());
            bytes.extend_from_slice(text.as_bytes());
            copied = start + len;
        }
        bytes.extend_from_slice(content.get(copied..).unwrap_or_default());
        let digest = Sha256::digest(&bytes);
        let tag: String = digest.iter().take(TAG).map(|byte| format!("{byte:02x}")).collect();
        Self { bytes, etag: format!("\"{tag}\"") }
    }
}
