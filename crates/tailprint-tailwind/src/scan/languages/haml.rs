//! Haml: `%div.p-1.m-1{class: "…"}`.

use super::{at, behind_string, blank, is_point};

pub(super) fn spaced(text: &mut [u8]) {
    let mut depth = 0usize;
    let mut start = true;
    let mut index = 0;
    while index < text.len() {
        let byte = at(text, index);
        match byte {
            b'\n' => start = true,
            b' ' | b'\t' | b'\r' => {}
            b'=' | b'-' | b'/' if start && depth == 0 => {
                // a line of Ruby
                index = memchr::memchr(b'\n', text.get(index..).unwrap_or_default())
                    .map_or(text.len(), |end| index + end);
                continue;
            }
            b'"' | b'\'' if depth > 0 => {
                index = behind_string(text, index);
                continue;
            }
            b'{' | b'[' | b'(' => {
                if depth == 0 {
                    blank(text, index);
                }
                depth += 1;
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    blank(text, index);
                }
            }
            b'.' if is_point(text, index) => {}
            b'.' | b'#' | b'=' if depth == 0 => blank(text, index),
            _ => {}
        }
        start = start && matches!(byte, b'\n' | b' ' | b'\t' | b'\r');
        index += 1;
    }
}
