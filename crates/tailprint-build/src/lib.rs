//! Static files for Rust web apps, decided at `cargo build`.

mod error;
mod references;
mod suggest;
mod templates;

pub use error::{Problem, Report, Severity};
