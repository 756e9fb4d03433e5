//! Everything between the build script and Cargo: environment, output, files to watch, profile.
//!
//! No other module reads environment variables or prints.

pub(crate) mod directives;
pub(crate) mod env;
pub(crate) mod opt_level;
pub(crate) mod since_start;
pub(crate) mod watch;
