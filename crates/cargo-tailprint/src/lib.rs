//! `cargo tailprint`: exports and checks static files, those of a package that builds them with `tailprint-build`
//! and those of any folder.
//!
//! [`run`] is the whole program; it is a library so that `main` stays a shell.

mod check;
mod cli;
mod collect;
mod dev;
mod doctor;
mod export;
mod failure;
mod findings;
mod guard;
mod init;
mod interrupt;
mod new;
mod package;
mod plan;
mod prune;
mod stage;
mod terminal;
mod vendor;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cargo, Command};
use failure::Failure;

/// Runs the program with these arguments, the first of which is its name.
///
/// Returns 0 when all went well, 1 when problems were found, 2 when it could not run and 130 when it was interrupted.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let Cargo::Tailprint(command) = match Cargo::try_parse_from(as_cargo_calls(args)) {
        Ok(cargo) => cargo,
        Err(error) => {
            // A closed pipe is no reason to complain.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let result = match command.command {
        Command::Collect(options) => collect::collect(&options),
        Command::Check(options) => check::check(&options),
        Command::Init(options) => init::init(&options),
        Command::New(options) => new::new(&options),
        Command::Doctor(options) => doctor::doctor(&options),
        Command::Dev(options) => dev::dev(options),
        Command::Vendor(options) => vendor::vendor(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

/// Cargo passes the name of the subcommand on; who calls the program directly may leave it out.
fn as_cargo_calls(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_none_or(|first| first != "tailprint") {
        args.insert(args.len().min(1), "tailprint".into());
    }
    args
}

fn report(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Problems => ExitCode::from(1),
        Failure::CannotRun(message) => {
            terminal::error(message);
            ExitCode::from(2)
        }
        Failure::Interrupted => {
            terminal::error("interrupted, nothing was changed");
            ExitCode::from(130)
        }
        Failure::Stopped => ExitCode::from(130),
    }
}
