//! URLs that are spelled with the escapes of a language: decoded, with the place of every byte.

pub(super) mod decoded;
pub(super) mod escape;
