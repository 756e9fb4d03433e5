//! The rules of HTTP, one row each (`hashed.txt`, `dated.txt`, `plain.txt`), over every way to serve assets.

mod client;
mod fixture;
mod suite;
mod transports;
