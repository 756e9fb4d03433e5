//! Finds the delimiters of a template where askama would find them.

use super::{Delimiters, Kind, Pair};

/// A delimiter in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) offset: usize,
    pub(super) kind: Kind,
    pub(super) closes: bool,
}

/// An opening delimiter without a closing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    pub(super) offset: usize,
    pub(super) kind: Kind,
    /// The same delimiter follows before a closing one does.
    pub(super) reopened: bool,
}

/// The delimiters of `source` in order, up to the first that is never closed.
pub(super) fn scan(source: &str, delimiters: &Delimiters) -> (Vec<Mark>, Option<Unclosed>) {
    let mut scanner = Scanner { source, delimiters, marks: Vec::new() };
    let unclosed = scanner.template().err();
    (scanner.marks, unclosed)
}

struct Scanner<'a> {
    source: &'a str,
    delimiters: &'a Delimiters,
    marks: Vec<Mark>,
}

impl Scanner<'_> {
    fn template(&mut self) -> Result<(), Unclosed> {
        let mut at = 0;
        let mut next =
            Kind::ALL.map(|kind| (kind, self.find(&self.delimiters.pair(kind).start, 0)));
        loop {
            for (kind, offset) in &mut next {
                if offset.is_some_and(|offset| offset < at) {
                    *offset = self.find(&self.delimiters.pair(*kind).start, at);
                }
            }
            let first = next.iter().filter_map(|(kind, offset)| Some(((*offset)?, *kind)));
            let Some((offset, kind)) = first.min_by_key(|(offset, _)| *offset) else {
                return Ok(());
            };
            at = match kind {
                Kind::Expression => self.code(Kind::Expression, offset)?,
                Kind::Block => self.block(offset)?,
                Kind::Comment => self.comment(offset)?,
            };
        }
    }

    /// The first offset of `needle` at or behind `from`.
    fn find(&self, needle: &str, from: usize) -> Option<usize> {
        if needle.is_empty() {
            return None;
        }
        Some(from + self.source.get(from..)?.find(needle)?)
    }

    fn rest(&self, from: usize) -> &str {
        self.source.get(from..).unwrap_or_default()
    }

    fn mark(&mut self, kind: Kind, open: usize, close: usize) -> usize {
        self.marks.push(Mark { offset: open, kind, closes: false });
        self.marks.push(Mark { offset: close, kind, closes: true });
        close + self.delimiters.pair(kind).end.len()
    }

    /// Reads an expression or a block and returns its end.
    fn code(&mut self, kind: Kind, open: usize) -> Result<usize, Unclosed> {
        let pair = self.delimiters.pair(kind);
        match end_of_code(self.source, open + pair.start.len(), pair) {
            Ok(close) => Ok(self.mark(kind, open, close)),
            Err(reopened) => Err(Unclosed { offset: open, kind, reopened }),
        }
    }

    fn block(&mut self, open: usize) -> Result<usize, Unclosed> {
        let pair = self.delimiters.pair(Kind::Block);
        let inside = open + pair.start.len();
        let Some(close) = raw_tag(self.rest(inside), &pair.end) else {
            return self.code(Kind::Block, open);
        };
        let content = inside + close + pair.end.len();
        let Some((end_open, end_close)) = self.end_of_raw(content) else {
            return Err(Unclosed { offset: open, kind: Kind::Block, reopened: false });
        };
        self.mark(Kind::Block, open, inside + close);
        Ok(self.mark(Kind::Block, end_open, end_close))
    }

    /// Both delimiters of the `{% endraw %}` that ends the text at `content`.
    fn end_of_raw(&self, content: usize) -> Option<(usize, usize)> {
        let Pair { start, end } = self.delimiters.pair(Kind::Block);
        let mut at = content;
        loop {
            let name = self.find("endraw", at)?;
            at = name + "endraw".len();
            let before = self.source.get(content..name)?.trim_ascii_end();
            let Some(before) = before
                .strip_suffix(start.as_str())
                .or_else(|| before.strip_suffix(WHITESPACE_CONTROL)?.strip_suffix(start.as_str()))
            else {
                continue;
            };
            if let Some(close) = end_of_tag(self.rest(at), end) {
                return Some((content + before.len(), at + close));
            }
        }
    }

    /// Reads a comment, which may contain others, and returns its end.
    fn comment(&mut self, open: usize) -> Result<usize, Unclosed> {
        let Pair { start, end } = self.delimiters.pair(Kind::Comment);
        let before = self.marks.len();
        self.marks.push(Mark { offset: open, kind: Kind::Comment, closes: false });
        let mut at = open + start.len();
        let mut depth = 1_usize;
        let mut close = self.find(end, at);
        while depth > 0 {
            let Some(end_offset) = close else {
                self.marks.truncate(before);
                return Err(Unclosed { offset: open, kind: Kind::Comment, reopened: false });
            };
            let nested = self.find_until(start, at, end_offset);
            let offset = nested.unwrap_or(end_offset);
            let closes = nested.is_none();
            self.marks.push(Mark { offset, kind: Kind::Comment, closes });
            depth = if closes { depth - 1 } else { depth + 1 };
            at = offset + if closes { end.len() } else { start.len() };
            if at > end_offset {
                close = self.find(end, at);
            }
        }
        Ok(at)
    }

    /// The first offset of `needle` from `from` to `last`.
    fn find_until(&self, needle: &str, from: usize, last: usize) -> Option<usize> {
        let mut end = (last + needle.len()).min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end += 1;
        }
        let offset = from + self.source.get(from..end)?.find(needle)?;
        (offset <= last).then_some(offset)
    }
}

const WHITESPACE_CONTROL: [char; 3] = ['-', '+', '~'];

/// The offset of the closing delimiter of `{% raw %}` in the text behind `{%`, if it is that tag.
fn raw_tag(inside: &str, end: &str) -> Option<usize> {
    let name = inside.strip_prefix(WHITESPACE_CONTROL).unwrap_or(inside).trim_ascii_start();
    let behind = name.strip_prefix("raw")?;
    if behind.starts_with(is_identifier) {
        return None;
    }
    Some(inside.len() - behind.len() + end_of_tag(behind, end)?)
}

/// The offset of `end` if there is only white space and white space control in front of it.
fn end_of_tag(text: &str, end: &str) -> Option<usize> {
    let trimmed = text.trim_ascii_start();
    let tag = if trimmed.starts_with(end) {
        trimmed
    } else {
        trimmed.strip_prefix(WHITESPACE_CONTROL).filter(|behind| behind.starts_with(end))?
    };
    Some(text.len() - tag.len())
}

/// The offset at which the code at `from` is closed. The error is true if the delimiter was opened again before.
fn end_of_code(source: &str, from: usize, pair: &Pair) -> Result<usize, bool> {
    let mut at = from;
    let mut depth = 0_usize;
    // A closing delimiter inside brackets counts when the brackets turn out to be unbalanced.
    let mut in_brackets = None;
    let mut reopened = false;
    let mut macros = true;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(&pair.end) {
            if depth == 0 {
                return Ok(at);
            }
            in_brackets = in_brackets.or(Some(at).filter(|_| !reopened));
        } else if rest.starts_with(&pair.start) {
            reopened = true;
            if depth == 0 {
                return in_brackets.ok_or(true);
            }
        }
        let (length, nesting) = token(rest);
        depth = nesting.after(depth);
        at += length;
        if macros && let Some(call) = Call::parse(rest, length) {
            // Arguments that never end are scanned once, not again at each macro inside of them.
            macros = call.length.is_some();
            at += call.length.unwrap_or_default();
        }
    }
    in_brackets.ok_or(reopened)
}

#[derive(Clone, Copy)]
enum Nesting {
    Same,
    Opens,
    Closes,
}

impl Nesting {
    fn after(self, depth: usize) -> usize {
        match self {
            Self::Same => depth,
            Self::Opens => depth + 1,
            Self::Closes => depth.saturating_sub(1),
        }
    }
}

/// The length in bytes of the literal, identifier, list or character at the start of `rest`, which is not empty.
fn token(rest: &str) -> (usize, Nesting) {
    if let Some(length) = literal(rest) {
        return (length, Nesting::Same);
    }
    let first = rest.chars().next().unwrap_or_default();
    match first {
        '(' | '[' | '{' => (1, Nesting::Opens),
        ')' | ']' | '}' => (1, Nesting::Closes),
        ':' => (generics(rest).unwrap_or(1), Nesting::Same),
        _ if is_identifier(first) => (identifier(rest), Nesting::Same),
        _ => (first.len_utf8(), Nesting::Same),
    }
}

fn is_identifier(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

fn identifier(rest: &str) -> usize {
    rest.find(|character| !is_identifier(character)).unwrap_or(rest.len())
}

/// The length of the string or character literal at the start of `rest`.
fn literal(rest: &str) -> Option<usize> {
    let unprefixed = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    let prefix = rest.len() - unprefixed.len();
    let length = match unprefixed.as_bytes().first()? {
        b'"' => Some(1 + behind_quote(unprefixed.get(1..)?, b'"')),
        b'\'' => character(unprefixed),
        b'r' => raw_string(unprefixed),
        _ => None,
    };
    Some(prefix + length?)
}

/// The number of bytes up to and including `quote`; all of them if there is none.
fn behind_quote(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// A quote that does not begin a character literal belongs to a lifetime.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    if inside.starts_with('\\') {
        return Some(1 + behind_quote(inside, b'\''));
    }
    let length = inside.chars().next()?.len_utf8();
    inside.get(length..)?.starts_with('\'').then_some(length + 2)
}

fn raw_string(rest: &str) -> Option<usize> {
    let hashes = rest.get(1..)?;
    let count = hashes.len() - hashes.trim_start_matches('#').len();
    let inside = hashes.get(count..)?.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(count));
    let length = inside.find(&end).map_or(inside.len(), |index| index + end.len());
    Some(1 + count + 1 + length)
}

/// The most characters of a list of generic arguments. The limit keeps the time linear; no list is that long.
const LONGEST_GENERICS: usize = 1024;

/// The length of `::<…>`, in which `>>` closes two lists.
fn generics(rest: &str) -> Option<usize> {
    let list = rest.strip_prefix("::")?.trim_ascii_start();
    if !list.starts_with('<') {
        return None;
    }
    let mut depth = 0_usize;
    for (index, character) in list.char_indices().take(LONGEST_GENERICS) {
        match character {
            '<' => depth += 1,
            '>' if depth == 1 => return Some(rest.len() - list.len() + index + 1),
            '>' => depth -= 1,
            ':' | ',' | '&' | '(' | ')' | '[' | ']' | ';' => {}
            _ if is_identifier(character) || character.is_ascii_whitespace() => {}
            _ => return None,
        }
    }
    None
}

/// Words that may stand in front of `!(…)` without being the name of a macro.
const OPERATORS: [&str; 9] = ["if", "elif", "else", "in", "is", "match", "bitand", "bitor", "xor"];

/// A call of a Rust macro. Its arguments alone may have Rust comments and lifetimes (`macro_arguments` in
/// `expr.rs` of `askama_parser`).
struct Call {
    /// The length of the text behind the name; none if the arguments do not end.
    length: Option<usize>,
}

impl Call {
    /// The call of the macro whose name is the first `name` bytes of `rest`, if they are one.
    fn parse(rest: &str, name: usize) -> Option<Self> {
        let (name, behind) = rest.split_at_checked(name)?;
        // First, because behind each space of many all the others would be passed over.
        if !name.starts_with(is_identifier) || OPERATORS.contains(&name) {
            return None;
        }
        let arguments = behind.trim_ascii_start().strip_prefix('!')?.trim_ascii_start();
        if !arguments.starts_with(['(', '[', '{']) {
            return None;
        }
        let length = end_of_arguments(arguments);
        Some(Self { length: length.map(|length| behind.len() - arguments.len() + length) })
    }
}

/// The length of macro arguments with their brackets.
fn end_of_arguments(arguments: &str) -> Option<usize> {
    let mut at = 0;
    let mut depth = 0_usize;
    while let Some(rest) = arguments.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, nesting) =
            comment(rest).map_or_else(|| token(rest), |length| (length, Nesting::Same));
        at += length;
        depth = nesting.after(depth);
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The length of the Rust comment at the start of `rest`; block comments nest.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(text) = rest.get(at..).filter(|text| !text.is_empty()) {
        if text.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text.starts_with("*/") {
            at += 2;
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += text.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(rest.len())
}
