//! `push`, `releases` and `prune` as a user runs them, against folders and a server that speaks S3.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod faults;
mod prune;
mod s3;
mod server;
mod site;
#[path = "../cli/world.rs"]
mod world;
