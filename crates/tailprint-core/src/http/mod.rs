//! Headers and links that follow from a name.

pub mod caching;
pub(super) mod media_type;
pub mod preload;
