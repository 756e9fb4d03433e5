//! Pug and Slim: `.p-1.m-1(title="…")`.

use super::super::bytes::{LOWER, SPACE, UPPER, is};
use super::{
    Scanner, at, before, behind_string, blank, end_of_line, end_of_string, is_point, is_word, ruby,
};

pub(super) fn pug(text: &mut [u8], scanner: Scanner) {
    Language::Pug.spaced(text, scanner);
}

/// Slim: as Pug, with `div[title="…"]` and the lists of words of Ruby.
pub(super) fn slim(text: &mut [u8], scanner: Scanner) {
    Language::Slim.spaced(text, scanner);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Pug,
    Slim,
}

impl Language {
    fn spaced(self, text: &mut [u8], scanner: Scanner) {
        // since Tailwind 4.3, the end of a line of Pug closes all brackets in its text
        let lines = self == Self::Pug && scanner >= Scanner::V4_3;
        let mut state = State::default();
        let mut index = 0;
        while index < text.len() {
            state.pass(before(text, index), at(text, index));
            index = match at(text, index) {
                b'\n' if lines => {
                    state.depth = 0;
                    index + 1
                }
                b'.' if state.depth == 0 && !is_point(text, index) => {
                    blank(text, index);
                    index + 1
                }
                b'(' if lines && state.tag && state.depth == 0 && !is_value(text, index) => {
                    blank(text, index);
                    behind_attributes(text, index, &mut state.strings)
                }
                b'%' if self == Self::Slim && ruby::is_list(text, index, scanner) => {
                    list(text, index, scanner, &mut state)
                }
                b'(' | b'[' | b'{' => {
                    if state.depth == 0 && self.is_separator(text, index) {
                        blank(text, index);
                    }
                    state.depth += 1;
                    index + 1
                }
                b')' | b']' | b'}' => {
                    state.depth = state.depth.saturating_sub(1);
                    index + 1
                }
                _ => index + 1,
            }
        }
    }

    /// Returns true for an opening bracket that is not part of a class.
    fn is_separator(self, text: &[u8], index: usize) -> bool {
        match at(text, index) {
            b'(' => !is_value(text, index),
            b'[' => self == Self::Slim && is_word(before(text, index)),
            _ => false,
        }
    }
}

/// Returns true for the bracket of `w-(--x)` or `bg-black/(--x)`.
fn is_value(text: &[u8], index: usize) -> bool {
    matches!(before(text, index), b'-' | b'/')
}

/// The state of a line.
#[derive(Default)]
struct State {
    depth: usize,
    /// True after a tag with its classes, which attributes may follow.
    tag: bool,
    /// True at the beginning of the line.
    start: bool,
    strings: Strings,
}

impl State {
    fn pass(&mut self, last: u8, byte: u8) {
        self.start |= last == b'\n';
        if is(byte, SPACE) {
            // `li: a(href="…")`
            self.start |= self.tag && last == b':';
            self.tag = false;
        } else if self.start {
            self.tag = is(byte, LOWER | UPPER) || matches!(byte, b'.' | b'#' | b'+');
            self.start = false;
        }
    }
}

/// Returns the index after the attributes of a tag, whose strings may hold brackets.
fn behind_attributes(text: &[u8], open: usize, strings: &mut Strings) -> usize {
    let mut depth = 1usize;
    let mut index = open + 1;
    while index < text.len() && depth > 0 {
        index = match at(text, index) {
            b'(' | b'[' | b'{' => {
                depth += 1;
                index + 1
            }
            b')' | b']' | b'}' => {
                depth -= 1;
                index + 1
            }
            b'`' => behind_string(text, index),
            b'"' | b'\'' => strings.behind(text, index),
            _ => index + 1,
        };
    }
    index
}

/// The strings in attributes, each of which is within a line.
#[derive(Default)]
struct Strings {
    /// The end of the line of the last string.
    line: usize,
    /// True for `'` and for `"` if none that closes a string follows in this line. It is looked for once: a line may be
    /// long, and have many quotes behind backslashes, in one tag or in many.
    open: [bool; 2],
}

impl Strings {
    /// Returns the index after a string that begins at an index, or after its quote if the line ends before.
    fn behind(&mut self, text: &[u8], start: usize) -> usize {
        if start >= self.line {
            *self = Self { line: end_of_line(text, start), ..Self::default() };
        }
        let line = text.get(..self.line).unwrap_or(text);
        let [single, double] = &mut self.open;
        let open = if at(text, start) == b'"' { double } else { single };
        let end = if *open { None } else { end_of_string(line, start) };
        *open = end.is_none();
        let is_last = line.len() == text.len();
        end.unwrap_or(if is_last { text.len() } else { start + 1 })
    }
}

/// Blanks the marks of `%w[…]`, and returns the index to go on at.
fn list(text: &mut [u8], index: usize, scanner: Scanner, state: &mut State) -> usize {
    if scanner >= Scanner::V4_3 {
        return ruby::nested_list(text, index, scanner);
    }
    for mark in index..index + 3 {
        blank(text, mark);
    }
    state.depth += 1;
    index + 3
}
