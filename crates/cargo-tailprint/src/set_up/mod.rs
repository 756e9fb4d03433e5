//! Commands that set an app up.

pub(super) mod fix;
pub(super) mod init;
pub(super) mod new;
