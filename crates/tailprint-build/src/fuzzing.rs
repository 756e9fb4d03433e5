//! Entry points for the fuzz targets in `fuzz/`; compiled for them only.

use crate::references::resolve::{Resolution, Site, UrlPrefix, insertion_point, resolve};
use tailprint_core::fingerprint::hashed_name;

use crate::references::{Kind, Reference, invariants};

/// Checks the invariants of references in any text. The extension of `path` decides the language.
///
/// # Panics
/// If an invariant does not hold.
pub fn check(path: &str, text: &str) {
    if let Ok(prefix) = UrlPrefix::parse("/static/") {
        invariants::check(path, text, &prefix.into());
    }
}

/// Checks the invariants of any URL in any asset below any prefix.
///
/// # Panics
/// If an invariant does not hold.
pub fn check_url(url: &str, from: &str, prefix: &str, is_module: bool) {
    let Ok(prefix) = UrlPrefix::parse(prefix) else { return };
    let site = Site::from(prefix);
    if !is_logical(from) {
        return;
    }
    let reference = |url: &str| Reference {
        kind: if is_module { Kind::Module } else { Kind::Url },
        url: url.to_owned(),
        span: 0..url.len(),
        offsets: None,
    };
    let Resolution::Asset(path) = resolve(&reference(url), from, &site) else { return };
    assert!(is_logical(&path), "{path:?} is no logical path");
    let place = insertion_point(&reference(url));
    let rewritten = format!("{}.0123456789ab{}", &url[..place], &url[place..]);
    let expected = Resolution::Asset(hashed_name(&path, "0123456789ab"));
    assert_eq!(resolve(&reference(&rewritten), from, &site), expected, "{rewritten:?}");
}

/// Returns true if a file below a root can have this logical path.
fn is_logical(path: &str) -> bool {
    path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}
