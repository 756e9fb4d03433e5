//! `push`, `releases` and `prune` as a user runs them, against folders, a server that speaks S3, and servers that exist.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod faults;
mod prune;
mod s3;
mod server;
mod site;
mod stores;
#[path = "../cli/world.rs"]
mod world;
