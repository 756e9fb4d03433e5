//! Files and their paths.

pub mod glob;
pub mod io_error;
pub mod path;
pub mod program;
pub mod selection;
pub mod stamp;
#[cfg(feature = "whole_file")]
pub mod whole_file;
