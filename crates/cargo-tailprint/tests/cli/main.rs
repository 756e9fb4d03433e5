//! The program as a user runs it: exit code, both outputs and what is on disk afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../adopt/app.rs"]
#[allow(dead_code, reason = "these tests build no app, so they make no step of a person")]
mod app;
#[cfg(feature = "pin")]
mod audit;
mod cargo;
mod check;
mod collect;
mod corpus;
#[cfg(unix)]
mod css;
mod guide;
mod hostile;
mod init;
mod merge;
#[path = "../../../../tests/suite/support/nested.rs"]
mod nested;
mod new;
#[cfg(unix)]
mod odd;
#[cfg(unix)]
mod options;
mod package;
#[cfg(feature = "pin")]
mod pin;
mod problems;
#[cfg(unix)]
mod update_tailwind;
mod vendor;
mod world;
