//! JavaScript packages without Node.js.

pub(super) mod npm;
pub(super) mod pin;
