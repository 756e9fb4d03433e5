//! The engine against the official CLI, byte for byte, and against plugins that mean harm.

mod features;
mod npm;
mod project;
