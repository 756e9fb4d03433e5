//! `cargo tailprint dev` with a real app, a real Cargo and a real browser.
//!
//! The apps are built into `target/nested`, like those of the suite of the whole repository.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "../../../../tests/suite/support/chromium.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod chromium;
#[path = "../../../tailprint-build/tests/django/corpus.rs"]
mod corpus;
mod fallback;
mod fill;
mod follow;
mod imports;
mod init;
mod latency;
mod manners;
#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;
mod options;
mod picture;
mod saving;
mod site;
mod storm;
mod swap;
