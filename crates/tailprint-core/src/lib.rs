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
//! | [`media_type`](fn@media_type) | the `Content-Type` of a file |
//! | [`path`] | suffixes, extensions and normalisation of paths |
//! | [`table`] | the table of assets in the program |
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

#[cfg(feature = "build_json")]
pub mod build_json;
pub mod delimiters;
pub mod derive_file;
pub mod filters;
pub mod fingerprint;
pub mod glob;
pub mod io_error;
mod media_type;
pub mod path;
pub mod table;

pub use media_type::{is_compressible, media_type};
