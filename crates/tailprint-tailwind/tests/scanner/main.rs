//! The scanner against the official one, on random lines and on real files.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod documents;
mod fuzz;
mod npm;
mod score;
