//! Published assets, from which all outputs are made.

use tailprint_core::table::Coding;

/// A published asset.
#[derive(Debug)]
pub(crate) struct Published {
    /// Logical path.
    pub(crate) path: String,
    /// The published name: the path below the URL prefix, not percent-encoded.
    pub(crate) name: String,
    /// The URL, percent-encoded.
    pub(crate) url: String,
    pub(crate) content_type: &'static str,
    /// The twelve hexadecimal digits of its hash; empty in plain mode.
    pub(crate) fingerprint: String,
    /// The value of an `integrity` attribute; empty until [`integrity`](crate::naming::integrity) has run, which it does in
    /// hashed mode.
    pub(crate) integrity: String,
    /// True if the bytes that are served under `name` never change.
    pub(crate) immutable: bool,
    /// The published bytes.
    pub(crate) bytes: Vec<u8>,
    /// The bytes under the logical path, if they are a [stub](crate::naming::modules::stub).
    pub(crate) plain: Option<Vec<u8>>,
    /// The stored content codings; none in plain mode.
    pub(crate) encoded: Vec<Encoded>,
    /// The indices of the assets that this one refers to.
    pub(crate) references: Vec<usize>,
}

/// An asset in a content coding other than identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) coding: Coding,
    pub(crate) bytes: Vec<u8>,
}
