//! Steps over statements that hold no reference, without tokenizing them.
//!
//! A tokenizer compiled for a build script reads some megabytes a second, and most statements of most style
//! sheets name no asset. Whatever is not plain here is left to the tokenizer.

use memchr::memmem;

/// Where the statement that begins at `start` ends: at its `;` or `{`, at the `}` behind it, or with the source.
///
/// None unless it is certain that the statement holds no reference and ends there.
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

/// The brackets that are open, innermost last: a bit for each behind a leading one.
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

/// Whether a statement may be a custom property, whose braces hold no statements.
fn may_be_custom(statement: &[u8]) -> bool {
    let first = statement.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'-' | b'\\' | b'/' | b'<'))
}

/// Whether the name before a `(` ends as one that takes a URL.
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

/// Whether an at-keyword may be `import`: an escape may hide it.
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

/// The last byte of an escape, or one within it that cannot be taken for anything else.
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
