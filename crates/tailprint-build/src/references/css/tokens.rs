//! The tokens of a style sheet in one flat sequence.

use std::ops::Range;

use cssparser::{Parser, Token};

/// An iterator over tokens with their byte ranges, the contents of blocks and functions included.
///
/// `cssparser` skips a block unless `Parser::parse_nested_block` recurses into it, and deep nesting would overflow the
/// stack. So a new parser begins behind each opening bracket. That costs little: a parser is a few words, and nothing is
/// read twice.
pub(super) struct Tokens<'a> {
    source: &'a str,
    parser: Parser<'a>,
    /// The position in `source` at which the input of `parser` begins.
    base: usize,
    behind_opening: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        // A byte order mark would become part of the first identifier.
        let base = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let parser = Parser::new(source.get(base..).unwrap_or_default());
        Self { source, parser, base, behind_opening: false }
    }

    pub(super) fn next(&mut self) -> Option<(Token<'a>, Range<usize>)> {
        if self.behind_opening {
            self.base = self.position();
            self.parser = Parser::new(self.source.get(self.base..)?);
        }
        let start = self.position();
        let token = self.parser.next_including_whitespace_and_comments().ok()?.clone();
        self.behind_opening = matches!(
            token,
            Token::Function(_)
                | Token::ParenthesisBlock
                | Token::SquareBracketBlock
                | Token::CurlyBracketBlock
        );
        Some((token, start..self.position()))
    }

    /// Continues at `position`, which must be a boundary of tokens.
    pub(super) fn seek(&mut self, position: usize) {
        if position != self.position() {
            self.base = position;
            self.parser = Parser::new(self.source.get(position..).unwrap_or_default());
            self.behind_opening = false;
        }
    }

    /// Returns the position of the next token.
    pub(super) fn position(&self) -> usize {
        self.base + self.parser.position().byte_index()
    }
}
