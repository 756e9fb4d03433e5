//! Escapes (CSS Syntax Level 3, section 4.3.7).

use super::is_white_space;

/// The part of an escape behind its backslash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Escape {
    /// The character that it stands for; none for the end of a line, which a string goes on behind.
    pub(crate) letter: Option<char>,
    /// Its bytes, with the white space that ends its digits.
    pub(crate) length: usize,
}

impl Escape {
    /// Reads the text behind a backslash. None at the end of the text.
    pub(crate) fn read(rest: &str) -> Option<Self> {
        let first = rest.chars().next()?;
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if let Ok(code) = u32::from_str_radix(rest.get(..digits)?, 16) {
            let letter = Some(replaced(char::from_u32(code)));
            let length = digits + white_space(rest.get(digits..)?);
            return Some(Self { letter, length });
        }
        if matches!(first, '\n' | '\r' | '\x0C') {
            return Some(Self { letter: None, length: white_space(rest) });
        }
        Some(Self { letter: Some(replaced(Some(first))), length: first.len_utf8() })
    }
}

/// Returns U+FFFD for a character that there is not, and for U+0000.
fn replaced(letter: Option<char>) -> char {
    letter.filter(|letter| *letter != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The length of one white space character; CR LF counts as one.
fn white_space(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        return 2;
    }
    usize::from(rest.bytes().next().is_some_and(is_white_space))
}
