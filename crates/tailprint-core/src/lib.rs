//! Rules that more than one tailprint crate must agree on, each in one place.
//!
//! | module | rule |
//! |--|--|
//! | [`glob`] | globs over logical paths |
//! | [`io_error`] | I/O errors in words |
//! | [`path`] | suffixes, extensions and normalisation of paths |
//! | [`program`] | programs in a folder |
//! | [`selection`] | the files of a root that are published |
//! | [`stamp`] | the identity of the content of a file |
//! | `whole_file` | files that appear whole (feature `whole_file`) |
//! | `build_json` | the description of a build, for tools (feature `build_json`) |
//! | [`derive_file`] | the file that the build script leaves for the derive |
//! | `lock` | `tailprint.lock`, the releases of npm that a package was built with (feature `lock`) |
//! | [`table`] | the table of assets in the program |
//! | [`caching`] | the values of `Cache-Control` that follow from a name |
//! | [`media_type`](fn@media_type) | the `Content-Type` of a file |
//! | [`preload`] | the use that browsers make of preloaded bytes |
//! | [`fingerprint`] | fingerprints and their place in a published name |
//! | [`typescript`] | the names of TypeScript sources and of their scripts |
//! | [`url_prefix`] | the text of a URL prefix |
//! | [`delimiters`] | the translation of template delimiters that askama refuses |
//! | [`filters`] | the template filters and their arguments |
//! | [`shown`] | text of others that is safe to show |
//! | [`size`] | sizes of files in words |
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

mod files;
mod formats;
mod http;
mod names;
mod text;

#[cfg(feature = "whole_file")]
pub use files::whole_file;
pub use files::{glob, io_error, path, program, selection, stamp};
#[cfg(feature = "build_json")]
pub use formats::build_json;
#[cfg(feature = "lock")]
pub use formats::lock;
pub use formats::{derive_file, table};
pub use http::media_type::{is_compressible, media_type};
pub use http::{caching, preload};
pub use names::{fingerprint, typescript, url_prefix};
pub use text::{delimiters, filters, shown, size};
