//! Static files for Rust web apps, decided at `cargo build`.

mod error;
mod references;

pub use error::{Problem, Report, Severity};
