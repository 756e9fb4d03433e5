//! Everything between the build script and Cargo: environment, output, files to watch, profile.
//!
//! No other module reads environment variables or prints.

#[cfg(not(hands_over))]
pub(crate) mod directives;
pub(crate) mod env;
#[cfg(not(hands_over))]
pub(crate) mod opt_level;
#[cfg(not(hands_over))]
pub(crate) mod since_start;
#[cfg(not(hands_over))]
pub(crate) mod watch;
