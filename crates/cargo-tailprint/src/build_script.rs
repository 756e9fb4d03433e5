//! `cargo tailprint build-script`, which build scripts with the feature `tool` call.

use std::io::{Read as _, Write as _};

use tailprint_build::cli_support::build_for_script;
use tailprint_core::io_error::reason;

use crate::support::failure::Failure;

/// Reads the request of a build script from standard input, builds, and writes the answer to standard output.
pub(crate) fn build_script() -> Result<(), Failure> {
    let mut request = Vec::new();
    std::io::stdin().lock().read_to_end(&mut request).map_err(|error| failure("read", &error))?;
    let answer = build_for_script(&request);
    std::io::stdout().lock().write_all(&answer).map_err(|error| failure("write", &error))
}

fn failure(what: &str, error: &std::io::Error) -> Failure {
    Failure::CannotRun(format!("cannot {what} the message of a build script: {}", reason(error)))
}
