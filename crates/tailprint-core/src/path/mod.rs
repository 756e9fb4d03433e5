//! How the argument of `|static` is read.

/// Splits a path as written in a template into the logical path and what follows it: a query, a
/// fragment, or both.
///
/// `sprite.svg#icon` names the asset `sprite.svg`; the URL keeps `#icon`.
///
/// ```
/// assert_eq!(tailprint_core::split_suffix("a.css?v=1#x"), ("a.css", "?v=1#x"));
/// assert_eq!(tailprint_core::split_suffix("a.css"), ("a.css", ""));
/// ```
#[must_use]
pub fn split_suffix(path: &str) -> (&str, &str) {
    path.split_at(path.find(['?', '#']).unwrap_or(path.len()))
}

#[cfg(test)]
mod tests;
