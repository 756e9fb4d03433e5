//! The engine against the official CLI, byte for byte, and against plugins that mean harm.

mod errors;
mod features;
mod harm;
mod npm;
mod project;
mod session;
