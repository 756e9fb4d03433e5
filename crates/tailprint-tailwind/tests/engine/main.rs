//! The engine against the official CLI, byte for byte, and against plugins that mean harm.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod equality;
mod errors;
mod features;
mod fill;
mod harm;
mod modules;
mod node;
mod npm;
mod project;
#[cfg(feature = "minify")]
mod releases;
mod session;
