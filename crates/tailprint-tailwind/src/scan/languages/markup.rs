//! Languages in which only a few characters need to be replaced.

use memchr::memmem;

use super::super::bytes::{SPACE, is};
use super::{Scanner, at, before, behind_string, blank, is_point};

/// Svelte, and components written in Rust: `class:name` is a class under a condition.
pub(super) fn class_directives(text: &mut [u8]) {
    let is_directive = |index: &usize| *index > 0 && is(before(text, *index), SPACE);
    let found: Vec<usize> = memmem::find_iter(text, b"class:").filter(is_directive).collect();
    for index in found {
        blank(text, index + 5);
    }
}

/// Rust with maud's `html!`: classes follow the names of elements, `div.p-1.m-1[active] { … }`.
pub(super) fn maud(text: &mut [u8], scanner: Scanner) {
    class_directives(text);
    let mut depth = 0usize;
    let mut index = 0;
    while index < text.len() {
        match at(text, index) {
            b'"' => {
                let end = behind_string(text, index);
                blank(text, index);
                if before(text, end) == b'"' {
                    blank(text, end - 1);
                }
                index = end;
                continue;
            }
            b'\\' => index += 1,
            b'.' if depth == 0 && !is_point(text, index) => blank(text, index),
            b'[' => {
                depth += 1;
                if scanner >= Scanner::V4_3 && before(text, index) != b'-' {
                    blank(text, index);
                }
            }
            b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        index += 1;
    }
}

/// Markdown: `{.p-1 .m-1}` are attributes.
pub(super) fn markdown(text: &mut [u8], scanner: Scanner) {
    if scanner == Scanner::V4_1 {
        return flat_markdown(text);
    }
    // counts all brackets within braces, and the braces
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

/// Markdown in Tailwind 4.1, for which brackets within braces have no meaning.
fn flat_markdown(text: &mut [u8]) {
    let mut inside = false;
    for index in 0..text.len() {
        match at(text, index) {
            b'{' if !inside => inside = true,
            b'}' if inside => inside = false,
            b'.' if inside => {}
            _ => continue,
        }
        blank(text, index);
    }
}

/// JSON: brackets and braces separate words.
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
    let mut index = 0;
    while let Some(found) = memchr::memchr(b'~', text.get(index..).unwrap_or_default()) {
        index += found;
        let open = index + 2;
        if matches!(at(text, index + 1), b's' | b'S' | b'w' | b'W')
            && matches!(at(text, open), b'[' | b'(' | b'{')
        {
            index = sigil(text, open);
        } else {
            index += 1;
        }
    }
}

/// Blanks the brackets of a list of words, and returns its end. Any bracket closes any other.
fn sigil(text: &mut [u8], open: usize) -> usize {
    let mut depth = 0usize;
    let mut index = open;
    while index < text.len() {
        match at(text, index) {
            b'\\' => index += 1,
            b'[' | b'(' | b'{' => depth += 1,
            b']' | b')' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        index += 1;
    }
    blank(text, open);
    blank(text, index);
    index + 1
}
