//! The values of `Cache-Control` that follow from a name.

/// That of a name that never stands for other bytes: a year is the longest that caches honour, and RFC 8246 lets browsers
/// skip the request on a reload.
pub const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// That of a representation that is kept, but revalidated at every use (RFC 9111 section 5.2.2.4).
pub const REVALIDATE: &str = "no-cache";
