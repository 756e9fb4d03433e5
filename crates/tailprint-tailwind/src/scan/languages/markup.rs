//! Languages that need a mark or two replaced.

use memchr::memmem;

use super::super::bytes::{SPACE, is};
use super::{at, before, behind_brackets, behind_string, blank, is_point, is_word};

/// Svelte, and components written in Rust: `class:name` is a class that is there at times.
pub(super) fn class_directives(text: &mut [u8]) {
    let found: Vec<usize> = memmem::find_iter(text, b"class:").collect();
    for index in found {
        if is(before(text, index), SPACE) && index > 0 {
            blank(text, index + 5);
        }
    }
}

/// Rust with maud's `html!`: classes hang on elements, `div.p-1.m-1 { … }`.
pub(super) fn maud(text: &mut [u8]) {
    class_directives(text);
    let mut index = 0;
    while index < text.len() {
        match at(text, index) {
            b'"' => index = behind_string(text, index),
            b'.' if !is_point(text, index) => {
                blank(text, index);
                index += 1;
            }
            b'[' if before(text, index) == b'-' => {
                index = behind_brackets(text, index).unwrap_or(index + 1);
            }
            b'[' => {
                blank(text, index);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Pug: `.p-1.m-1(title="…")`.
pub(super) fn pug(text: &mut [u8]) {
    shorthand(text, false);
}

/// Slim: as pug, and `div[title="…"]`.
pub(super) fn slim(text: &mut [u8]) {
    shorthand(text, true);
}

fn shorthand(text: &mut [u8], brackets: bool) {
    let mut depth = 0usize;
    for index in 0..text.len() {
        let opens = match at(text, index) {
            b'.' if depth == 0 && !is_point(text, index) => {
                blank(text, index);
                continue;
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                continue;
            }
            b'(' => before(text, index) != b'-',
            b'[' => brackets && is_word(before(text, index)),
            b'{' => false,
            _ => continue,
        };
        if opens && depth == 0 {
            blank(text, index);
        }
        depth += 1;
    }
}

/// Markdown: `{.p-1 .m-1}` are attributes.
pub(super) fn markdown(text: &mut [u8]) {
    // of all brackets within braces, those themselves included
    let mut depth = 0usize;
    for index in 0..text.len() {
        let outermost = match at(text, index) {
            b'{' | b'(' | b'[' | b'<' if depth > 0 => {
                depth += 1;
                false
            }
            b'}' | b')' | b']' | b'>' if depth > 1 => {
                depth -= 1;
                false
            }
            b'{' => {
                depth = 1;
                true
            }
            b'}' if depth == 1 => {
                depth = 0;
                true
            }
            b'.' => depth == 1,
            _ => false,
        };
        if outermost {
            blank(text, index);
        }
    }
}

/// JSON: brackets and braces separate.
pub(super) fn json(text: &mut [u8]) {
    let mut index = 0;
    while index < text.len() {
        match at(text, index) {
            b'"' => index = behind_string(text, index),
            b'[' | b']' | b'{' | b'}' => {
                blank(text, index);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Razor: `@@` is an `@`.
pub(super) fn razor(text: &mut [u8]) {
    let found: Vec<usize> = memmem::find_iter(text, b"@@").collect();
    for index in found {
        blank(text, index);
    }
}

/// Elixir: `~w[p-1 m-1]` is a list of words.
pub(super) fn sigils(text: &mut [u8]) {
    let found: Vec<usize> = memchr::memchr_iter(b'~', text).collect();
    for index in found {
        let close = match at(text, index + 2) {
            b'[' => b']',
            b'(' => b')',
            b'{' => b'}',
            _ => continue,
        };
        if matches!(at(text, index + 1), b's' | b'S' | b'w' | b'W') {
            super::ruby::words(text, index + 2, close);
        }
    }
}
