//! Text that no page shows as it is: documents and comments.

use std::path::Path;

use memchr::memmem;

/// Extensions of documents.
const DOCUMENTS: [&str; 6] = ["adoc", "markdown", "md", "mdx", "rst", "txt"];

/// Extensions of languages with comments as C has them.
const CODE: [&str; 14] =
    ["c", "cjs", "cts", "go", "java", "js", "json5", "jsx", "mjs", "mts", "php", "rs", "ts", "tsx"];

/// Extensions of languages whose comments begin with `#` and end with the line.
const HASH: [&str; 10] = ["bash", "ex", "exs", "nix", "py", "rb", "sh", "toml", "yaml", "yml"];

/// The comments of markup and of template languages, except for those that begin with `{#` and `{%`.
const MARKUP: [[&str; 2]; 6] = [
    ["<!--", "-->"],
    ["{{!--", "--}}"],
    ["{{! ", "}}"],
    ["<%#", "%>"],
    ["<%--", "--%>"],
    ["@*", "*@"],
];

/// Returns true if a byte of a file is in a document or in a comment.
pub(super) fn is_prose(text: &[u8], offset: usize, file: &Path) -> bool {
    let extension = file.extension().and_then(|it| it.to_str()).unwrap_or_default();
    let extension = &*extension.to_ascii_lowercase();
    if DOCUMENTS.contains(&extension) {
        return true;
    }
    let before = text.get(..offset).unwrap_or(text);
    if CODE.contains(&extension) {
        // In Rust, a single quote is mostly part of a lifetime.
        let quotes: &[u8] = if extension == "rs" { b"\"" } else { b"\"'`" };
        let ends_line = (extension == "php") && in_line_comment(before, b"#", quotes);
        return is_open(before, "/*", "*/") || ends_line || in_line_comment(before, b"//", quotes);
    }
    if HASH.contains(&extension) {
        return in_line_comment(before, b"#", b"\"'");
    }
    // Handlebars and Svelte begin blocks with `{{#` and `{#`.
    let has_blocks = matches!(extension, "hbs" | "handlebars" | "mustache" | "svelte");
    (!has_blocks && in_hash_comment(before))
        || MARKUP.iter().any(|[open, close]| is_open(before, open, close))
        || in_comment_tag(before)
}

fn is_open(before: &[u8], open: &str, close: &str) -> bool {
    let last = |what: &str| memmem::rfind(before, what.as_bytes());
    match (last(open), last(close)) {
        (Some(open), Some(close)) => open > close,
        (opened, _) => opened.is_some(),
    }
}

/// Returns true behind `{#`, but not behind `{{#`, which begins a block.
fn in_hash_comment(before: &[u8]) -> bool {
    let is_block = |at: &usize| before.get(..*at).is_some_and(|head| head.ends_with(b"{"));
    let open = memmem::FinderRev::new("{#").rfind_iter(before).find(|at| !is_block(at));
    let close = memmem::rfind(before, b"#}");
    open.is_some_and(|open| close.is_none_or(|close| open > close))
}

/// Returns true behind `{% comment %}`, also with the dashes that cut white space off.
fn in_comment_tag(before: &[u8]) -> bool {
    for at in memmem::FinderRev::new("comment").rfind_iter(before) {
        let goes_on = before.get(at + "comment".len()).is_some_and(u8::is_ascii_alphanumeric);
        let head = before.get(..at).filter(|_| !goes_on).unwrap_or_default();
        let (head, ends) = match head.strip_suffix(b"end") {
            Some(head) => (head, true),
            None => (head, false),
        };
        let is_between = |byte: &u8| byte.is_ascii_whitespace() || b"-+".contains(byte);
        let tag = head.iter().rposition(|byte| !is_between(byte)).map_or(0, |last| last + 1);
        if head.get(..tag).is_some_and(|head| head.ends_with(b"{%")) {
            return !ends;
        }
    }
    false
}

/// Returns true behind a mark that makes the rest of its line a comment. A mark in a string, the `//` of a URL and a `#`
/// within a word are none.
fn in_line_comment(before: &[u8], mark: &[u8], quotes: &[u8]) -> bool {
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or_default();
    let mut quote = None;
    let mut last = b' ';
    for (at, &byte) in line.iter().enumerate() {
        let is_mark = line.get(at..).is_some_and(|rest| rest.starts_with(mark));
        match quote {
            None if is_mark && is_comment(mark, last) => return true,
            None if quotes.contains(&byte) => quote = Some(byte),
            Some(open) if byte == open && last != b'\\' => quote = None,
            _ => {}
        }
        last = byte;
    }
    false
}

fn is_comment(mark: &[u8], last: u8) -> bool {
    if mark == b"#" { last.is_ascii_whitespace() } else { !b":\\".contains(&last) }
}
