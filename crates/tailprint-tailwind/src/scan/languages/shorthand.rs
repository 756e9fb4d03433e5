//! Pug and Slim: `.p-1.m-1(title="…")`.

use super::super::bytes::{LOWER, SPACE, UPPER, is};
use super::{Scanner, at, before, behind_string, blank, end_of_line, is_point, is_word, ruby};

pub(super) fn pug(text: &mut [u8], scanner: Scanner) {
    Language::Pug.spaced(text, scanner);
}

/// As Pug, and `div[title="…"]`, and lists of words as in Ruby.
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
        // since Tailwind 4.3, what is open in the text of a line of Pug is closed by its end
        let lines = self == Self::Pug && scanner >= Scanner::V4_3;
        let mut place = Place::default();
        let mut index = 0;
        while index < text.len() {
            place.pass(before(text, index), at(text, index));
            index = match at(text, index) {
                b'\n' if lines => {
                    place.depth = 0;
                    index + 1
                }
                b'.' if place.depth == 0 && !is_point(text, index) => {
                    blank(text, index);
                    index + 1
                }
                b'(' if lines && place.tag && place.depth == 0 && !is_value(text, index) => {
                    blank(text, index);
                    behind_attributes(text, index)
                }
                b'%' if self == Self::Slim && ruby::is_list(text, index, scanner) => {
                    list(text, index, scanner, &mut place)
                }
                b'(' | b'[' | b'{' => {
                    if place.depth == 0 && self.is_separator(text, index) {
                        blank(text, index);
                    }
                    place.depth += 1;
                    index + 1
                }
                b')' | b']' | b'}' => {
                    place.depth = place.depth.saturating_sub(1);
                    index + 1
                }
                _ => index + 1,
            }
        }
    }

    /// Whether an opening bracket is no part of a class.
    fn is_separator(self, text: &[u8], index: usize) -> bool {
        match at(text, index) {
            b'(' => !is_value(text, index),
            b'[' => self == Self::Slim && is_word(before(text, index)),
            _ => false,
        }
    }
}

/// Whether a bracket is that of `w-(--x)` or `bg-black/(--x)`.
fn is_value(text: &[u8], index: usize) -> bool {
    matches!(before(text, index), b'-' | b'/')
}

/// Where in a line we are.
#[derive(Default)]
struct Place {
    depth: usize,
    /// Whether all that the line has had yet is a tag with its classes, which attributes may follow.
    tag: bool,
    /// Whether it has had nothing yet.
    start: bool,
}

impl Place {
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

/// The index behind the attributes of a tag, whose strings may hold brackets.
fn behind_attributes(text: &[u8], open: usize) -> usize {
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
            b'"' | b'\'' => {
                let end = behind_string(text, index);
                if end <= end_of_line(text, index) { end } else { index + 1 }
            }
            _ => index + 1,
        };
    }
    index
}

/// Puts spaces for the marks around `%w[…]`; says where to go on.
fn list(text: &mut [u8], index: usize, scanner: Scanner, place: &mut Place) -> usize {
    if scanner >= Scanner::V4_3 {
        return ruby::nested_list(text, index, scanner);
    }
    for mark in index..index + 3 {
        blank(text, mark);
    }
    place.depth += 1;
    index + 3
}
