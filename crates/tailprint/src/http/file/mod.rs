//! [`File`]: a file as it is on the disk now, read no further than it is sent, and its validator.

mod digest;
mod stamp;

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;
use digest::digest;
use stamp::is_settled;
use tailprint_core::stamp::Stamp;

/// The size up to which a file is read and digested whole for every answer.
const SMALL: u64 = 512 * 1024;
/// The bytes that are read at once. Chosen: twenty stalled readers hold twenty times two of them.
const CHUNK: u64 = 256 * 1024;
/// The digests that are kept; beyond them, all are forgotten. Chosen: more than the small files of a page.
const DIGESTS: usize = 4096;

/// An open file.
#[derive(Debug)]
pub(crate) struct File {
    source: Source,
    /// The content of a small file.
    content: Option<Bytes>,
}

impl File {
    /// Opens a file and finds its strong entity tag: the digest of the content, or for a large file that has not changed
    /// of late, of its [`Stamp`].
    ///
    /// # Errors
    /// If it is no regular file, or cannot be read.
    pub(crate) fn open(path: &Path) -> io::Result<(Self, String)> {
        let (handle, stamp) = opened(path)?;
        let (file, digest) =
            if stamp.len <= SMALL { small(handle, stamp) } else { large(handle, stamp) }?;
        let etag = format!("\"{digest:016x}-{:x}\"", file.len());
        Ok((file, etag))
    }

    /// Opens a file of which the build knows the size. A small one is read whole at once.
    ///
    /// # Errors
    /// If it is no regular file, cannot be read, or has another size.
    pub(crate) fn of_size(path: &Path, len: u64) -> io::Result<Self> {
        let (handle, stamp) = opened(path)?;
        if stamp.len != len {
            return Err(changed());
        }
        let mut source = Source { handle, len, check: Check::Stamp(stamp) };
        let content = if len <= SMALL { Some(source.unchanged(0..len, stamp)?) } else { None };
        Ok(Self { source, content })
    }

    pub(crate) fn len(&self) -> u64 {
        self.source.len
    }

    /// A part of the content: bytes, or what reads them. The part must lie within the content.
    pub(crate) fn part(self, part: Range<u64>) -> Part {
        let Some(content) = self.content else {
            return Part::Stream(Stream { source: self.source, rest: part });
        };
        Part::Bytes(content.slice(index(part.start)..index(part.end)))
    }
}

/// A part of the content of a file.
#[derive(Debug)]
pub(crate) enum Part {
    Bytes(Bytes),
    Stream(Stream),
}

/// Reads a part of a file chunk by chunk.
#[derive(Debug)]
pub(crate) struct Stream {
    source: Source,
    rest: Range<u64>,
}

impl Stream {
    /// The number of bytes that have not been read.
    pub(crate) fn remaining(&self) -> u64 {
        self.rest.end.saturating_sub(self.rest.start)
    }

    /// Reads the next bytes, at most [`CHUNK`].
    ///
    /// # Errors
    /// If the file is not the one any more that was opened.
    pub(crate) fn next(&mut self) -> io::Result<Bytes> {
        let bytes = self.source.read(&self.rest)?;
        self.rest.start += bytes.len() as u64;
        Ok(bytes)
    }
}

/// An open file, and the way to notice that its content has changed.
#[derive(Debug)]
struct Source {
    handle: fs::File,
    len: u64,
    check: Check,
}

#[derive(Debug)]
enum Check {
    /// The file has this stamp, and is settled.
    Stamp(Stamp),
    /// Its chunks have these digests.
    Digests(Vec<u64>),
}

fn opened(path: &Path) -> io::Result<(fs::File, Stamp)> {
    let handle = fs::File::open(path)?;
    let metadata = handle.metadata()?;
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok((handle, Stamp::of(&metadata)))
}

/// Reads a small file whole. Its content is what was read, whatever happens to it meanwhile.
fn small(handle: fs::File, before: Stamp) -> io::Result<(File, u64)> {
    // One byte more, so that the end is found without a larger buffer.
    let mut content = Vec::with_capacity(index(before.len + 1));
    (&handle).read_to_end(&mut content)?;
    let content = Bytes::from(content);
    let len = content.len() as u64;
    let after = Stamp::of(&handle.metadata()?);
    let is_known = before == after && is_settled(after, SystemTime::now());
    let digest = if is_known { remembered(after, &content) } else { digest(&content) };
    let source = Source { handle, len, check: Check::Stamp(after) };
    Ok((File { source, content: Some(content) }, digest))
}

/// Opens a large file, whose content is read only if it has changed of late.
fn large(handle: fs::File, stamp: Stamp) -> io::Result<(File, u64)> {
    let mut source = Source { handle, len: stamp.len, check: Check::Stamp(stamp) };
    let mut hasher = DefaultHasher::new();
    if is_settled(stamp, SystemTime::now()) {
        stamp.hash(&mut hasher);
    } else {
        let digests = source.digests()?;
        digests.hash(&mut hasher);
        source.check = Check::Digests(digests);
    }
    Ok((File { source, content: None }, hasher.finish()))
}

impl Source {
    fn digests(&mut self) -> io::Result<Vec<u64>> {
        let mut digests = Vec::new();
        let mut start = 0;
        while start < self.len {
            let chunk = start..self.len.min(start + CHUNK);
            start = chunk.end;
            digests.push(digest(&self.exactly(chunk)?));
        }
        Ok(digests)
    }

    /// Reads the first bytes of a part, up to the end of a chunk.
    fn read(&mut self, part: &Range<u64>) -> io::Result<Bytes> {
        let number = part.start / CHUNK;
        let chunk = number * CHUNK..self.len.min((number + 1) * CHUNK);
        let part = part.start..part.end.min(chunk.end);
        if let Check::Stamp(stamp) = self.check {
            return self.unchanged(part, stamp);
        }
        let start = chunk.start;
        let bytes = self.exactly(chunk)?;
        let Check::Digests(digests) = &self.check else { return Err(changed()) };
        let same = digests.get(index(number)) == Some(&digest(&bytes));
        let part = index(part.start - start)..index(part.end - start);
        same.then(|| Bytes::from(bytes).slice(part)).ok_or_else(changed)
    }

    /// Reads a part of the file that has this stamp.
    fn unchanged(&mut self, part: Range<u64>, stamp: Stamp) -> io::Result<Bytes> {
        let bytes = self.exactly(part)?;
        // What has been read before a change is right, so the change is looked for afterwards.
        let same = Stamp::of(&self.handle.metadata()?) == stamp;
        same.then(|| bytes.into()).ok_or_else(changed)
    }

    fn exactly(&mut self, part: Range<u64>) -> io::Result<Vec<u8>> {
        let len = part.end - part.start;
        let mut bytes = Vec::with_capacity(index(len));
        self.handle.seek(SeekFrom::Start(part.start))?;
        (&self.handle).take(len).read_to_end(&mut bytes)?;
        (bytes.len() as u64 == len).then_some(bytes).ok_or_else(changed)
    }
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the file has changed while it was sent")
}

/// Converts a position within a file. Callers stay within what fits in memory.
fn index(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The digest of the content of a settled file, computed once.
fn remembered(stamp: Stamp, content: &[u8]) -> u64 {
    static REMEMBERED: LazyLock<Mutex<HashMap<Stamp, u64>>> = LazyLock::new(Mutex::default);
    let digests = || REMEMBERED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = digests().get(&stamp) {
        return *known;
    }
    let digest = digest(content);
    let mut digests = digests();
    if digests.len() >= DIGESTS {
        digests.clear();
    }
    digests.insert(stamp, digest);
    digest
}

#[cfg(test)]
mod tests;
