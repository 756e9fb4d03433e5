//! The tokens of a style sheet in one flat sequence.

use std::ops::Range;

use cssparser::{Parser, ParserInput, Token};

/// An iterator over tokens with their byte ranges, the contents of blocks and functions included.
///
/// `cssparser` skips a block unless `Parser::parse_nested_block` recurses into it, and deep nesting would overflow the
/// stack. So each token is read by a parser of its own, which does not know that a block began before it. That costs
/// little: a parser is a few words, and the input keeps the position.
pub(super) struct Tokens<'a> {
    source: &'a str,
    input: ParserInput<'a>,
    /// The position in `source` at which `input` begins.
    base: usize,
    /// The position of the next token in `source`.
    position: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        // A byte order mark would become part of the first identifier.
        let base = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let input = ParserInput::new(source.get(base..).unwrap_or_default());
        Self { source, input, base, position: base }
    }

    pub(super) fn next(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        let start = self.position;
        let mut parser = Parser::new(&mut self.input);
        let token = parser.next_including_whitespace_and_comments().ok()?.clone();
        self.position = self.base + parser.position().byte_index();
        Some((token, start..self.position))
    }

    /// Continues at `position`, which must be a boundary of tokens.
    pub(super) fn seek(&mut self, position: usize) {
        if position != self.position {
            let rest = self.source.get(position..).unwrap_or_default();
            (self.input, self.base, self.position) = (ParserInput::new(rest), position, position);
        }
    }

    /// Returns the position of the next token.
    pub(super) const fn position(&self) -> usize {
        self.position
    }
}
