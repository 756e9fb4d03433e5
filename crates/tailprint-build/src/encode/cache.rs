//! The file that keeps codings from one build to the next.
//!
//! A header, then an entry per coding: lengths and a checksum of what follows, the key, the bytes. No bytes mean that
//! the coding is not worth storing. A damaged entry is not believed, and encoded again.

use std::collections::{BTreeMap, HashMap};

/// A new version of this crate may choose other levels or another format.
const HEADER: &[u8] = concat!("tailprint-build ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Cache<'a> {
    entries: HashMap<&'a [u8], &'a [u8]>,
}

impl<'a> Cache<'a> {
    /// Reads what [`write()`] made; whatever else there is counts as nothing.
    pub(super) fn read(file: &'a [u8]) -> Self {
        let mut entries = HashMap::new();
        let mut rest = file.strip_prefix(HEADER).unwrap_or_default();
        while let Some((entry, behind)) = entry(rest) {
            entries.extend(entry);
            rest = behind;
        }
        Self { entries }
    }

    pub(super) fn get(&self, key: &str) -> Option<&'a [u8]> {
        self.entries.get(key.as_bytes()).copied()
    }
}

type Entry<'a> = (&'a [u8], &'a [u8]);

/// The next entry, if it is sound, and what comes behind it.
fn entry(file: &[u8]) -> Option<(Option<Entry<'_>>, &[u8])> {
    let (key_len, file) = number(file)?;
    let (len, file) = number(file)?;
    let (checksum, file) = number(file)?;
    let (content, behind) = file.split_at_checked(key_len.checked_add(len)?)?;
    let entry = content.split_at_checked(key_len)?;
    let is_sound = libdeflater::crc32(content) as usize == checksum;
    Some((is_sound.then_some(entry), behind))
}

fn number(file: &[u8]) -> Option<(usize, &[u8])> {
    let (number, behind) = file.split_first_chunk()?;
    Some((u32::from_le_bytes(*number) as usize, behind))
}

/// The content of the file; what is too large for it is left out.
pub(super) fn write(entries: &BTreeMap<&str, &[u8]>) -> Vec<u8> {
    let mut file = HEADER.to_vec();
    let mut content = Vec::new();
    for (key, bytes) in entries {
        let (Ok(key_len), Ok(len)) = (u32::try_from(key.len()), u32::try_from(bytes.len())) else {
            continue;
        };
        content.clear();
        content.extend_from_slice(key.as_bytes());
        content.extend_from_slice(bytes);
        for number in [key_len, len, libdeflater::crc32(&content)] {
            file.extend_from_slice(&number.to_le_bytes());
        }
        file.extend_from_slice(&content);
    }
    file
}
