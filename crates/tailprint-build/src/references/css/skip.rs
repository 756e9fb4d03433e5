//! Skips statements without references, without tokenizing them.
//!
//! In a build script, which is not optimised, a tokenizer reads some megabytes a second, and most statements of most
//! style sheets name no asset. In doubt a statement is left to the tokenizer.

use std::ops::Range;

use memchr::memmem;

use crate::support::css_tokens::is_white_space;

/// Returns the end of the statement that begins at `start`: its `;` or `{`, the `}` behind it, or the end of the source.
/// Adds the names in its `var()` to `names`.
///
/// Returns none unless the statement certainly holds no reference.
pub(super) fn statement(
    source: &[u8],
    start: usize,
    names: &mut Vec<Range<usize>>,
) -> Option<usize> {
    names.clear();
    // A token ends at `start`, so that is in the source or its end.
    let end = end(source, start, names)?;
    let statement = &source[start..end];
    // In a custom property, and behind an at-keyword, `var()` is no use.
    let uses = || !may_be_custom(statement) && memchr::memchr(b'@', statement).is_none();
    (names.is_empty() || uses()).then_some(end)
}

fn end(source: &[u8], start: usize, names: &mut Vec<Range<usize>>) -> Option<usize> {
    let mut brackets = Brackets::NONE;
    let mut name_has_escape = false;
    let mut at = start;
    // Indexing costs a tenth of `get` and an iterator in unoptimised code.
    while at < source.len() {
        match source[at] {
            b';' | b'}' => return (brackets == Brackets::NONE).then_some(at),
            b'{' => {
                return (brackets == Brackets::NONE && !may_be_custom(&source[start..at]))
                    .then_some(at);
            }
            b'(' if name_has_escape || may_take_url(&source[..at]) => return None,
            b'(' if may_be_var(&source[start..at]) => {
                if !is_var(&source[start..at]) {
                    return None;
                }
                names.push(name(source, at + 1)?);
                brackets = brackets.open(b')')?;
            }
            b'(' => brackets = brackets.open(b')')?,
            b'[' => brackets = brackets.open(b']')?,
            closer @ (b')' | b']') => {
                brackets = brackets.close(closer)?;
                name_has_escape = false;
            }
            b':' | b',' => name_has_escape = false,
            b'@' if may_matter(&source[at + 1..]) => return None,
            b'\\' => {
                at = escape_end(source, at)?;
                name_has_escape = true;
            }
            quote @ (b'"' | b'\'') => at = string_end(source, at, quote)?,
            b'/' if source[at..].starts_with(b"/*") => at = comment_end(source, at)?,
            _ => {}
        }
        at += 1;
    }
    Some(source.len())
}

/// The open brackets, innermost last: a bit for each, behind a leading 1.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Brackets(u64);

impl Brackets {
    const NONE: Self = Self(1);

    fn open(self, closer: u8) -> Option<Self> {
        (self.0.leading_zeros() > 0).then_some(Self(self.0 << 1 | u64::from(closer == b']')))
    }

    fn close(self, closer: u8) -> Option<Self> {
        let is_innermost = self != Self::NONE && self.0 & 1 == u64::from(closer == b']');
        is_innermost.then_some(Self(self.0 >> 1))
    }
}

/// Returns true if a statement may be a custom property. Its braces hold no statements.
fn may_be_custom(statement: &[u8]) -> bool {
    matches!(first(statement), Some(b'-' | b'\\' | b'/' | b'<'))
}

fn first(statement: &[u8]) -> Option<u8> {
    statement.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}

/// Returns true if the name before a `(` ends like `var`.
fn may_be_var(before: &[u8]) -> bool {
    // Most names are told apart by one byte.
    matches!(before.last(), Some(b'r' | b'R'))
        && before.len() >= "var".len()
        && before[before.len() - "var".len()..].eq_ignore_ascii_case(b"var")
}

/// Returns true if `var`, with which `before` ends, is certainly a name of its own, and not the end of `--my-var`, `#var` or
/// `<!--var`.
fn is_var(before: &[u8]) -> bool {
    let rest = &before[..before.len() - "var".len()];
    rest.last().is_none_or(|byte| {
        is_white_space(*byte) || matches!(byte, b':' | b',' | b'(' | b')' | b'*' | b'/')
    })
}

/// Returns the name of a custom property behind `var(`; none unless it is spelled without escapes and comments.
fn name(source: &[u8], start: usize) -> Option<Range<usize>> {
    let spaces = source[start..].iter().take_while(|byte| is_white_space(**byte)).count();
    let start = start + spaces;
    let length = source[start..].iter().take_while(|byte| is_name(**byte)).count();
    let end = start + length;
    let is_whole = match source.get(end) {
        Some(b')' | b',') => true,
        Some(byte) => is_white_space(*byte),
        None => false,
    };
    (is_whole && source[start..end].starts_with(b"--")).then_some(start..end)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | 0x80..)
}

/// Returns true if the name before a `(` ends like that of a function that takes a URL, or is no place for a `var()`.
fn may_take_url(before: &[u8]) -> bool {
    let names: &[&[u8]] = match before.last() {
        Some(b'l' | b'L') => &[b"url"],
        Some(b'c' | b'C') => &[b"src"],
        Some(b't' | b'T') => &[b"image-set", b"format"],
        Some(b'e' | b'E') => &[b"image", b"style"],
        _ => return false,
    };
    names.iter().any(|name| {
        before.len() >= name.len() && before[before.len() - name.len()..].eq_ignore_ascii_case(name)
    })
}

/// At-rules that have references, or decide about those in them.
const AT_RULES: [&[u8]; 3] = [b"import", b"property", b"supports"];

/// Returns true if an at-keyword may be one of [`AT_RULES`], also one that is spelled with escapes.
fn may_matter(behind: &[u8]) -> bool {
    let may_be = |rule: &&[u8]| {
        let word = &behind[..behind.len().min(rule.len())];
        word.eq_ignore_ascii_case(rule) || word.contains(&b'\\')
    };
    match behind.first() {
        Some(b'\\') => true,
        Some(b'i' | b'I' | b'p' | b'P' | b's' | b'S') => AT_RULES.iter().any(may_be),
        _ => false,
    }
}

/// Returns the last byte of an escape, or an earlier byte behind which the rest of the escape is ordinary text.
fn escape_end(source: &[u8], backslash: usize) -> Option<usize> {
    let escaped = source.get(backslash + 1)?;
    (!matches!(escaped, b'\n' | b'\r' | b'\x0C')).then_some(backslash + 1)
}

fn string_end(source: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr3(quote, b'\\', b'\n', source.get(at..)?)?;
        match source[at] {
            b'\\' => at += 2,
            b'\n' => return None,
            _ => break,
        }
    }
    // Other newlines end a string, too, but nobody writes them.
    memchr::memchr2(b'\r', b'\x0C', &source[start..at]).is_none().then_some(at)
}

fn comment_end(source: &[u8], start: usize) -> Option<usize> {
    let content = &source[start + 2..];
    let length = memmem::find(content, b"*/")?;
    let names_source_map = memmem::find(&content[..length], super::SOURCE_MAP.as_bytes()).is_some();
    (!names_source_map).then_some(start + 2 + length + 1)
}
