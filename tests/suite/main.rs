//! tailprint as its users meet it: real packages that a real Cargo builds, the reference app over HTTP and in a
//! browser.
//!
//! Packages are written to temporary folders and built into one target folder, `target/nested`, so that what they
//! depend on is compiled once. Names of packages must differ, since their programs meet in that folder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails"
)]

mod app;
mod beside;
#[path = "../../crates/tailprint-build/tests/django/corpus.rs"]
mod corpus;
mod fill;
mod library;
mod modules;
mod names;
mod packages;
mod problems;
mod proxied;
mod readme;
mod rebuilds;
mod registry;
mod support;
mod templates;
