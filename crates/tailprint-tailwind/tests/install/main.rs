//! Where Tailwind comes from: real npm packages, and servers of all kinds on this machine.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

mod cache;
#[cfg(feature = "download")]
mod cdn;
mod fill;
mod fixture;
mod node_modules;
#[cfg(feature = "download")]
mod server;
#[cfg(feature = "download")]
mod standalone;
mod vendored;
mod vendoring;
