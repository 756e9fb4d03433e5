//! `<base href>`: the URL that relative URLs of a document are resolved against.

use crate::references::reference::{Base, Found, Kind, Reference};
use crate::references::resolve::{LONGEST_PREFIX, has_scheme};

/// Makes URLs that are relative to the base relative to the folder of the document.
///
/// A base with a host counts as another origin, and all references are dropped; likewise one that is too long for the
/// path of a file.
pub(super) fn apply(href: &str, found: &mut Found) {
    let href = href.trim_matches(|character: char| character <= ' ');
    if has_scheme(href) || href.starts_with("//") || href.len() > LONGEST_PREFIX {
        *found = Found { problems: std::mem::take(&mut found.problems), ..Found::default() };
        return;
    }
    let folder = folder(href);
    found.base = Some(Box::new(Base { folder: folder.clone(), href: None }));
    if folder.is_empty() {
        return;
    }
    let references = std::mem::take(&mut found.references).into_iter();
    let from_base = |reference: Reference| {
        if is_relative(&reference) { reference.prefixed(&folder) } else { reference }
    };
    found.references = references.map(from_base).collect();
    if let Some(page) = &mut found.page {
        page.for_each_reference(|reference| *reference = from_base(reference.clone()));
    }
}

/// Returns the folder of the base with a slash at its end. It begins with `/` or `.`: otherwise a module specifier
/// behind it would be a bare one.
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
        // It starts at the sheet that uses the property.
        Kind::CustomProperty => false,
        _ => !url.starts_with(['/', '?']) && !has_scheme(url),
    }
}

#[cfg(test)]
mod tests;
