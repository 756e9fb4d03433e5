//! Rules that more than one tailprint crate must agree on, each in one place.
//!
//! | module | rule |
//! |--|--|
//! | `build_json` | the description of a build, for tools (feature `build_json`) |
//! | [`delimiters`] | the translation of template delimiters that askama refuses |
//! | [`derive_file`] | the file that the build script leaves for the derive |
//! | [`filters`] | the template filters and their arguments |
//! | [`fingerprint`] | fingerprints and their place in a published name |
//! | [`glob`] | globs over logical paths |
//! | [`io_error`] | I/O errors in words |
//! | `lock` | `tailprint.lock`, the releases of npm that a package was built with (feature `lock`) |
//! | [`media_type`](fn@media_type) | the `Content-Type` of a file |
//! | [`caching`] | the values of `Cache-Control` that follow from a name |
//! | [`path`] | suffixes, extensions and normalisation of paths |
//! | [`preload`] | the use that browsers make of preloaded bytes |
//! | [`selection`] | the files of a root that are published |
//! | [`shown`] | text of others that is safe to show |
//! | [`size`] | sizes of files in words |
//! | [`stamp`] | the identity of the content of a file |
//! | [`table`] | the table of assets in the program |
//! | [`typescript`] | the names of TypeScript sources and of their scripts |
//! | [`url_prefix`] | the text of a URL prefix |
//! | `whole_file` | files that appear whole (feature `whole_file`) |
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

#[cfg(feature = "build_json")]
pub mod build_json;
pub mod caching;
pub mod delimiters;
pub mod derive_file;
pub mod filters;
pub mod fingerprint;
pub mod glob;
pub mod io_error;
#[cfg(feature = "lock")]
pub mod lock;
mod media_type;
pub mod path;
pub mod preload;
pub mod selection;
pub mod shown;
pub mod size;
pub mod stamp;
pub mod table;
pub mod typescript;
pub mod url_prefix;
#[cfg(feature = "whole_file")]
pub mod whole_file;

pub use media_type::{is_compressible, media_type};
