//! Skips statements without references, without tokenizing them.
//!
//! In a build script, which is not optimised, a tokenizer reads some megabytes a second, and most statements of most
//! style sheets name no asset. In doubt a statement is left to the tokenizer.

use memchr::memmem;

/// Returns the end of the statement that begins at `start`: its `;` or `{`, the `}` behind it, or the end of the source.
///
/// Returns none unless the statement certainly holds no reference.
pub(super) fn statement(source: &[u8], start: usize) -> Option<usize> {
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
            b'(' => brackets = brackets.open(b')')?,
            b'[' => brackets = brackets.open(b']')?,
            closer @ (b')' | b']') => {
                brackets = brackets.close(closer)?;
                name_has_escape = false;
            }
            b':' | b',' => name_has_escape = false,
            b'@' if may_import(&source[at + 1..]) => return None,
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
    let first = statement.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'-' | b'\\' | b'/' | b'<'))
}

/// Returns true if the name before a `(` ends like that of a function that takes a URL.
fn may_take_url(before: &[u8]) -> bool {
    let name: &[u8] = match before.last() {
        Some(b'l' | b'L') => b"url",
        Some(b'c' | b'C') => b"src",
        Some(b't' | b'T') => b"image-set",
        Some(b'e' | b'E') => b"image",
        _ => return false,
    };
    before.len() >= name.len() && before[before.len() - name.len()..].eq_ignore_ascii_case(name)
}

/// Returns true if an at-keyword may be `import`, also one that is spelled with escapes.
fn may_import(behind: &[u8]) -> bool {
    match behind.first() {
        Some(b'\\') => true,
        Some(b'i' | b'I') => {
            let word = &behind[..behind.len().min("import".len())];
            word.eq_ignore_ascii_case(b"import") || word.contains(&b'\\')
        }
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
