//! The examples beside this one, each with a mistyped path: see `tests/typos.rs`.
