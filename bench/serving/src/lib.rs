//! What is served, and by whom: shared by the programs of this package.

pub mod frameworks;
pub mod servers;

tailprint::assets!();

/// What goes wrong is shown and ends the program.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
