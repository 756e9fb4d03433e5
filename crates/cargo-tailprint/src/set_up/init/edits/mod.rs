//! Edits of the files of an app.

pub(super) mod build_script;
pub(super) mod import_map;
pub(super) mod links;
pub(crate) mod manifest;
pub(super) mod rustfmt;
pub(super) mod sheets;
pub(crate) mod templates;
