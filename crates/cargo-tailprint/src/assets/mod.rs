//! The assets of a package or a folder: published, checked, explained.

pub(super) mod collect;
pub(super) mod doctor;
pub(super) mod explain;
mod loads;
pub(super) mod report;
