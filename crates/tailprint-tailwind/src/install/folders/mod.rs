//! The folders that Tailwind is kept in: their owner, their locks, and the digests of their files.

#[cfg(feature = "engine")]
pub(super) mod cache;
pub(super) mod in_use;
pub(super) mod lock;
pub(super) mod owned;
pub(super) mod verified;
