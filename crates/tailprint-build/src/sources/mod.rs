//! Static roots to assets: files found, read, and searched for references.

pub(crate) mod asset;
pub(crate) mod discover;
pub(crate) mod large;
pub(crate) mod left_out;
pub(crate) mod load;
pub(crate) mod portable;
pub(crate) mod typescript;
