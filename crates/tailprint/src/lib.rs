//! Static files for Rust web apps, decided at `cargo build`.
