//! Lines to standard output and standard error.

use std::fmt;
use std::io::Write;

/// Writes a line. An error is ignored, since there is nobody left to be told.
pub(crate) fn line(mut out: impl Write, line: fmt::Arguments<'_>) {
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}
