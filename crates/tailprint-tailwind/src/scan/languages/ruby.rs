//! Ruby: `%w[…]` is a list of words, `#` begins a comment.

use super::{at, before, behind_string, blank};

pub(super) fn spaced(text: &mut [u8]) {
    let mut index = 0;
    while index < text.len() {
        match at(text, index) {
            b'"' | b'\'' | b'`' => index = behind_string(text, index),
            b'%' if matches!(at(text, index + 1), b'w' | b'W')
                && !at(text, index + 2).is_ascii_alphanumeric() =>
            {
                index = words(text, index + 2, closing(at(text, index + 2)));
            }
            b'#' if before(text, index) != b'%' => {
                while index < text.len() && at(text, index) != b'\n' {
                    blank(text, index);
                    index += 1;
                }
            }
            _ => index += 1,
        }
    }
}

fn closing(open: u8) -> u8 {
    match open {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        b'<' => b'>',
        other => other,
    }
}

/// Puts spaces for the marks around a list of words; says where the list ends.
pub(super) fn words(text: &mut [u8], start: usize, close: u8) -> usize {
    let open = at(text, start);
    blank(text, start);
    let mut depth = 1usize;
    let mut index = start + 1;
    while index < text.len() {
        match at(text, index) {
            b'\\' => index += 1,
            byte if byte == close => {
                depth -= 1;
                if depth == 0 {
                    blank(text, index);
                    return index + 1;
                }
            }
            byte if byte == open => depth += 1,
            _ => {}
        }
        index += 1;
    }
    text.len()
}
