//! TEMPORARY: stand-ins for `tailprint_core::media_type` and `tailprint_core::split_suffix`, which are on their way
//! from another branch. Replace this module by `use tailprint_core::{media_type, split_suffix}` when they are merged.

/// The value of `Content-Type` for a file of this name.
pub(crate) fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Splits a reference into its path and its query and fragment, `?` or `#` included.
pub(crate) fn split_suffix(reference: &str) -> (&str, &str) {
    reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()))
}
