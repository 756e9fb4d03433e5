//! The releases that the lock of a project pins.

pub(super) mod locked;
#[cfg(feature = "engine")]
pub(super) mod released;
