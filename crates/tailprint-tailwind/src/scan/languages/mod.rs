//! Languages that write classes in ways of their own.
//!
//! Each has a function that puts spaces where the language ends or begins a class; everything else stays where it
//! is, so that one grammar of candidates serves all languages.

mod clojure;
mod haml;
mod markup;
mod ruby;

use std::borrow::Cow;

use memchr::memmem;

use super::bytes::{ALNUM, DIGIT, SPACE, is};

/// A file's content as the scanner is to see it.
pub(super) fn prepare<'a>(content: &'a [u8], extension: &str) -> Cow<'a, [u8]> {
    let change: fn(&mut [u8]) = match extension {
        "rs" if memmem::find(content, b"html!").is_some() => markup::maud,
        "rs" | "svelte" => {
            if memmem::find(content, b"class:").is_none() {
                return Cow::Borrowed(content);
            }
            markup::class_directives
        }
        "clj" | "cljs" | "cljc" => clojure::spaced,
        "cshtml" | "razor" => markup::razor,
        "ex" | "exs" | "eex" | "heex" => markup::sigils,
        "haml" => haml::spaced,
        "json" => markup::json,
        "md" | "mdx" => markup::markdown,
        "pug" => markup::pug,
        "rb" | "erb" => ruby::spaced,
        "slim" | "slang" => markup::slim,
        _ => return Cow::Borrowed(content),
    };
    let mut content = content.to_vec();
    change(&mut content);
    Cow::Owned(content)
}

/// The byte at an index, or a line break where there is none.
fn at(text: &[u8], index: usize) -> u8 {
    if index < text.len() { text[index] } else { b'\n' }
}

/// The byte before an index.
fn before(text: &[u8], index: usize) -> u8 {
    if index == 0 { b'\n' } else { at(text, index - 1) }
}

fn blank(text: &mut [u8], index: usize) {
    if let Some(byte) = text.get_mut(index) {
        *byte = b' ';
    }
}

/// Whether a `.` stands between digits and so belongs to a number.
fn is_point(text: &[u8], index: usize) -> bool {
    is(before(text, index), DIGIT) && is(at(text, index + 1), DIGIT)
}

/// The index behind a string that begins at an index, or behind the text.
fn behind_string(text: &[u8], start: usize) -> usize {
    let quote = at(text, start);
    let mut index = start + 1;
    while index < text.len() {
        match at(text, index) {
            b'\\' => index += 1,
            byte if byte == quote => return index + 1,
            _ => {}
        }
        index += 1;
    }
    text.len()
}

/// The index behind the `]` that closes a `[`, if that is on the same line and no white space is between them.
fn behind_brackets(text: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut index = start;
    loop {
        match at(text, index) {
            b'[' => depth += 1,
            b']' => depth -= 1,
            byte if is(byte, SPACE) => return None,
            _ => {}
        }
        index += 1;
        if depth == 0 {
            return Some(index);
        }
    }
}

/// Whether a byte is part of a word.
fn is_word(byte: u8) -> bool {
    is(byte, ALNUM)
}
