//! Digests of published bytes, and files without references, remembered from the last build.
//!
//! Hashing is what a build script that is not optimised spends most of its time on. Comparing bytes takes next to none.
//! So bytes that the hashed tree in `OUT_DIR` has already get the digest that was made of them when they were written
//! there. Nothing is concluded from the times or sizes of sources, which are read in any case: an edit that keeps them,
//! a swapped file or a restored backup has other bytes.
//!
//! A file of the tree counts only while it is the very file that was hashed: by size, times of modification and of
//! change in nanoseconds, inode and device. As in git's index, a file that is not older than the record may have changed
//! since it was recorded, so it does not count. Without a time of change, as on Windows, none counts.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use tailprint_core::stamp::Stamp;

/// The hashed tree below `OUT_DIR/tailprint`.
pub(crate) const TREE: &str = "static";
/// The record of the last build below `OUT_DIR/tailprint`.
pub(crate) const RECORD: &str = "cache/digests.txt";

/// The first line of a record. Another version of this crate may have another format.
const HEADER: &str = concat!("tailprint-build ", env!("CARGO_PKG_VERSION"), "\n");

/// The digests of the last build.
#[derive(Debug, Default)]
pub(crate) struct Digests {
    tree: PathBuf,
    /// By logical path.
    known: HashMap<String, Known>,
}

/// An asset of the last build.
#[derive(Debug)]
struct Known {
    name: String,
    sha256: [u8; 32],
    /// True if these bytes are those of the source, which has been read and has no references.
    is_leaf: bool,
    stamp: Stamp,
}

impl Known {
    fn digest(&self) -> Digest {
        Digest { sha256: self.sha256, written: Some(self.name.clone()) }
    }
}

/// The digest of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) sha256: [u8; 32],
    /// The name under which the hashed tree has these bytes already.
    pub(crate) written: Option<String>,
}

/// A line of the record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) path: &'a str,
    pub(crate) name: &'a str,
    pub(crate) sha256: [u8; 32],
    /// True if these bytes are those of the source, which has been read and has no references.
    pub(crate) is_leaf: bool,
}

impl Digests {
    /// Reads what the last build remembered in `OUT_DIR/tailprint`; nothing, where the record is damaged, or where
    /// another program or one with other settings made it.
    pub(crate) fn read(folder: &Path, settings: &str) -> Self {
        let known = known(&folder.join(RECORD), settings).unwrap_or_default();
        Self { tree: folder.join(TREE), known }
    }

    /// Returns the digest of the published bytes of an asset.
    pub(crate) fn of(&self, path: &str, bytes: &[u8]) -> Digest {
        let made = || Digest { sha256: Sha256::digest(bytes).into(), written: None };
        self.known(path, bytes).map_or_else(made, Known::digest)
    }

    /// Returns the digest of the bytes of a source, if they are published as they are, and have no references.
    pub(crate) fn of_leaf(&self, path: &str, bytes: &[u8]) -> Option<Digest> {
        self.known.get(path).filter(|known| known.is_leaf)?;
        self.known(path, bytes).map(Known::digest)
    }

    fn known(&self, path: &str, bytes: &[u8]) -> Option<&Known> {
        self.known.get(path).filter(|known| self.has(known, bytes))
    }

    /// Returns true if the tree has these bytes, and they are the ones that were hashed.
    fn has(&self, known: &Known, bytes: &[u8]) -> bool {
        if known.stamp.len != bytes.len() as u64 {
            return false;
        }
        let unchanged = || -> io::Result<bool> {
            let mut file = File::open(self.tree.join(&known.name))?;
            let mut content = Vec::with_capacity(bytes.len());
            file.read_to_end(&mut content)?;
            Ok(content == bytes && stamp(&file.metadata()?) == Some(known.stamp))
        };
        unchanged().unwrap_or(false)
    }
}

/// Returns the record of the assets whose bytes are in the tree, as they are there now.
pub(crate) fn record<'a>(
    folder: &Path,
    settings: &str,
    assets: impl Iterator<Item = Line<'a>>,
) -> Vec<u8> {
    let tree = folder.join(TREE);
    let mut lines = made_by(settings);
    for Line { path, name, sha256, is_leaf } in assets {
        let is_one_line = |text: &str| !text.contains(['\n', '\t']);
        let written = fs::metadata(tree.join(name)).ok().and_then(|it| stamp(&it));
        if let Some(Stamp { len, place: Some((device, inode)), modified, changed }) = written
            && is_one_line(path)
            && is_one_line(name)
        {
            let sha256 = base16ct::lower::encode_string(&sha256);
            let _ = writeln!(
                lines,
                "{sha256}\t{is_leaf}\t{len}\t{modified}\t{changed}\t{inode}\t{device}\t{name}\t{path}"
            );
        }
    }
    format!("{HEADER}{}\n{lines}", checksum(&lines)).into_bytes()
}

/// Returns the line that names the program and the settings on which references depend.
fn made_by(settings: &str) -> String {
    let program = std::env::current_exe().and_then(fs::metadata).ok();
    format!("{:?} {settings:?}\n", program.and_then(|metadata| stamp(&metadata)))
}

/// Returns a sum by which a damaged record is told. SHA-256 takes a hundred times as long in code that is not optimised,
/// and who can write to the target folder needs no record to do harm.
fn checksum(lines: &str) -> String {
    // FNV-1a (draft-eastlake-fnv), over words in place of bytes.
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for word in lines.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        bytes[..word.len()].copy_from_slice(word);
        sum = (sum ^ u64::from_le_bytes(bytes)).wrapping_mul(0x0100_0000_01b3);
    }
    // A cut may leave out bytes that are zero.
    format!("{sum:016x} {}", lines.len())
}

/// Returns the assets of a record that [`record`] made, but for those that may have changed since; none for any other
/// file.
fn known(file: &Path, settings: &str) -> Option<HashMap<String, Known>> {
    let recorded = stamp(&fs::metadata(file).ok()?)?.modified;
    let text = fs::read_to_string(file).ok()?;
    let (sum, lines) = text.strip_prefix(HEADER)?.split_once('\n')?;
    if sum != checksum(lines) {
        return None;
    }
    let lines = lines.strip_prefix(&*made_by(settings))?;
    let known = lines.lines().map(line).collect::<Option<Vec<_>>>()?;
    let is_older = |(_, known): &(String, Known)| {
        known.stamp.modified < recorded && known.stamp.changed < recorded
    };
    Some(known.into_iter().filter(is_older).collect())
}

fn line(line: &str) -> Option<(String, Known)> {
    let mut fields = line.split('\t');
    let mut sha256 = [0; 32];
    base16ct::lower::decode(fields.next()?, &mut sha256).ok()?;
    let is_leaf = fields.next()?.parse().ok()?;
    let (len, modified) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    let changed = fields.next()?.parse().ok()?;
    let (inode, device) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    let stamp = Stamp { len, place: Some((device, inode)), modified, changed };
    let (name, path) = (fields.next()?.to_owned(), fields.next()?.to_owned());
    Some((path, Known { name, sha256, is_leaf, stamp }))
}

/// Returns the identity of a file; none where the system has no time of change.
fn stamp(metadata: &Metadata) -> Option<Stamp> {
    Some(Stamp::of(metadata)).filter(|stamp| stamp.place.is_some())
}

#[cfg(test)]
mod tests;
