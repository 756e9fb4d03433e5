//! Pages in Chromium, from plain files and from hashed ones, and their comparison.

pub(super) mod check;
pub(super) mod compare;
pub(super) mod npm;
pub(super) mod page;
pub(super) mod server;
pub(super) mod site;
pub(super) mod table;
pub(super) mod visit;
