//! Programs that tests start: Cargo, apps, Chromium and nginx.

pub(super) mod browser;
pub(super) mod cargo;
pub(super) mod chromium;
pub(super) mod nested;
pub(super) mod nginx;
pub(super) mod project;
pub(super) mod running;
