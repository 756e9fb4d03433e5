//! Finds the candidates of a line.

use super::bytes::{AFTER, BEFORE, BLANK, SKIP, START, is};
use super::line::{Line, Reading};
use super::part::part;
use crate::sources::Scanner;

/// Calls `found` with each candidate of a line, from left to right.
pub(super) fn candidates<'a>(text: &'a [u8], scanner: Scanner, found: &mut dyn FnMut(&'a [u8])) {
    let line = Line { text, reading: &Reading::of(text, scanner) };
    let mut at = 0;
    let mut last_stop = None;
    while at < text.len() {
        let byte = line.at(at);
        if is(byte, START) {
            match candidate(line, at) {
                Ok((start, end)) => {
                    if let Some(candidate) = text.get(start..end) {
                        found(candidate);
                    }
                    at = end + 1;
                }
                Err(next) => at = next.max(at + 1),
            }
        } else if is(byte, SKIP) {
            let last = *last_stop.get_or_insert_with(|| stop_from_end(text));
            at = if at < last { behind_word(line, at) } else { at + 1 };
        } else {
            at += 1;
        }
    }
}

/// Returns the index of the last byte that may stand before a candidate. After it, no word is skipped.
fn stop_from_end(text: &[u8]) -> usize {
    text.iter().rposition(|byte| is(*byte, BEFORE)).unwrap_or(0)
}

/// Returns the next index at which a candidate may begin.
fn behind_word(line: Line<'_>, start: usize) -> usize {
    let mut at = start + 1;
    while at < line.text.len() {
        if is(line.at(at), BEFORE) {
            return at;
        }
        if line.at(at) == b'[' {
            return at + 1;
        }
        at += 1;
    }
    start + 1
}

/// Returns the candidate that begins at an index, or the index to go on at.
fn candidate(line: Line<'_>, start: usize) -> Result<(usize, usize), usize> {
    let mut at = start;
    let mut bracket = None;
    loop {
        let part = part(line, at).map_err(|stopped| line.go_back(bracket, stopped))?;
        bracket = bracket.or(part.bracket);
        if line.at(part.end) == b':' && part.variant {
            let next = part.end + 1;
            if is(line.at(next), BLANK) {
                // `underline: active` in an object of classes
                let whole = at == start && part.utility && part.end - at > 1;
                return if whole { Ok((at, part.end)) } else { Err(line.go_back(bracket, next)) };
            }
            at = next;
            continue;
        }
        let bounded = start == 0 || is(line.at(start - 1), BEFORE);
        let whole = bounded && part.utility && is(line.at(part.end), AFTER);
        return if whole {
            Ok((start, part.end))
        } else {
            Err(line.go_back(bracket, part.end + 1))
        };
    }
}
