//! Clojure: classes are in strings and in keywords such as `:div.p-1.m-1`; all else is code.

use super::super::bytes::{SPACE, is};
use super::{at, behind_string, blank, is_point};

pub(super) fn spaced(text: &mut [u8]) {
    let mut index = 0;
    while index < text.len() {
        match at(text, index) {
            b'"' => index = behind_string(text, index),
            b';' => index = blank_line(text, index),
            b':' | b'\'' => index = keyword(text, index),
            b'\\' => {
                blank(text, index);
                index += 1;
            }
            byte => {
                if byte != b'\n' {
                    blank(text, index);
                }
                index += 1;
            }
        }
    }
}

fn blank_line(text: &mut [u8], start: usize) -> usize {
    let mut index = start;
    while index < text.len() && at(text, index) != b'\n' {
        blank(text, index);
        index += 1;
    }
    index
}

/// A keyword is an element with classes, or names an attribute; `:class` and its like are no class.
fn keyword(text: &mut [u8], start: usize) -> usize {
    let attribute = text.get(start + 1..).is_some_and(|name| name.starts_with(b"class"));
    blank(text, start);
    let mut index = start + 1;
    while index < text.len() {
        match at(text, index) {
            b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'"' | b';' => break,
            byte if is(byte, SPACE) => break,
            byte => {
                if attribute || (byte == b'.' && !is_point(text, index)) {
                    blank(text, index);
                }
            }
        }
        index += 1;
    }
    index
}
