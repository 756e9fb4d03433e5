//! Globs as Tailwind's scanner and ignore files understand them.
//!
//! | | matches |
//! |--|--|
//! | `?` | one byte, but no `/` |
//! | `*` | any number of bytes, but no `/` |
//! | `**` | any number of folders; stands between slashes or at an end |
//! | `[a-z]` | one of these bytes; `[!a-z]` and `[^a-z]` one of the others, `/` among them |
//! | `{a,b}` | one of these globs, that are not empty |
//! | `\*` | the character itself; on Windows a backslash is a slash |
//!
//! It is the language of the crate `globset` with `literal_separator`, and a test compares the two. That crate brings an
//! engine for regular expressions, which would be a good part of what a build script compiles.

mod parse;
mod program;

use std::path::Path;

use self::parse::{Dialect, Token};
use self::program::Program;

/// A compiled glob, which matches whole paths.
#[derive(Clone, Debug)]
pub(super) struct Glob {
    form: Form,
}

/// A glob by the work that it needs. Most lines of ignore files need little.
#[derive(Clone, Debug)]
enum Form {
    /// `**/name`
    Name(Vec<u8>),
    /// `**/*.end`
    NameEnd(Vec<u8>),
    /// Any other glob, and the bytes that every match begins and ends with.
    Other { start: Vec<u8>, end: Vec<u8>, program: Program },
}

impl Glob {
    /// Compiles the pattern of a source. Returns nothing if it is malformed.
    pub(super) fn of_source(glob: &str) -> Option<Self> {
        Self::new(glob, Dialect { escapes: !std::path::is_separator('\\'), open_class: false })
    }

    /// Compiles a line of an ignore file. A bracket that nothing closes stands for itself.
    pub(super) fn of_ignore_file(glob: &str) -> Option<Self> {
        Self::new(glob, Dialect { escapes: true, open_class: true })
    }

    fn new(glob: &str, dialect: Dialect) -> Option<Self> {
        let tokens = parse::tokens(glob, dialect)?;
        Some(Self { form: Form::of(&tokens) })
    }

    /// Returns true if the glob matches the whole path.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.matches_bytes(&bytes(path))
    }

    pub(super) fn matches_bytes(&self, path: &[u8]) -> bool {
        match &self.form {
            Form::Name(name) => self::name(path) == name,
            Form::NameEnd(end) => self::name(path).ends_with(end),
            Form::Other { start, end, program } => {
                path.starts_with(start) && path.ends_with(end) && program.matches(path)
            }
        }
    }
}

impl Form {
    fn of(tokens: &[Token]) -> Self {
        let no_slash = |text: &[u8]| !text.is_empty() && !text.contains(&b'/');
        match tokens {
            [Token::Folders, rest @ ..] if literal(rest).is_some_and(|text| no_slash(&text)) => {
                Self::Name(literal(rest).unwrap_or_default())
            }
            [Token::Folders, Token::Star, rest @ ..]
                if literal(rest).is_some_and(|text| no_slash(&text)) =>
            {
                Self::NameEnd(literal(rest).unwrap_or_default())
            }
            _ => {
                let is_byte = |token: &&Token| matches!(token, Token::Byte(_));
                let start = tokens.iter().take_while(is_byte).cloned().collect::<Vec<_>>();
                let mut end = tokens.iter().rev().take_while(is_byte).cloned().collect::<Vec<_>>();
                end.reverse();
                Self::Other {
                    start: literal(&start).unwrap_or_default(),
                    end: literal(&end).unwrap_or_default(),
                    program: Program::of(tokens),
                }
            }
        }
    }
}

/// Returns the text that tokens stand for, if it is only one.
fn literal(tokens: &[Token]) -> Option<Vec<u8>> {
    let byte = |token: &Token| match token {
        Token::Byte(byte) => Some(*byte),
        _ => None,
    };
    tokens.iter().map(byte).collect()
}

/// The last component of a path.
fn name(path: &[u8]) -> &[u8] {
    memchr::memrchr(b'/', path).and_then(|slash| path.get(slash + 1..)).unwrap_or(path)
}

/// Returns a path with `/` between its components.
pub(super) fn bytes(path: &Path) -> Vec<u8> {
    let bytes = path.as_os_str().as_encoded_bytes().to_vec();
    if !std::path::is_separator('\\') {
        return bytes;
    }
    bytes.into_iter().map(|byte| if byte == b'\\' { b'/' } else { byte }).collect()
}

#[cfg(test)]
mod tests;
