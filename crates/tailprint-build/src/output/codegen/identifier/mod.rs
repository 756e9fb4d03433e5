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

/// Returns the constant of a file: `TAILWIND_CSS` for `tailwind.css`.
pub(crate) fn constant(name: &str) -> String {
    guarded(name.chars().map(|letter| letter.to_ascii_uppercase()))
}

/// Returns the module of a folder: `web_fonts` for `web-fonts`.
pub(crate) fn module(name: &str) -> String {
    guarded(name.chars().map(|letter| letter.to_ascii_lowercase()))
}

/// Returns the path of the constant of an asset, if no other one has the same identifier: `css::SITE_CSS`.
#[must_use]
pub fn constant_path(asset: &str) -> String {
    let (folders, name) =
        asset.rsplit_once('/').map_or((None, asset), |(it, name)| (Some(it), name));
    let modules = folders.into_iter().flat_map(|folders| folders.split('/')).map(module);
    modules.chain([constant(name)]).collect::<Vec<_>>().join("::")
}

/// Makes an identifier: other characters than ASCII letters and digits become `_`, a leading digit gets a `_` in front,
/// and a keyword or reserved name one behind.
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

/// Returns the identifiers of names. Names with the same identifier all get six digits of the SHA-256 of their name
/// behind it.
///
/// None of them keeps the short identifier. Otherwise a new file could silently take over the constant of another one.
pub(crate) fn distinct<'a>(
    names: impl Iterator<Item = &'a str> + Clone,
    identifier: fn(&str) -> String,
) -> Vec<String> {
    let short: Vec<String> = names.clone().map(identifier).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for short in &short {
        *uses.entry(short).or_default() += 1;
    }
    let own = |(name, short): (&str, &String)| {
        if uses.get(&**short).is_some_and(|uses| *uses > 1) {
            let digits = base16ct::lower::encode_string(&Sha256::digest(name));
            return identifier(&format!("{short}_{}", &digits[..6]));
        }
        short.clone()
    };
    names.zip(&short).map(own).collect()
}

#[cfg(test)]
mod tests;
