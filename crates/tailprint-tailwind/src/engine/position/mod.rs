//! Positions in a text: lines and columns.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem;

/// Returns line and column of a byte offset, both from 1; the column counts characters.
pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// Finds `specifier` between quotes.
pub(super) fn of_quoted(text: &str, specifier: &str) -> Option<(usize, usize)> {
    let quoted = |offset: &usize| {
        let before = text.as_bytes().get(offset.wrapping_sub(1));
        let after = text.as_bytes().get(offset + specifier.len());
        before == after && matches!(before, Some(b'"' | b'\'' | b'`'))
    };
    let offset = memmem::find_iter(text.as_bytes(), specifier).find(quoted)?;
    Some(line_column(text, offset - 1))
}

/// Finds `class` in an `@apply`.
pub(super) fn of_applied(text: &str, class: &str) -> Option<(usize, usize)> {
    let applied = arguments(text, "@apply").find_map(|(_, argument)| {
        let word = argument.split_whitespace().find(|word| *word == class)?;
        Some(word.as_ptr() as usize - text.as_ptr() as usize)
    });
    applied.map(|offset| line_column(text, offset))
}

/// Finds the directive `name` with this argument.
pub(super) fn of_argument(text: &str, name: &str, argument: &str) -> Option<(usize, usize)> {
    let mut places = arguments(text, name).filter(|(_, found)| found.trim() == argument);
    places.next().map(|(start, _)| line_column(text, start))
}

/// Finds a `@config` without a path in quotes.
pub(super) fn of_unquoted(text: &str) -> Option<(usize, usize)> {
    let is_quoted = |path: &str| path.len() > 2 && path.starts_with(['"', '\'']);
    let mut configs = arguments(text, "@config").filter(|(_, path)| !is_quoted(path.trim()));
    configs.next().map(|(start, _)| line_column(text, start))
}

/// Finds an `@variant` with this variant, alone or among others: `hover:focus`, `hover, focus`.
pub(super) fn of_variant(text: &str, variant: &str) -> Option<(usize, usize)> {
    let alone = of_argument(text, "@variant", variant);
    let among = |found: &str| found.split([':', ',']).any(|part| part.trim() == variant);
    let others = || arguments(text, "@variant").find(|(_, found)| among(found));
    alone.or_else(|| others().map(|(start, _)| line_column(text, start)))
}

/// Finds a call of a function, by the text between its brackets.
pub(super) fn of_call(
    text: &str,
    name: &str,
    is_meant: impl Fn(&str) -> bool,
) -> Option<(usize, usize)> {
    let mut calls = calls(text, name);
    let start = calls.find(|(_, values)| is_meant(values))?.0;
    Some(line_column(text, start))
}

/// Finds a call of a function, by the text before it.
pub(super) fn of_call_behind(
    text: &str,
    name: &str,
    is_meant: impl Fn(&str) -> bool,
) -> Option<(usize, usize)> {
    let is_behind = |start: usize| text.get(..start).is_some_and(&is_meant);
    let start = calls(text, name).find(|(start, _)| is_behind(*start))?.0;
    Some(line_column(text, start))
}

/// Finds the calls of a function, each as its byte offset and the text between its brackets.
fn calls<'a>(text: &'a str, name: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let call = format!("{name}(");
    let is_longer = |before: &str| before.ends_with(|it: char| it.is_alphanumeric() || it == '-');
    let begins = |start: usize| text.get(..start).is_some_and(|before| !is_longer(before));
    let starts: Vec<_> = code(text, &call).filter(|start| begins(*start)).collect();
    let ends = if starts.is_empty() { HashMap::new() } else { brackets(text) };
    starts.into_iter().filter_map(move |start| {
        let inside = start + call.len();
        let end = ends.get(&(inside - 1))?;
        Some((start, text.get(inside..*end)?.trim()))
    })
}

/// Returns the end of each pair of round brackets by its beginning, as byte offsets. All are found at once, since many
/// may have no end.
fn brackets(text: &str) -> HashMap<usize, usize> {
    let (mut open, mut ends) = (Vec::new(), HashMap::new());
    for at in memchr::memchr2_iter(b'(', b')', text.as_bytes()) {
        if text.as_bytes().get(at) == Some(&b'(') {
            open.push(at);
        } else if let Some(begin) = open.pop() {
            ends.insert(begin, at);
        }
    }
    ends
}

/// Finds the directives of a name, each as its byte offset and the text that follows the name.
fn arguments<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let mut end = 0;
    code(text, name).filter_map(move |start| {
        // It is within the text of another one, which would be read to its end for each of many.
        if start < end {
            return None;
        }
        let from = start + name.len();
        let rest = text.get(from..)?;
        end = from + rest.find([';', '{', '}']).unwrap_or(rest.len());
        Some((start, text.get(from..end)?))
    })
}

/// Finds a piece of code outside of comments: its first two places.
pub(super) fn of_code(text: &str, piece: &str) -> Vec<(usize, usize)> {
    let word = |byte: Option<&u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let ends = |start: &usize| !word(text.as_bytes().get(start + piece.len()));
    // The first two tell if it is the only one, and to count the lines of all would take long.
    code(text, piece).filter(ends).take(2).map(|start| line_column(text, start)).collect()
}

/// Finds a declaration, or a rule, by the text that it begins with.
pub(super) fn of_statement(text: &str, start: &str) -> Option<(usize, usize)> {
    let is_first = |at: &usize| {
        let before = text.get(..*at).unwrap_or_default().trim_end();
        before.is_empty() || before.ends_with(['{', '}', ';', '/'])
    };
    code(text, start).find(is_first).map(|at| line_column(text, at))
}

/// Finds a text outside of comments, as byte offsets.
fn code<'a>(text: &'a str, piece: &'a str) -> impl Iterator<Item = usize> {
    let comments = if text.contains(piece) { comments(text) } else { Vec::new() };
    let inside = move |start: usize| {
        let next = comments.partition_point(|comment| comment.end <= start);
        comments.get(next).is_some_and(|comment| comment.contains(&start))
    };
    let found: Vec<_> = memmem::find_iter(text.as_bytes(), piece).collect();
    found.into_iter().filter(move |start| !piece.is_empty() && !inside(*start))
}

fn comments(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut comments = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr3(b'/', b'"', b'\'', bytes.get(at..).unwrap_or_default())
    {
        let start = at + found;
        let rest = bytes.get(start + 1..).unwrap_or_default();
        let length = match bytes.get(start) {
            Some(b'/') if rest.first() == Some(&b'*') => {
                let end = memmem::find(rest.get(1..).unwrap_or_default(), b"*/");
                let length = end.map_or(rest.len() + 1, |end| end + 4);
                comments.push(start..start + length);
                length
            }
            Some(b'/') => 1,
            quote => 1 + string(rest, quote.copied().unwrap_or_default()),
        };
        at = start + length;
    }
    comments
}

/// Returns the length of the rest of a string that `quote` has opened.
fn string(rest: &[u8], quote: u8) -> usize {
    let mut escaped = false;
    let ends = |byte: &u8| {
        let end = !escaped && (*byte == quote || *byte == b'\n');
        escaped = !escaped && *byte == b'\\';
        end
    };
    rest.iter().position(ends).map_or(rest.len(), |end| end + 1)
}

#[cfg(test)]
mod tests;
