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

use std::io::{self, Write};

use tailprint_core::shown::Shown;

/// Prints lines for Cargo. An error is ignored: it means that Cargo is gone.
pub(crate) fn print(lines: &[u8]) {
    let _ = io::stdout().lock().write_all(lines);
}

/// Writes one directive on one line. Cargo would read what follows a line break as a line of its own.
pub(crate) fn directive(out: &mut impl Write, name: &str, value: &str) -> io::Result<()> {
    writeln!(out, "cargo::{name}={}", Shown::line(value))
}
