//! Languages with their own syntax for classes.
//!
//! Each language has a function that replaces the characters around classes with spaces, and leaves everything
//! else in its place. The same grammar of candidates then serves all languages.

mod clojure;
mod haml;
mod markup;
mod ruby;
mod shorthand;

use std::borrow::Cow;

use memchr::memmem;

use super::bytes::{ALNUM, DIGIT, is};
use super::line::{Line, Reading};
use super::part::part;
use crate::sources::Scanner;

/// The longest variant that is recognised after a `.`, in bytes.
const LONGEST_VARIANT: usize = 256;

/// Returns the content of a file with spaces around its classes.
pub(super) fn prepare<'a>(content: &'a [u8], extension: &str, scanner: Scanner) -> Cow<'a, [u8]> {
    let change: fn(&mut [u8], Scanner) = match extension {
        "rs" if memmem::find(content, b"html!").is_some() => markup::maud,
        "rs" | "svelte" => {
            if memmem::find(content, b"class:").is_none() {
                return Cow::Borrowed(content);
            }
            |text, _| markup::class_directives(text)
        }
        "clj" | "cljs" | "cljc" => |text, _| clojure::spaced(text),
        "cshtml" | "razor" => |text, _| markup::razor(text),
        "ex" | "exs" | "eex" | "heex" => |text, _| markup::sigils(text),
        "haml" => haml::spaced,
        "json" => |text, _| markup::json(text),
        "md" | "mdx" => markup::markdown,
        "pug" => shorthand::pug,
        "rb" | "erb" => ruby::spaced,
        "slim" | "slang" => shorthand::slim,
        _ => return Cow::Borrowed(content),
    };
    let mut content = content.to_vec();
    change(&mut content, scanner);
    Cow::Owned(content)
}

/// Returns the byte at an index, or a line break after the end.
fn at(text: &[u8], index: usize) -> u8 {
    if index < text.len() { text[index] } else { b'\n' }
}

/// Returns the byte before an index, or a line break at the beginning.
fn before(text: &[u8], index: usize) -> u8 {
    if index == 0 { b'\n' } else { at(text, index - 1) }
}

fn blank(text: &mut [u8], index: usize) {
    if let Some(byte) = text.get_mut(index) {
        *byte = b' ';
    }
}

/// Replaces the rest of a line with spaces, and returns its end.
fn blank_line(text: &mut [u8], start: usize) -> usize {
    let end = end_of_line(text, start);
    for index in start..end {
        blank(text, index);
    }
    end
}

/// Returns the index of the next line break, or the end of the text.
fn end_of_line(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', text.get(start..).unwrap_or_default())
        .map_or(text.len(), |end| start + end)
}

/// Returns true for the `.` of a number: it is between digits, and no variant such as `2xl:` follows.
fn is_point(text: &[u8], index: usize) -> bool {
    is_between_digits(text, index) && !begins_variant(text, index + 1)
}

fn is_between_digits(text: &[u8], index: usize) -> bool {
    is(before(text, index), DIGIT) && is(at(text, index + 1), DIGIT)
}

fn begins_variant(text: &[u8], start: usize) -> bool {
    let end = text.len().min(start + LONGEST_VARIANT);
    let text = text.get(start..end).unwrap_or_default();
    let line = Line { text, reading: &Reading::of(text, Scanner::default()) };
    part(line, 0).is_ok_and(|part| part.variant && line.at(part.end) == b':')
}

/// Returns the index after a string that begins at an index, or the end of the text.
fn behind_string(text: &[u8], start: usize) -> usize {
    end_of_string(text, start).unwrap_or(text.len())
}

/// Returns the index after a string that begins at an index; none if nothing closes it.
fn end_of_string(text: &[u8], start: usize) -> Option<usize> {
    let quote = at(text, start);
    let mut index = start + 1;
    while index < text.len() {
        match at(text, index) {
            b'\\' => index += 1,
            byte if byte == quote => return Some(index + 1),
            _ => {}
        }
        index += 1;
    }
    None
}

/// Returns true for a letter or a digit.
fn is_word(byte: u8) -> bool {
    is(byte, ALNUM)
}
