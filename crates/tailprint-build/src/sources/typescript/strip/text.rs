//! The text of a source with parts of it erased.

use std::ops::Range;

use oxc_span::Span;

/// A text whose erased characters become spaces. Line ends stay, so that all others keep their lines and columns.
#[derive(Debug)]
pub(super) struct Text<'s> {
    source: &'s str,
    /// For each byte the character that is there instead: a space, a character of JavaScript, or none to leave it.
    instead: Vec<Option<u8>>,
}

impl<'s> Text<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self { source, instead: vec![None; source.len()] }
    }

    pub(super) fn source(&self) -> &'s str {
        self.source
    }

    /// Erases a range, apart from what was put into it.
    pub(super) fn erase(&mut self, range: Range<usize>) {
        for instead in self.instead.get_mut(range).into_iter().flatten() {
            instead.get_or_insert(b' ');
        }
    }

    /// Puts a character at the place of the one that begins at a byte.
    pub(super) fn put(&mut self, at: usize, character: u8) {
        if let Some(instead) = self.instead.get_mut(at) {
            *instead = Some(character);
        }
    }

    /// Puts a character at the place of the last one before a byte.
    pub(super) fn put_before(&mut self, end: usize, character: u8) {
        let last = self.source.get(..end).and_then(|text| text.char_indices().next_back());
        if let Some((at, _)) = last {
            self.put(at, character);
        }
    }

    /// Returns true if the last character before a byte is erased.
    pub(super) fn is_erased_before(&self, end: usize) -> bool {
        end.checked_sub(1).and_then(|at| self.instead.get(at)) == Some(&Some(b' '))
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    pub(super) fn has_line_end(&self, range: Range<usize>) -> bool {
        self.source.get(range).is_some_and(|text| text.contains(is_line_end))
    }

    /// Returns the byte behind blanks and comments.
    pub(super) fn skip_blanks(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            let rest = self.source.get(at..).unwrap_or_default();
            let code = rest.trim_start();
            at += rest.len() - code.len();
            let comment = if code.starts_with("//") {
                code.find(is_line_end).unwrap_or(code.len())
            } else if code.starts_with("/*") {
                code.find("*/").map_or(code.len(), |end| end + 2)
            } else {
                return at;
            };
            at += comment;
        }
    }

    /// Returns the name or keyword at a byte.
    pub(super) fn word(&self, at: usize) -> &'s str {
        let rest = self.source.get(at..).unwrap_or_default();
        let end =
            rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '$');
        &rest[..end.unwrap_or(rest.len())]
    }

    pub(super) fn finish(self) -> String {
        let mut text = String::with_capacity(self.source.len());
        for (at, character) in self.source.char_indices() {
            match self.instead[at] {
                None => text.push(character),
                Some(_) if is_line_end(character) => text.push(character),
                Some(instead) => {
                    text.push(char::from(instead));
                    // Browsers count columns in UTF-16.
                    text.extend(std::iter::repeat_n(' ', character.len_utf16() - 1));
                }
            }
        }
        text
    }
}

/// Returns true for the characters that end a line of JavaScript.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
