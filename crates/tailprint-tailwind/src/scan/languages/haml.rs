//! Haml: `%div.p-1.m-1{class: "…"}`.

use super::super::bytes::{SPACE, is};
use super::{Scanner, at, blank, end_of_line, is_point, ruby};

pub(super) fn spaced(text: &mut [u8], scanner: Scanner) {
    let mut depth = 0usize;
    let mut start = true;
    let mut index = 0;
    while index < text.len() {
        let byte = at(text, index);
        match byte {
            b'=' | b'-' | b'~' | b'/' if start => {
                let end = end_of_line(text, index);
                let comment = byte == b'/' || (byte == b'-' && at(text, index + 1) == b'#');
                if !comment {
                    ruby::spaced(text.get_mut(index..end).unwrap_or_default(), scanner);
                }
                index = end;
                continue;
            }
            b'%' if scanner >= Scanner::V4_3 && ruby::is_list(text, index, scanner) => {
                index = ruby::nested_list(text, index, scanner);
                start = false;
                continue;
            }
            b'\\' => index += 1,
            b'.' if is_point(text, index) => {}
            b'.' | b'#' | b'=' if depth == 0 => blank(text, index),
            _ => depth = nested(text, index, depth),
        }
        start = byte == b'\n' || (start && is(byte, SPACE));
        index += 1;
    }
}

/// Returns the number of open brackets behind the byte at `index`, and makes the outermost brackets blanks.
fn nested(text: &mut [u8], index: usize, depth: usize) -> usize {
    match at(text, index) {
        b'{' | b'[' | b'(' => {
            if depth == 0 {
                blank(text, index);
            }
            depth + 1
        }
        b'}' | b']' | b')' => {
            if depth == 1 {
                blank(text, index);
            }
            depth.saturating_sub(1)
        }
        _ => depth,
    }
}
