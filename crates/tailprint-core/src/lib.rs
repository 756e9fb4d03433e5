//! Rules that more than one tailprint crate must agree on, each in one place:
//! which media type a file has and how template delimiters are translated.
//!
//! This crate is an implementation detail of tailprint and follows no stability guarantee of its own.

pub mod table;
