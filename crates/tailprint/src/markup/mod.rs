//! Markup that templates and pages need: import maps, preloads and the digests of assets.

pub(super) mod import_map;
pub(super) mod origin;
pub(super) mod preload;
pub(super) mod sri;
