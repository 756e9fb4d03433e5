//! The scanner against the official one, on random lines and on real files.

mod fuzz;
mod npm;
mod score;
