//! Strings and regular expressions of scripts, with the use that is made of them.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::references::js::lexer::{Lexer, Token};
use crate::references::js::string_value;

/// A literal of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Literal<'a> {
    Pattern { pattern: &'a str, flags: &'a str, offset: usize },
    Text { text: String, purpose: Use, offset: usize },
}

/// The use of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// It is compared with another string.
    Compared,
    /// It is a URL that is fetched. The file is served under its plain name as well.
    Fetched,
    /// It is a key of an object, with which bundlers write lists of their modules.
    Key,
    /// It is a text for people.
    Prose,
    Other,
}

/// The extensions of files that code looks for by name.
pub(super) const EXTENSIONS: [&str; 12] =
    ["js", "mjs", "css", "png", "gif", "jpg", "jpeg", "svg", "webp", "cur", "woff", "woff2"];

/// Returns false if a script has no literal that could match its own name, or that of a file of its package.
///
/// One pass for each extension, not for each name: a package may have thousands of both.
///
/// `extensions` are those of the files, apart from scripts.
pub(super) fn may_have(text: &str, own: &str, extensions: &BTreeSet<&str>) -> bool {
    let bytes = text.as_bytes();
    let has_name =
        |extension: &&str| memmem::find(bytes, format!(".{extension}").as_bytes()).is_some();
    memmem::find(bytes, own.as_bytes()).is_some()
        || has_extension(text)
        || extensions.iter().any(has_name)
}

/// Returns true if a text has an escaped dot, and behind it an extension or the begin of a group.
pub(super) fn has_extension(text: &str) -> bool {
    let is_extension = |at: usize| {
        let rest = &text.as_bytes()[at + 2..];
        let is_group = matches!(rest.first(), Some(b'(' | b'['));
        is_group || EXTENSIONS.iter().any(|extension| rest.starts_with(extension.as_bytes()))
    };
    memmem::find_iter(text.as_bytes(), b"\\.").any(is_extension)
}

/// Returns the literals in their order.
pub(super) fn literals(source: &str) -> Vec<Literal<'_>> {
    let mut found = Vec::new();
    // The last three tokens: `new Worker (` and `. replace (`.
    let mut before: [Token<'_>; 3] = [Token::Part, Token::Part, Token::Part];
    let mut tokens = Lexer::new(source).peekable();
    while let Some(lexeme) = tokens.next() {
        match &lexeme.token {
            Token::Pattern(range) => {
                let flags = &source[range.end + 1..];
                let end = flags.find(|letter: char| !letter.is_ascii_lowercase());
                let flags = &flags[..end.unwrap_or(flags.len())];
                let pattern = &source[range.clone()];
                found.push(Literal::Pattern { pattern, flags, offset: lexeme.start });
            }
            Token::Text(range) => {
                let next = tokens.peek().map(|next| next.token.clone());
                if let Some(text) = string_value(source, range.clone()) {
                    let purpose = match next {
                        Some(Token::Sign(b'=' | b'!')) => Use::Compared,
                        Some(Token::Sign(b':' | b'('))
                            if matches!(before[2], Token::Sign(b'{' | b',')) =>
                        {
                            Use::Key
                        }
                        // `modules["a.js"]`; a list of one name stands behind no name.
                        Some(Token::Sign(b']')) if is_member(&before) => Use::Key,
                        _ => purpose(&text, &before),
                    };
                    found.push(Literal::Text { text, purpose, offset: lexeme.start });
                }
            }
            _ => {}
        }
        before.rotate_left(1);
        before[2] = lexeme.token;
    }
    found
}

/// Returns true behind `name[`.
fn is_member(before: &[Token<'_>; 3]) -> bool {
    const KEYWORDS: [&str; 6] = ["return", "case", "in", "of", "yield", "await"];
    matches!(before, [_, Token::Word(word), Token::Sign(b'[')] if !KEYWORDS.contains(word))
}

/// Methods that compare their argument with a string.
const COMPARING: [&str; 11] = [
    "replace",
    "replaceAll",
    "indexOf",
    "lastIndexOf",
    "includes",
    "endsWith",
    "startsWith",
    "split",
    "match",
    "search",
    "equals",
];

/// Functions that fetch their argument.
const FETCHING: [&str; 12] = [
    "Worker",
    "SharedWorker",
    "URL",
    "importScripts",
    "fetch",
    "import",
    "register",
    "require",
    "addModule",
    "define",
    "resolve",
    "open",
];

fn purpose(text: &str, before: &[Token<'_>; 3]) -> Use {
    let is_selector = ["[src", "[href"].iter().any(|attribute| text.contains(attribute));
    match before {
        _ if is_selector => Use::Compared,
        [Token::Sign(b'.'), Token::Word(method), Token::Sign(b'(')]
            if COMPARING.contains(method) =>
        {
            Use::Compared
        }
        [_, Token::Word(function), Token::Sign(b'(')] if FETCHING.contains(function) => {
            Use::Fetched
        }
        // Minified, `URL` has another name.
        [Token::Word("new"), Token::Word(class), Token::Sign(b'(')] if *class != "RegExp" => {
            Use::Fetched
        }
        [_, _, Token::Word("from" | "import")] => Use::Fetched,
        [_, Token::Sign(b'='), Token::Sign(b'=')] | [_, Token::Sign(b'!'), Token::Sign(b'=')] => {
            Use::Compared
        }
        // A list of modules: `case "./a.js": return a`.
        [_, _, Token::Word("case")] if text.starts_with("./") => Use::Key,
        [_, _, Token::Word("case")] => Use::Compared,
        // The name by which a plugin or a module is known: `{ name: "babylon.js", … }`.
        [_, Token::Word("name"), Token::Sign(b':')] => Use::Prose,
        _ if text.contains(char::is_whitespace) => Use::Prose,
        _ => Use::Other,
    }
}
