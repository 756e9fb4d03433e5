//! The program as a user runs it: exit code, both outputs and what is on disk afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../adopt/app.rs"]
#[allow(dead_code, reason = "these tests build no app, so they make no step of a person")]
mod app;
mod assets;
mod cargo;
mod hostile;
#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;
#[cfg(feature = "pin")]
mod npm;
#[cfg(unix)]
mod odd;
#[cfg(unix)]
mod options;
mod set_up;
mod tailwind;
mod world;
