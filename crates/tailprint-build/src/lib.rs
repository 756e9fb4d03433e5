//! Static files for Rust web apps, decided at `cargo build`.

mod env;
mod error;
mod references;
mod tailwind;

pub use error::{Problem, Report, Severity};
