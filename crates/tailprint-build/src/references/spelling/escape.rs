//! CSS escapes: URLs decoded, with the place of every byte in the asset.

use crate::references::reference::{Kind, Reference};
use crate::support::css_tokens::{Escape, is_white_space};

/// The delimiter of a URL in CSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::references) enum Delimiter {
    /// A string between two of these quotes.
    Quote(u8),
    /// `url(…)` without quotes: white space or `)` ends it.
    Url,
}

impl Delimiter {
    fn ends_at(self, byte: u8) -> bool {
        match self {
            Self::Quote(quote) => byte == quote,
            Self::Url => byte == b')' || is_white_space(byte),
        }
    }
}

/// Reads the URL that begins at `start`, the first byte of its content, in a token that ends at `end`.
///
/// Returns none if the asset ends within an escape: there is no place for an insertion.
pub(in crate::references) fn reference(
    source: &str,
    start: usize,
    end: usize,
    delimiter: Delimiter,
    kind: Kind,
) -> Option<Reference> {
    let raw = source.get(start..end)?;
    if memchr::memchr2(b'\\', b'\0', raw.as_bytes()).is_some() {
        return Unescape::new(source, start, end).read(delimiter, kind);
    }
    let length = match delimiter {
        Delimiter::Quote(quote) => memchr::memchr(quote, raw.as_bytes()),
        Delimiter::Url => raw.bytes().position(|byte| delimiter.ends_at(byte)),
    };
    let url = raw.get(..length.unwrap_or(raw.len()))?;
    Some(Reference { kind, url: url.to_owned(), span: start..start + url.len(), offsets: None })
}

struct Unescape<'a> {
    source: &'a str,
    start: usize,
    position: usize,
    end: usize,
    url: String,
    offsets: Vec<usize>,
}

impl<'a> Unescape<'a> {
    fn new(source: &'a str, start: usize, end: usize) -> Self {
        Self { source, start, position: start, end, url: String::new(), offsets: Vec::new() }
    }

    fn read(mut self, delimiter: Delimiter, kind: Kind) -> Option<Reference> {
        while let Some(character) = self.peek() {
            if character.is_ascii() && delimiter.ends_at(character as u8) {
                break;
            }
            self.character(character)?;
        }
        let span = self.start..self.position;
        Some(Reference { kind, url: self.url, span, offsets: Some(self.offsets.into()) })
    }

    fn peek(&self) -> Option<char> {
        self.source.get(self.position..self.end)?.chars().next()
    }

    fn character(&mut self, character: char) -> Option<()> {
        let begin = self.position;
        self.position += character.len_utf8();
        match character {
            '\\' => self.escape(begin)?,
            '\0' => self.push(char::REPLACEMENT_CHARACTER, begin),
            _ => self.push(character, begin),
        }
        Some(())
    }

    /// Reads the part of an escape behind its backslash. The end of a line is one in strings alone; in an unquoted URL it
    /// makes a bad-url token.
    fn escape(&mut self, begin: usize) -> Option<()> {
        let escape = Escape::read(self.source.get(self.position..self.end)?)?;
        self.position += escape.length;
        if let Some(letter) = escape.letter {
            self.push(letter, begin);
        }
        Some(())
    }

    fn push(&mut self, character: char, begin: usize) {
        self.url.push(character);
        self.offsets.resize(self.url.len(), begin);
    }
}
