//! A request: the asset that its path names, and the form of the answer that its headers ask for.

pub(super) mod conditional;
pub(super) mod navigation;
pub(super) mod negotiate;
pub(super) mod path;
pub(super) mod range;
pub(super) mod target;
