//! String literals of JavaScript.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

use crate::references::spelling::decoded::{Decoded, Decoder};

/// Decodes the content of a string or a template without substitutions, `span` without its quotes.
///
/// Returns none for escapes that no string may contain.
pub(super) fn decode(source: &str, span: Range<usize>) -> Option<Decoded<'_>> {
    let raw = source.get(span.clone())?;
    // A template reads CR as LF, which no file name contains either.
    if memchr::memchr2(b'\\', b'\r', raw.as_bytes()).is_none() {
        return Decoded::verbatim(source, span);
    }
    let mut literal =
        Literal { characters: raw.char_indices().peekable(), decoder: Decoder::default() };
    while let Some((index, character)) = literal.characters.next() {
        literal.character(character, span.start + index)?;
    }
    Some(literal.decoder.finish(span))
}

struct Literal<'a> {
    characters: Peekable<CharIndices<'a>>,
    decoder: Decoder,
}

impl Literal<'_> {
    fn character(&mut self, character: char, at: usize) -> Option<()> {
        match character {
            '\\' => self.escape(at)?,
            '\r' => {
                self.accept('\n');
                self.decoder.character('\n', at);
            }
            _ => self.decoder.verbatim(character.encode_utf8(&mut [0; 4]), at),
        }
        Some(())
    }

    fn escape(&mut self, at: usize) -> Option<()> {
        let (_, character) = self.characters.next()?;
        let decoded = match character {
            'b' => '\u{8}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{B}',
            'x' => self.hexadecimal(2)?,
            'u' => self.unicode()?,
            '0'..='7' => self.octal(character)?,
            '\r' => {
                self.accept('\n');
                return Some(());
            }
            '\n' | '\u{2028}' | '\u{2029}' => return Some(()),
            other => other,
        };
        self.decoder.character(decoded, at);
        Some(())
    }

    fn accept(&mut self, expected: char) -> bool {
        self.characters.next_if(|(_, character)| *character == expected).is_some()
    }

    fn digit(&mut self, radix: u32) -> Option<u32> {
        let (_, character) = self.characters.next_if(|(_, character)| character.is_digit(radix))?;
        character.to_digit(radix)
    }

    fn hexadecimal(&mut self, digits: u32) -> Option<char> {
        self.code_unit(digits).map(scalar)
    }

    fn code_unit(&mut self, digits: u32) -> Option<u32> {
        (0..digits).try_fold(0, |value, _| Some(value * 16 + self.digit(16)?))
    }

    fn unicode(&mut self) -> Option<char> {
        if !self.accept('{') {
            return self.utf16();
        }
        let mut value = self.digit(16)?;
        while let Some(digit) = self.digit(16) {
            value = value.checked_mul(16)?.checked_add(digit)?;
        }
        self.accept('}').then(|| scalar(value))
    }

    /// Decodes `\uXXXX`, or two of them that form a surrogate pair.
    fn utf16(&mut self) -> Option<char> {
        let first = self.code_unit(4)?;
        if !(0xD800..0xDC00).contains(&first) {
            return Some(scalar(first));
        }
        let mut ahead = self.characters.clone();
        std::mem::swap(&mut self.characters, &mut ahead);
        let second = (self.accept('\\') && self.accept('u')).then(|| self.code_unit(4)).flatten();
        match second {
            Some(low @ 0xDC00..0xE000) => {
                Some(scalar(0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00)))
            }
            _ => {
                self.characters = ahead;
                Some(char::REPLACEMENT_CHARACTER)
            }
        }
    }

    /// Decodes up to three octal digits with a value below 256. Apart from `\0`, only scripts in sloppy mode have them.
    fn octal(&mut self, first: char) -> Option<char> {
        let mut value = first.to_digit(8)?;
        let more = if value < 4 { 2 } else { 1 };
        for _ in 0..more {
            let Some(digit) = self.digit(8) else { break };
            value = value * 8 + digit;
        }
        Some(scalar(value))
    }
}

/// Returns the character of a code point. Lone surrogates, which no URL contains, become U+FFFD.
fn scalar(value: u32) -> char {
    char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER)
}
