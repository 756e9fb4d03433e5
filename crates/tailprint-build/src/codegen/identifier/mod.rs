//! Rust identifiers for files and folders of any name.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

/// Names that the generated module uses itself in its root.
const RESERVED: [&str; 6] = ["ASSETS", "IMPORT_MAP", "MOUNT", "TABLE", "filters", "tailprint"];

/// Strict and reserved keywords that are lower case (The Rust Reference, Keywords).
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The constant of a file: `tailwind.css` is `TAILWIND_CSS`.
pub(crate) fn constant(name: &str) -> String {
    guarded(name.chars().map(|letter| letter.to_ascii_uppercase()))
}

/// The module of a folder: `web-fonts` is `web_fonts`.
pub(crate) fn module(name: &str) -> String {
    guarded(name.chars().map(|letter| letter.to_ascii_lowercase()))
}

/// What is no ASCII letter or digit becomes `_`; a digit does not stand first; a keyword gets a `_` behind it.
fn guarded(letters: impl Iterator<Item = char>) -> String {
    let mut identifier: String =
        letters.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    if identifier.starts_with(|first: char| first.is_ascii_digit()) {
        identifier.insert(0, '_');
    }
    if KEYWORDS.contains(&&*identifier) || RESERVED.contains(&&*identifier) || identifier == "_" {
        identifier.push('_');
    }
    identifier
}

/// Gives names that have the same identifier one of their own each: all of them get six digits of the SHA-256 of
/// their name behind it.
///
/// None of them keeps the short one. Otherwise a new file could silently take over the constant of another.
pub(crate) fn distinct<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    identifier: fn(&str) -> String,
) -> Vec<String> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for name in names.clone() {
        *uses.entry(identifier(name)).or_default() += 1;
    }
    let own = |name: &str| {
        let short = identifier(name);
        if uses.get(&short).is_some_and(|uses| *uses > 1) {
            let digits = base16ct::lower::encode_string(&Sha256::digest(name));
            return identifier(&format!("{short}_{}", &digits[..6]));
        }
        short
    };
    names.map(own).collect()
}

#[cfg(test)]
mod tests;
