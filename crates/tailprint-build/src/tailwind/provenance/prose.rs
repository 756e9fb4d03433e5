//! Text that no page shows as it is: documents and comments.

use std::path::Path;

use memchr::memmem;

/// Extensions of documents.
const DOCUMENTS: [&str; 6] = ["adoc", "markdown", "md", "mdx", "rst", "txt"];

/// Extensions of languages with comments as C has them.
const CODE: [&str; 12] =
    ["c", "cjs", "go", "java", "js", "jsx", "mjs", "mts", "php", "rs", "ts", "tsx"];

/// The comments of markup and of template languages.
const MARKUP: [[&str; 2]; 4] =
    [["<!--", "-->"], ["{#", "#}"], ["{% comment", "endcomment"], ["{{!--", "--}}"]];

/// Returns true if a byte of a file is in a document or in a comment.
pub(super) fn is_prose(text: &[u8], offset: usize, file: &Path) -> bool {
    let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let extension = extension.to_ascii_lowercase();
    if DOCUMENTS.contains(&&*extension) {
        return true;
    }
    let before = text.get(..offset).unwrap_or(text);
    if CODE.contains(&&*extension) {
        return is_open(before, "/*", "*/") || in_line_comment(before);
    }
    MARKUP.iter().any(|[open, close]| is_open(before, open, close))
}

fn is_open(before: &[u8], open: &str, close: &str) -> bool {
    let last = |what: &str| memmem::rfind(before, what.as_bytes());
    match (last(open), last(close)) {
        (Some(open), Some(close)) => open > close,
        (opened, _) => opened.is_some(),
    }
}

/// Returns true behind a `//` that is neither in a string nor part of a URL.
fn in_line_comment(before: &[u8]) -> bool {
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or_default();
    let mut quote = None;
    let mut last = b' ';
    for &byte in line {
        match (quote, byte) {
            (None, b'/') if last == b'/' => return true,
            (None, b'"' | b'`') => quote = Some(byte),
            (Some(open), _) if byte == open && last != b'\\' => quote = None,
            _ => {}
        }
        last = byte;
    }
    false
}
