//! The documents agree with each other and with the code.
//!
//! These tests read files of the repository and ask `cargo tree`: they build nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

mod command_line;
mod config;
mod conformance;
mod dependencies;
mod doctor;
mod environment;
mod examples;
mod facts;
mod formats;
mod links;
mod markdown;
mod paths;
mod release;
mod repository;
mod workflows;
