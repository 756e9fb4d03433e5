//! Rules that more than one tailprint crate must agree on, each in one place:
//! which media type a file has, how a path in a template is read, and how template delimiters
//! are translated.
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

pub mod delimiters;
pub mod handover;
mod media_type;
mod path;
pub mod table;

pub use media_type::{is_compressible, media_type};
pub use path::split_suffix;
