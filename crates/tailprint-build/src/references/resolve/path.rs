//! The parts of a URL's path.

use std::borrow::Cow;
use std::ops::Range;

/// Removes the characters that the URL standard removes: control characters and spaces at both ends, tabs and newlines
/// everywhere.
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

fn has_dropped(url: &str) -> bool {
    memchr::memchr3(b'\t', b'\n', b'\r', url.as_bytes()).is_some()
}

/// Splits a URL into its scheme, without the colon, and the rest.
pub(super) fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    is_scheme.then_some((scheme, rest))
}

/// Returns the end of the path, which is the beginning of the query or the fragment.
pub(super) fn end(url: &str) -> usize {
    memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len())
}

/// Follows the segments of `path`. Returns false if it names a directory.
pub(super) fn walk(segments: &mut Vec<String>, path: &str) -> bool {
    let mut names_file = false;
    for raw in path.strip_prefix(['/', '\\']).unwrap_or(path).split(['/', '\\']) {
        let name = Segment::decode(raw).name.into_owned();
        names_file = !matches!(name.as_str(), "" | "." | "..");
        match name.as_str() {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(name),
        }
    }
    names_file
}

/// Returns the range of the last segment of the path in a URL.
pub(super) fn last_segment(url: &str) -> Range<usize> {
    let edge = url.len() - url.trim_start_matches(is_edge).len();
    let trimmed = url.trim_end_matches(is_edge);
    let path = trimmed.get(..end(trimmed)).unwrap_or_default();
    let start = path.rfind(['/', '\\']).map_or(0, |slash| slash + 1).max(edge);
    start..path.len().max(start)
}

/// One segment of a path, percent-decoded.
pub(super) struct Segment<'a> {
    name: Cow<'a, str>,
    /// The offset in the raw segment of each byte of `name`, if it differs from the index of the byte.
    offsets: Option<Vec<usize>>,
}

impl<'a> Segment<'a> {
    /// Decodes a segment. One that does not decode to UTF-8 stays as it is: no asset has such a name.
    pub(super) fn decode(raw: &'a str) -> Self {
        if memchr::memchr(b'%', raw.as_bytes()).is_none() && !has_dropped(raw) {
            return Self { name: Cow::Borrowed(raw), offsets: None };
        }
        let kept = raw.bytes().enumerate().filter(|(_, byte)| !is_dropped(char::from(*byte)));
        let (offsets, bytes): (Vec<usize>, Vec<u8>) = kept.unzip();
        let (starts, decoded) = percent_decode(&offsets, &bytes);
        let (name, offsets) = match String::from_utf8(decoded) {
            Ok(name) => (name, starts),
            Err(_) => (raw.replace(is_dropped, ""), offsets),
        };
        Self { name: Cow::Owned(name), offsets: Some(offsets) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the offset in the raw segment of byte `index` of the name; none for its length.
    pub(super) fn offset(&self, index: usize) -> Option<usize> {
        match &self.offsets {
            None => (index < self.name.len()).then_some(index),
            Some(offsets) => offsets.get(index).copied(),
        }
    }
}

/// Returns the decoded bytes, and for each the offset of its first raw byte.
fn percent_decode(offsets: &[usize], bytes: &[u8]) -> (Vec<usize>, Vec<u8>) {
    let (mut starts, mut decoded) =
        (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
    let mut index = 0;
    while let (Some(byte), Some(offset)) = (bytes.get(index), offsets.get(index)) {
        let escaped = escaped_byte(bytes.get(index..).unwrap_or_default());
        starts.push(*offset);
        decoded.push(escaped.unwrap_or(*byte));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    (starts, decoded)
}

/// Decodes a `%` escape. That of `/` is not decoded, since it would become a separator.
fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let value = char::from(*high).to_digit(16)? * 16 + char::from(*low).to_digit(16)?;
    u8::try_from(value).ok().filter(|byte| *byte != b'/')
}
