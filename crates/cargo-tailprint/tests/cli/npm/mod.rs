//! Packages of npm's registry.

mod audit;
mod pin;
