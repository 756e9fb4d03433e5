//! Debian's Cargo. It comes with the sources of the standard library, which rustup's lacks.

use std::process::Command;

use crate::run::cargo_at;
use crate::tools;

/// Debian's Cargo with Debian's compiler.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut command = cargo_at(tools::DEBIAN_CARGO, arguments);
    command.env("RUSTC", tools::DEBIAN_RUSTC).env_remove("RUSTUP_TOOLCHAIN");
    // `-Z` in a compiler that is not called nightly. Build scripts ask for it, so every build has it.
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}
