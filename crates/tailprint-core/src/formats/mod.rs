//! Formats of files that one program writes and another one reads.

#[cfg(feature = "build_json")]
pub mod build_json;
pub mod derive_file;
#[cfg(feature = "lock")]
pub mod lock;
pub mod table;
