//! `<base href>`: where the relative URLs of a document begin.

use crate::references::{Found, Kind, Reference};
use crate::resolve::has_scheme;

/// Makes relative URLs relative to the folder of the document instead.
///
/// A base with a host is another origin, as far as can be told here: what is relative to it is dropped.
pub(super) fn apply(href: &str, found: &mut Found) {
    let href = href.trim_matches(|character: char| character <= ' ');
    if has_scheme(href) || href.starts_with("//") {
        return found.references.clear();
    }
    let folder = folder(href);
    if folder.is_empty() {
        return;
    }
    let references = std::mem::take(&mut found.references).into_iter();
    let from_base = |reference: Reference| {
        if is_relative(&reference) { reference.prefixed(&folder) } else { reference }
    };
    found.references = references.map(from_base).collect();
}

/// The folder of the base with a slash at its end, spelled so that it is no bare module specifier.
fn folder(href: &str) -> String {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let is_up = matches!(path.rsplit('/').next(), Some("." | ".."));
    let folder = match path.rfind('/') {
        _ if is_up => format!("{path}/"),
        Some(slash) => path.get(..=slash).unwrap_or_default().to_owned(),
        None => String::new(),
    };
    if folder.is_empty() || folder.starts_with(['/', '.']) { folder } else { format!("./{folder}") }
}

fn is_relative(reference: &Reference) -> bool {
    let url = reference.url.as_str();
    match reference.kind {
        Kind::Module => url.starts_with("./") || url.starts_with("../"),
        _ => !url.starts_with(['/', '?']) && !has_scheme(url),
    }
}

#[cfg(test)]
mod tests;
