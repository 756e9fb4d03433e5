//! The parts of a URL's path.

use std::borrow::Cow;
use std::ops::Range;

/// Drops what the URL standard drops: control characters and spaces around, tabs and newlines within.
pub(super) fn clean(url: &str) -> Cow<'_, str> {
    let url = url.trim_matches(is_edge);
    if url.contains(is_dropped) {
        Cow::Owned(url.replace(is_dropped, ""))
    } else {
        Cow::Borrowed(url)
    }
}

fn is_edge(character: char) -> bool {
    character <= ' '
}

fn is_dropped(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r')
}

/// Splits the scheme off, without its colon.
pub(super) fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then_some((scheme, rest))
}

/// Where the path ends: at the query or the fragment.
pub(super) fn end(url: &str) -> usize {
    memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len())
}

/// Follows the segments of `path`; false when it names a directory.
pub(super) fn walk(segments: &mut Vec<String>, path: &str) -> bool {
    let mut names_file = false;
    for raw in path.strip_prefix(['/', '\\']).unwrap_or(path).split(['/', '\\']) {
        let name = Segment::decode(raw).into_name();
        names_file = !matches!(name.as_str(), "" | "." | "..");
        match name.as_str() {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(name),
        }
    }
    names_file
}

/// The bytes of the last segment of the path in an URL.
pub(super) fn last_segment(url: &str) -> Range<usize> {
    let edge = url.len() - url.trim_start_matches(is_edge).len();
    let trimmed = url.trim_end_matches(is_edge);
    let path = trimmed.get(..end(trimmed)).unwrap_or_default();
    let start = path.rfind(['/', '\\']).map_or(0, |slash| slash + 1).max(edge);
    start..path.len().max(start)
}

/// One segment of a path, percent-decoded.
pub(super) struct Segment {
    name: String,
    /// Where each byte of `name` is spelled in the raw segment.
    offsets: Vec<usize>,
}

impl Segment {
    /// What does not decode to UTF-8 stays as it is spelled: no asset has such a name.
    pub(super) fn decode(raw: &str) -> Self {
        let kept = raw.bytes().enumerate().filter(|(_, byte)| !is_dropped(char::from(*byte)));
        let (mut offsets, bytes): (Vec<usize>, Vec<u8>) = kept.unzip();
        let mut decoded = Vec::with_capacity(bytes.len());
        let mut starts = Vec::with_capacity(bytes.len());
        let mut index = 0;
        while let (Some(byte), Some(offset)) = (bytes.get(index), offsets.get(index)) {
            let escaped =
                escaped_byte(bytes.get(index + 1..).unwrap_or_default()).filter(|_| *byte == b'%');
            decoded.push(escaped.unwrap_or(*byte));
            starts.push(*offset);
            index += if escaped.is_some() { 3 } else { 1 };
        }
        let name = String::from_utf8(decoded).map_or_else(
            |_| String::from_utf8_lossy(&bytes).into_owned(),
            |name| {
                offsets = starts;
                name
            },
        );
        Self { name, offsets }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    fn into_name(self) -> String {
        self.name
    }

    /// Where byte `index` of the name is spelled in the raw segment.
    pub(super) fn offset(&self, index: usize) -> Option<usize> {
        self.offsets.get(index).copied()
    }
}

/// The byte behind a `%`. An escaped `/` is not decoded: it would become a separator.
fn escaped_byte(digits: &[u8]) -> Option<u8> {
    let [high, low, ..] = digits else { return None };
    let value = char::from(*high).to_digit(16)? * 16 + char::from(*low).to_digit(16)?;
    u8::try_from(value).ok().filter(|byte| *byte != b'/')
}

/// Where the extension of a file name begins, its `.` included; dots that begin the name begin no extension.
pub(super) fn extension(name: &str) -> usize {
    let stem = name.len() - name.trim_start_matches('.').len();
    name.get(stem..).and_then(|rest| rest.rfind('.')).map_or(name.len(), |dot| stem + dot)
}

/// The name under which an asset with this fingerprint is published: `app.css.map` → `app.css.<fingerprint>.map`.
pub(crate) fn hashed_name(path: &str, fingerprint: &str) -> String {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let (start, end) = path.split_at(name + extension(path.get(name..).unwrap_or_default()));
    format!("{start}.{fingerprint}{end}")
}
