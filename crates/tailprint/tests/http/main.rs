//! The rules of HTTP, one row each (`hashed.txt`, `dated.txt`, `plain.txt`), over every way to serve assets.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

#[cfg(unix)]
mod behind_nginx;
mod client;
mod composition;
mod fixture;
#[cfg(all(unix, feature = "actix-web"))]
mod large;
mod properties;
mod suite;
mod transports;
