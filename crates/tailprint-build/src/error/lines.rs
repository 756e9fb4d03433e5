//! Byte offsets to lines and columns.

/// The byte order mark in UTF-8.
const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// The lines of a text. Offsets that are asked for in ascending order take the time of one pass over the text.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    source: &'a [u8],
    offset: usize,
    line: usize,
    column: usize,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(source: &'a [u8]) -> Self {
        // Editors show no byte order mark, so it has no column.
        let offset = if source.starts_with(BOM) { BOM.len() } else { 0 };
        Self { source, offset, line: 1, column: 1 }
    }

    /// Returns line and column of a byte offset, both from 1; the column counts characters.
    pub(crate) fn position(&mut self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.source.len());
        if offset < self.offset {
            *self = Self::new(self.source);
        }
        let offset = offset.max(self.offset);
        let mut passed = &self.source[self.offset..offset];
        if let Some(newline) = memchr::memrchr(b'\n', passed) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.column = 1;
            passed = &passed[newline + 1..];
        }
        // Counting the bytes that do not continue a UTF-8 sequence counts characters.
        self.column += passed.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        self.offset = offset;
        (self.line, self.column)
    }
}

/// Returns line and column of one byte offset; see [`Lines::position`].
pub(crate) fn line_column(source: &[u8], offset: usize) -> (usize, usize) {
    Lines::new(source).position(offset)
}
