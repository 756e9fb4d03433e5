//! The grammar of one part of a candidate: a variant or a utility.

use super::brackets::{brackets, parentheses, property, value};
use super::bytes::{ALNUM, BLANK, DIGIT, LOWER, QUOTE, UPPER, is};
use super::line::Line;
use crate::sources::Scanner;

/// A part of a candidate: a variant, which a colon follows, or the utility, which is last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) end: usize,
    /// True if it may be a utility.
    pub(super) utility: bool,
    /// True if it may be a variant.
    pub(super) variant: bool,
    /// The index after its first `[`. Reading goes on there if this turns out not to be a candidate.
    pub(super) bracket: Option<usize>,
}

/// Reads the part that begins at an index, or returns the index to go on at.
pub(super) fn part(line: Line<'_>, start: usize) -> Result<Part, usize> {
    match line.at(start) {
        b'[' => bare(line, start),
        b'!' => important(line, start + 1),
        b'-' if is(line.at(start + 1), LOWER) => named(line, start, start + 1).map(utility_only),
        b'-' => Err(start + 1),
        _ => named(line, start, start),
    }
}

/// Reads a utility after a leading `!`. It cannot have another one at its end.
fn important(line: Line<'_>, start: usize) -> Result<Part, usize> {
    if !is(line.at(start), LOWER) && !matches!(line.at(start), b'-' | b'@' | b'[') {
        return Err(start + 1);
    }
    let part = part(line, start)?;
    if line.at(part.end - 1) == b'!' {
        Err(line.go_back(part.bracket, part.end))
    } else {
        Ok(utility_only(part))
    }
}

fn utility_only(part: Part) -> Part {
    Part { variant: false, ..part }
}

/// Reads `[property:value]` as a utility, or `[selector]` as a variant.
fn bare(line: Line<'_>, start: usize) -> Result<Part, usize> {
    let end = brackets(line, start)?;
    let bracket = Some(start + 1);
    if declaration(line, start, end) {
        let part = Part { end, utility: true, variant: true, bracket };
        let part = tail(line, part)?;
        return Ok(Part { variant: part.end == end, ..part });
    }
    if line.at(end) == b':' {
        Ok(Part { end, utility: false, variant: true, bracket })
    } else {
        Err(line.go_back(bracket, end))
    }
}

/// Reads a part that begins with a name: `p-1.5`, `bg-[#fff]/50`, `w-(--x)!`, `group-hover/name`, `@sm`, `2xl`, `**`.
fn named(line: Line<'_>, start: usize, name: usize) -> Result<Part, usize> {
    let name = Name::read(line, name);
    let Name { end, utility, variant, .. } = name;
    let mut part = Part { end, utility, variant, bracket: None };
    match line.at(name.end) {
        _ if name.end == start => return Err(start),
        b'[' if !matches!(name.last, b'_' | b'%') => {
            part.end = brackets(line, name.end)?;
            part.bracket = Some(name.end + 1);
            part.variant = true;
            part.utility = name.prefix;
        }
        b'(' if name.last == b'-' => {
            part.end = parentheses(line, name.end)?;
            part.variant = true;
            part.utility = name.prefix;
        }
        // a letter alone is a class only where nothing but a class can stand
        next if name.end - start == 1 && !is(next, BLANK | QUOTE) => part.utility = false,
        _ => {}
    }
    if !part.utility && !part.variant {
        return Err(part.end);
    }
    tail(line, part)
}

/// Reads the end of a part after its name or brackets: a modifier, then `!`, both optional.
fn tail(line: Line<'_>, mut part: Part) -> Result<Part, usize> {
    if line.at(part.end) == b'/' {
        let slash = part.end;
        part.end =
            modifier(line, slash + 1).map_err(|stopped| line.go_back(part.bracket, stopped))?;
        if line.at(slash + 1) == b'[' {
            part.bracket = part.bracket.or(Some(slash + 2));
        }
    }
    if line.at(part.end) == b'!' && part.utility {
        part.end += 1;
        part.variant = false;
    }
    Ok(part)
}

fn modifier(line: Line<'_>, start: usize) -> Result<usize, usize> {
    match line.at(start) {
        b'[' => brackets(line, start),
        b'(' => parentheses(line, start),
        first if is(first, ALNUM) => {
            let mut at = start + 1;
            while matches!(line.at(at), b'-' | b'_' | b'.') || is(line.at(at), ALNUM) {
                at += 1;
            }
            Ok(at)
        }
        b'*' | b'A'..=b'Z' => Err(start + 1),
        _ => Err(start),
    }
}

/// Returns true if balanced brackets are `[property:value]`.
fn declaration(line: Line<'_>, start: usize, end: usize) -> bool {
    let mut at = start + 1;
    if line.at(at) == b'-' && line.at(at + 1) == b'-' {
        match property(line, at + 2) {
            Ok(end) => at = end,
            Err(_) => return false,
        }
    } else {
        while is(line.at(at), LOWER) || line.at(at) == b'-' {
            at += 1;
        }
        if at == start + 1 || (line.at(at - 1) == b'-' && line.at(at - 2) == b'-') {
            return false;
        }
    }
    line.at(at) == b':' && line.at(at + 1) != b'/' && value(line, at + 1, end - 1)
}

/// The letters, digits and marks that a part begins with.
struct Name {
    end: usize,
    last: u8,
    utility: bool,
    variant: bool,
    /// True if it is a utility with `[…]` or `(…)` after it.
    prefix: bool,
}

impl Name {
    /// Reads the longest possible name, which may be empty.
    fn read(line: Line<'_>, start: usize) -> Self {
        let first = line.at(start);
        let mut utility = is(first, LOWER) || first == b'@';
        let mut end = start;
        let mut last = first;
        if is(first, LOWER | DIGIT) || matches!(first, b'@' | b'*') {
            end += 1;
            utility &= !(first == b'@' && is(line.at(end), DIGIT));
            loop {
                let byte = line.at(end);
                match byte {
                    b'-' => utility &= last != b'_',
                    b'_' => utility &= last != b'-',
                    b'*' if last != b'-' && last != b'_' => utility = false,
                    b'.' if is(last, DIGIT) && is(line.at(end + 1), DIGIT) => {}
                    // Tailwind 4.1 knows no class with a digit behind a capital
                    _ if is(byte, DIGIT) && is(last, UPPER) => {
                        utility &= line.reading.scanner > Scanner::V4_1;
                    }
                    _ if is(byte, ALNUM) => {}
                    _ => break,
                }
                last = byte;
                end += 1;
            }
        }
        Self::ending(line, end, last, utility)
    }

    fn ending(line: Line<'_>, end: usize, last: u8, utility: bool) -> Self {
        if is(last, DIGIT) && line.at(end) == b'%' {
            return Self { end: end + 1, last: b'%', utility, variant: false, prefix: false };
        }
        Self {
            end,
            last,
            utility: utility && !matches!(last, b'-' | b'@'),
            variant: !matches!(last, b'-' | b'_'),
            prefix: utility && last == b'-',
        }
    }
}
