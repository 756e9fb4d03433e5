//! Commands that print or write texts about the program.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::exit_codes::EXIT_CODES_OF_TEXTS;

/// Print a script that completes the commands and options of `cargo-tailprint` in a shell
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_TEXTS)]
pub(crate) struct Completions {
    /// Shell that runs the script
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Write a manual page for each command
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES_OF_TEXTS)]
pub(crate) struct Man {
    /// Folder to write to, such as /usr/local/share/man/man1; it is created
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}
