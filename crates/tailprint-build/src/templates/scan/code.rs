//! The code between two delimiters.

use std::ops::Range;

/// A token of code. White space is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::templates) enum Token<'a> {
    /// A string with its quotes.
    Text(&'a str),
    /// A name, a keyword or a number.
    Word(&'a str),
    /// An operator. Only `||` and `::` have two characters.
    Sign(&'a str),
}

/// The offset at which the code at `from` is closed by `end`; none if it never is.
///
/// A delimiter in a string or in brackets does not close the code. If brackets turn out to be unbalanced, the first one
/// in them does.
pub(super) fn end(source: &str, from: usize, end: &str, has_escapes: bool) -> Option<usize> {
    let mut at = from;
    let mut depth = 0_usize;
    let mut in_brackets = None;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(end) {
            if depth == 0 {
                return Some(at);
            }
            in_brackets = in_brackets.or(Some(at));
        }
        match rest.as_bytes().first() {
            Some(b'(' | b'[' | b'{') => depth += 1,
            Some(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += string(rest, has_escapes).unwrap_or_else(|| first(rest));
    }
    in_brackets
}

/// The tokens of some code, each with its place.
pub(in crate::templates) fn tokens(
    source: &str,
    range: Range<usize>,
    has_escapes: bool,
) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let mut at = range.start;
    while let Some(rest) = source.get(at..range.end).filter(|rest| !rest.is_empty()) {
        let character = rest.chars().next().unwrap_or_default();
        let length = if character.is_whitespace() {
            at += character.len_utf8();
            continue;
        } else if let Some(length) = string(rest, has_escapes) {
            tokens.push((at, Token::Text(rest.get(..length).unwrap_or_default())));
            length
        } else if is_word(character) {
            let length = rest.find(|it| !is_word(it)).unwrap_or(rest.len());
            tokens.push((at, Token::Word(rest.get(..length).unwrap_or_default())));
            length
        } else {
            let double = ["||", "::"].iter().any(|sign| rest.starts_with(sign));
            let length = if double { 2 } else { first(rest) };
            tokens.push((at, Token::Sign(rest.get(..length).unwrap_or_default())));
            length
        };
        at += length;
    }
    tokens
}

fn first(rest: &str) -> usize {
    rest.chars().next().map_or(1, char::len_utf8)
}

fn is_word(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

/// The length of the string at the start of `rest`, with its quotes. A quotation mark that nothing closes begins none: it
/// may belong to a lifetime in an expression of askama.
fn string(rest: &str, has_escapes: bool) -> Option<usize> {
    let quote = *rest.as_bytes().first()?;
    if !matches!(quote, b'"' | b'\'' | b'`') {
        return None;
    }
    let mut escaped = false;
    for (index, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if has_escapes => escaped = true,
            _ if byte == quote => return Some(index + 1),
            _ => {}
        }
    }
    None
}
