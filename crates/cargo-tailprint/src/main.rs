//! The program `cargo tailprint`; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    cargo_tailprint::run(std::env::args_os())
}
