//! Clojure: classes are in strings, in keywords such as `:div.p-1.m-1`, and in quoted symbols; all else is code.

use memchr::memmem;

use super::super::bytes::{ALNUM, is};
use super::{at, behind_string, blank, blank_line, is_between_digits};

/// The name of the attribute, which is not a class.
const CLASS: &[u8] = b":class";

pub(super) fn spaced(text: &mut [u8]) {
    let classes: Vec<usize> = memmem::find_iter(text, CLASS).collect();
    for found in classes {
        for index in found..found + CLASS.len() {
            blank(text, index);
        }
    }
    let mut index = 0;
    while index < text.len() {
        index = match at(text, index) {
            b'"' => behind_string(text, index),
            b':' => keyword(text, index),
            b'\'' => quoted(text, index),
            b';' if at(text, index + 1) == b';' => blank_line(text, index),
            byte => {
                if byte != b'\n' {
                    blank(text, index);
                }
                index + 1
            }
        };
    }
}

/// Blanks the marks of a keyword: an element with classes, or the name of an attribute.
fn keyword(text: &mut [u8], start: usize) -> usize {
    blank(text, start);
    let name = start + 1;
    let end = behind_name(text, name);
    for index in name..end {
        if at(text, index) == b'.' && !is_between_digits(text, index) {
            blank(text, index);
        }
    }
    blank(text, end);
    end + 1
}

/// Blanks the marks of a quoted symbol or list: `'p-1`, `'(p-1 m-1)` or `'["p-1" m-1]`.
fn quoted(text: &mut [u8], start: usize) -> usize {
    let open = start + 1;
    let end = match at(text, open) {
        b'(' => behind_list(text, open, b')'),
        b'[' => behind_list(text, open, b']'),
        _ => behind_name(text, open),
    };
    for index in [start, end] {
        blank(text, index);
    }
    if matches!(at(text, open), b'(' | b'[') {
        blank(text, open);
    }
    end + 1
}

/// Returns the index of the first closing bracket of a list, outside of strings.
fn behind_list(text: &[u8], open: usize, close: u8) -> usize {
    let mut index = open + 1;
    while index < text.len() {
        match at(text, index) {
            b'"' => index = behind_string(text, index),
            byte if byte == close => return index,
            _ => index += 1,
        }
    }
    text.len()
}

fn behind_name(text: &[u8], start: usize) -> usize {
    let mut index = start;
    while is(at(text, index), ALNUM)
        || matches!(
            at(text, index),
            b'!' | b'#' | b'%' | b'*' | b'+' | b'-' | b'.' | b'/' | b':' | b'_'
        )
    {
        index += 1;
    }
    index
}
