//! The door for the fuzz targets in `fuzz/`; it exists only when they are compiled.

use crate::references::{Kind, Reference, invariants};
use crate::resolve::{Resolution, UrlPrefix, hashed_name, insertion_point, resolve};

/// Checks what holds for the references in any text; `path` says which language it is in.
///
/// # Panics
/// If something does not hold.
pub fn check(path: &str, text: &str) {
    if let Ok(prefix) = UrlPrefix::parse("/static/") {
        invariants::check(path, text, &prefix);
    }
}

/// Checks what holds for any URL in any asset below any prefix.
///
/// # Panics
/// If something does not hold.
pub fn check_url(url: &str, from: &str, prefix: &str, is_module: bool) {
    let Ok(prefix) = UrlPrefix::parse(prefix) else { return };
    if !is_logical(from) {
        return;
    }
    let reference = |url: &str| Reference {
        kind: if is_module { Kind::Module } else { Kind::Url },
        url: url.to_owned(),
        span: 0..url.len(),
        offsets: None,
    };
    let Resolution::Asset(path) = resolve(&reference(url), from, &prefix) else { return };
    assert!(is_logical(&path), "{path:?} is no logical path");
    let place = insertion_point(&reference(url));
    let rewritten = format!("{}.0123456789ab{}", &url[..place], &url[place..]);
    let expected = Resolution::Asset(hashed_name(&path, "0123456789ab"));
    assert_eq!(resolve(&reference(&rewritten), from, &prefix), expected, "{rewritten:?}");
}

/// Whether a file below a root can have this logical path.
fn is_logical(path: &str) -> bool {
    path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}
