//! Values in brackets.

use super::bytes::{BLANK, LOWER, PROPERTY, SPACE, is};
use super::line::Line;

/// The deepest nesting of brackets in a candidate: `SIZE` in `bracket_stack.rs` of `tailwindcss-oxide`, Tailwind's own
/// scanner.
pub(super) const DEEPEST: usize = 32;

/// Returns the end of `[…]`, which is not empty, has no white space, and closes every bracket that it opens.
pub(super) fn brackets(line: Line<'_>, start: usize) -> Result<usize, usize> {
    // a `]` at once is part of the value
    let value = start + 1 + usize::from(line.at(start + 1) == b']');
    balanced(line, value, b']').map_err(|_| start + 1)
}

/// Returns the end of `(--name)`, `(type:--name)` or `(--name,fallback)`.
pub(super) fn parentheses(line: Line<'_>, start: usize) -> Result<usize, usize> {
    let mut at = start + 1;
    if is(line.at(at), LOWER) {
        while is(line.at(at), LOWER) || line.at(at) == b'-' {
            at += 1;
        }
        if line.at(at) != b':' {
            return Err(at);
        }
        at += 1;
    }
    if line.at(at) != b'-' || line.at(at + 1) != b'-' {
        return Err(at);
    }
    at = property(line, at + 2).map_err(|_| at + 2)?;
    match line.at(at) {
        b')' => Ok(at + 1),
        b',' => balanced(line, at + 1, b')'),
        _ => Err(at + 1),
    }
}

/// Returns the end of a custom property's name, given the index after its `--`, or the index of the failure. A name
/// does not end with an escape.
pub(super) fn property(line: Line<'_>, start: usize) -> Result<usize, usize> {
    let mut at = start;
    loop {
        while is(line.at(at), PROPERTY) {
            at += 1;
        }
        if line.at(at) != b'\\' {
            return if at == start { Err(at) } else { Ok(at) };
        }
        let behind = line.at(at + 2);
        if is(line.at(at + 1), BLANK) || !(is(behind, PROPERTY) || behind == b'\\') {
            return Err(at);
        }
        at += 2;
    }
}

/// Returns true if the value of `[property:value]` is possible: it has no `:` or `!` outside of brackets.
pub(super) fn value(line: Line<'_>, start: usize, end: usize) -> bool {
    let mut depth = 0usize;
    let mut at = start;
    while at < end {
        let byte = line.at(at);
        at += 1;
        match byte {
            b'\\' => at += 1,
            b'"' | b'\'' | b'`' => match quoted(line, at, byte) {
                Ok(behind) => at = behind,
                Err(_) => return false,
            },
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b':' | b'!' if depth == 0 => return false,
            _ => {}
        }
    }
    true
}

/// Calls [`close_of`] until the [budget](Line::spend) of the line is spent.
fn balanced(line: Line<'_>, start: usize, close: u8) -> Result<usize, usize> {
    if line.is_spent() {
        return Err(start);
    }
    let end = close_of(line, start, close);
    if let Err(stopped) = end {
        line.spend(stopped.saturating_sub(start));
    }
    end
}

/// Returns the index after the bracket that closes the one before `start`, or the index of the failure.
fn close_of(line: Line<'_>, start: usize, close: u8) -> Result<usize, usize> {
    let mut open = [0; DEEPEST];
    let mut depth = 0;
    let mut at = start;
    loop {
        let byte = line.at(at);
        at += 1;
        match byte {
            b'\\' if is(line.at(at), SPACE) => return Err(at),
            b'\\' => at += 1,
            b'"' | b'\'' | b'`' => at = quoted(line, at, byte)?,
            b'(' | b'[' | b'{' => {
                // `(` and `)` are neighbours, the others are two apart
                *open.get_mut(depth).ok_or(at)? = if byte == b'(' { b')' } else { byte + 2 };
                depth += 1;
            }
            b')' | b']' | b'}' if depth > 0 => {
                depth -= 1;
                if open.get(depth) != Some(&byte) {
                    return Err(at);
                }
            }
            _ if byte == close => return Ok(at),
            b'$' if line.at(at) == b'{' && close == b']' => return Err(at),
            b':' if depth == 0 && close == b')' => return Err(at),
            _ if is(byte, SPACE) => return Err(at),
            _ => {}
        }
    }
}

/// Returns the index after the quote that closes a string, or the index of the failure.
fn quoted(line: Line<'_>, start: usize, quote: u8) -> Result<usize, usize> {
    let mut at = start;
    loop {
        let byte = line.at(at);
        at += 1;
        match byte {
            _ if byte == quote => return Ok(at),
            b'\\' if is(line.at(at), SPACE) => return Err(at),
            b'\\' => at += 1,
            _ if is(byte, SPACE) => return Err(at),
            _ => {}
        }
    }
}
