//! The npm registry: its configuration, versions, tarballs, and the files that a package means by its names.
//!
//! Nothing here writes. Bytes that come from a server are used after their `integrity` has been checked.

pub(crate) mod config;
pub(crate) mod entry;
pub(crate) mod http;
pub(crate) mod integrity;
pub(crate) mod package;
pub(crate) mod registry;
pub(crate) mod spec;
pub(crate) mod tarball;

#[cfg(test)]
pub(crate) mod tests;
