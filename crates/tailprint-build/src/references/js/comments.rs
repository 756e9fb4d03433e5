//! Source map comments, found without parsing the code around them.
//!
//! ECMA-426 lets tools without a parser read source map comments line by line; the last one counts. Here every comment
//! at the beginning of a line is found, and the last one of the file even behind code, as minifiers write it. Text in a
//! multi-line template literal can look the same. With the feature `js_modules` the parser tells both apart, in files
//! that it can parse.

use memchr::memmem;

use crate::references::reference::{Kind, Reference};
use crate::references::spelling::decoded::Decoded;

const NAME: &[u8] = b"sourceMappingURL=";

/// Finds the source map comments, in the order of their places.
pub(super) fn find(source: &str) -> Vec<Reference> {
    let names: Vec<usize> = memmem::find_iter(source.as_bytes(), NAME).collect();
    let ends = names.iter().skip(1).copied().chain([source.len()]);
    let mut candidates: Vec<_> = names
        .iter()
        .zip(ends)
        .filter_map(|(name, end)| Candidate::read(source, *name, end))
        .collect();
    let last = candidates.pop();
    candidates.retain(|candidate| candidate.begins_line);
    candidates.extend(last);
    candidates.into_iter().filter_map(|candidate| candidate.reference).collect()
}

struct Candidate {
    begins_line: bool,
    /// None for a data URL. It still counts as the last comment of the file.
    reference: Option<Reference>,
}

impl Candidate {
    /// Reads the comment around the name at `name`. The next name begins at `end`.
    fn read(source: &str, name: usize, end: usize) -> Option<Self> {
        let (before, after) = (source.get(..name)?, source.get(name + NAME.len()..end)?);
        let opening = before.trim_end_matches(is_blank).strip_suffix(['#', '@'])?;
        let (code, url) = if let Some(code) = opening.strip_suffix("//") {
            (code, after.split(is_line_end).next()?)
        } else {
            (opening.strip_suffix("/*")?, &after[..memmem::find(after.as_bytes(), b"*/")?])
        };
        let url = url.trim_matches(is_blank);
        if url.is_empty() || url.contains(is_no_url) {
            return None;
        }
        let begins_line =
            code.trim_end_matches(is_blank).chars().next_back().is_none_or(is_line_end);
        let start = name + NAME.len() + after.find(url)?;
        let text = Decoded::verbatim(source, start..start + url.len())?;
        Some(Self { begins_line, reference: text.reference(Kind::SourceMap) })
    }
}

/// Returns true for white space other than line ends, and for a byte order mark.
fn is_blank(character: char) -> bool {
    character == '\u{FEFF}' || (character.is_whitespace() && !is_line_end(character))
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// Returns true for quotes and white space: text with them is part of a string, and browsers ignore it as well.
fn is_no_url(character: char) -> bool {
    matches!(character, '"' | '\'' | '`') || character.is_whitespace()
}
