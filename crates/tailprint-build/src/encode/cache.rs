//! The file that keeps content codings between builds.
//!
//! It has a header, then an entry for each coding: lengths, a checksum of the rest, the key, the bytes. Empty bytes mean
//! that the coding is not worth storing. A damaged entry is ignored, so that its content is encoded again.

use std::collections::{BTreeMap, HashMap};

/// The first line of the file. Another version of this crate may choose other levels or another format.
const HEADER: &[u8] = concat!("tailprint-build ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// The entries of a file.
#[derive(Debug, Default)]
pub(super) struct Cache<'a> {
    entries: HashMap<&'a [u8], &'a [u8]>,
}

impl<'a> Cache<'a> {
    /// Reads a file that [`write()`] made. Everything else has no entries.
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

/// Returns the next entry, if its checksum is right, and the rest of the file.
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

/// Returns the content of the file. Entries of 4 GiB and more are left out.
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
