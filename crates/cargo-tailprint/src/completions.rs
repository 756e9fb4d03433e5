//! `cargo tailprint completions` and `cargo tailprint man`: texts that clap makes of the command line.

use tailprint_build::cli_support::cannot;

use crate::cli::{Completions, Man};
use crate::support::failure::Failure;
use crate::support::terminal::print_data;

/// The name of the program. Shells complete it by this name.
const PROGRAM: &str = "cargo-tailprint";

/// Prints a script for a shell.
pub(crate) fn completions(options: &Completions) {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program(PROGRAM), PROGRAM, &mut script);
    // A script for a shell, which reads it as it is.
    print_data(&String::from_utf8_lossy(&script));
}

/// Writes `cargo-tailprint.1`, and a page for each subcommand.
pub(crate) fn man(options: &Man) -> Result<(), Failure> {
    let folder = &options.folder;
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(program("cargo tailprint"), folder));
    Ok(written.map_err(|error| cannot("be written", folder, &error))?)
}

/// The command line without the `cargo` in front of it. `call` is the way in which a user calls it.
fn program(call: &'static str) -> clap::Command {
    let cargo = crate::command();
    // The subcommand is always there: `cargo tailprint` is declared with it.
    let tailprint = cargo.find_subcommand("tailprint").cloned().unwrap_or_default();
    tailprint.name(PROGRAM).display_name(PROGRAM).bin_name(call)
}
