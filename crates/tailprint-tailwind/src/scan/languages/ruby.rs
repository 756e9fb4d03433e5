//! Ruby: `%w[…]` is a list of words, `#` begins a comment.

use super::super::bytes::{ALNUM, SPACE, is};
use super::{Scanner, at, before, behind_string, blank, blank_line};

pub(super) fn spaced(text: &mut [u8], scanner: Scanner) {
    let mut index = 0;
    while index < text.len() {
        index = match at(text, index) {
            b'"' | b'\'' => behind_string(text, index),
            b'%' if begins_list(text, index, scanner) => list(text, index, scanner),
            b'#' if is_comment(text, index, scanner) => blank_line(text, index),
            _ => index + 1,
        };
    }
}

/// Returns true if a `#` begins a comment. In Tailwind 4.1, the `<%#` of ERB and the `#{` of a string do.
fn is_comment(text: &[u8], index: usize, scanner: Scanner) -> bool {
    scanner == Scanner::V4_1 || (before(text, index) != b'%' && at(text, index + 1) != b'{')
}

/// Returns true if a `%` begins a list of words in Haml and Slim, where `%p` is a paragraph.
pub(super) fn is_list(text: &[u8], index: usize, scanner: Scanner) -> bool {
    at(text, index + 1) != b'p'
        && begins_list(text, index, scanner)
        && closing(at(text, index + 2), scanner).is_some()
}

/// Returns true if a `%` begins a list of words. Since Tailwind 4.3, a modulo sign does not.
fn begins_list(text: &[u8], index: usize, scanner: Scanner) -> bool {
    let last = before(text, index);
    let operand = is(last, ALNUM) || matches!(last, b'_' | b')' | b']' | b'}');
    matches!(at(text, index + 1), b'w' | b'W' | b'p') && !(operand && scanner >= Scanner::V4_3)
}

/// Blanks the marks of a list whose `%` is at an index, and returns the index to go on at.
fn list(text: &mut [u8], index: usize, scanner: Scanner) -> usize {
    let open = index + 2;
    match closing(at(text, open), scanner) {
        Some(close) => words(text, open, close),
        None => open + 1,
    }
}

/// Returns the character that closes a list. Before Tailwind 4.3, only brackets did.
fn closing(open: u8, scanner: Scanner) -> Option<u8> {
    match open {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'{' => Some(b'}'),
        _ if scanner < Scanner::V4_3 => None,
        b'<' => Some(b'>'),
        b'#' => None,
        other if is(other, SPACE | ALNUM) || !other.is_ascii() => None,
        other => Some(other),
    }
}

/// Blanks the brackets of a list of words, and returns its end.
fn words(text: &mut [u8], open: usize, close: u8) -> usize {
    let mut expected = vec![close];
    let mut index = open + 1;
    blank(text, open);
    while index < text.len() {
        match at(text, index) {
            b'\\' => index += 1,
            byte if expected.last() == Some(&byte) => {
                expected.pop();
                if expected.is_empty() {
                    blank(text, index);
                    return index + 1;
                }
            }
            _ if !matches!(close, b']' | b')' | b'}') => {}
            b'[' => expected.push(b']'),
            b'(' => expected.push(b')'),
            b'{' => expected.push(b'}'),
            _ => {}
        }
        index += 1;
    }
    text.len()
}

/// Does the same as [`list`] for Haml and Slim, where only brackets of one kind nest.
pub(super) fn nested_list(text: &mut [u8], start: usize, scanner: Scanner) -> usize {
    let open = start + 2;
    let opening = at(text, open);
    let Some(close) = closing(opening, scanner) else {
        return start + 1;
    };
    for mark in start..=open {
        blank(text, mark);
    }
    let mut depth = 1usize;
    let mut index = open + 1;
    while index < text.len() {
        match at(text, index) {
            b'\\' => index += 1,
            byte if byte == close => depth -= 1,
            byte if byte == opening => depth += 1,
            _ => {}
        }
        if depth == 0 {
            blank(text, index);
            return index + 1;
        }
        index += 1;
    }
    text.len()
}
