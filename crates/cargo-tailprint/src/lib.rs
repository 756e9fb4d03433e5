//! `cargo tailprint`: sets up, develops, checks and exports the static files of Rust web apps.
//!
//! `check` and `collect` work on a package that builds its assets with `tailprint-build`, or on any folder.
//! [`run`] is the whole program.

mod assets;
mod build_script;
mod cli;
mod completions;
mod dev;
mod package;
#[cfg(feature = "pin")]
mod packages;
#[cfg(feature = "push")]
mod push;
mod set_up;
mod support;
mod tailwind;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use cli::{Cargo, Command};
use support::failure::Failure;
use support::terminal;

/// Runs the program. The first argument is its name.
///
/// Returns 0 on success, 1 if problems were found, 2 if the command could not run, and 130 if it was interrupted.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    // Programs call it, so help, completions and manual pages do not list it.
    if args.iter().skip(1).eq(["tailprint", "build-script"]) {
        return build_script::build_script()
            .map_or_else(|it| exit_code(&it), |()| ExitCode::SUCCESS);
    }
    let Cargo::Tailprint(command) = match Cargo::try_parse_from(as_cargo_calls(args.clone())) {
        Ok(cargo) => cargo,
        Err(error) => {
            terminal::print_refusal(&error, &args);
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    if let Some(options) = command.command.package() {
        terminal::set_up(options.color, options.quiet);
    }
    let result = match command.command {
        Command::Collect(options) => assets::collect::collect(&options),
        Command::Check(options) => assets::collect::check::check(&options),
        #[cfg(feature = "push")]
        Command::Push(options) => push::push(&options),
        #[cfg(feature = "push")]
        Command::Releases(options) => push::releases(&options),
        #[cfg(feature = "push")]
        Command::Prune(options) => push::prune(&options),
        #[cfg(not(feature = "push"))]
        Command::Push(_) | Command::Releases(_) | Command::Prune(_) => {
            Err(Failure::CannotRun(WITHOUT_PUSH.to_owned()))
        }
        Command::Css(options) => tailwind::css::css(&options),
        Command::Dev(options) => dev::dev(options),
        Command::Vendor(options) => tailwind::vendor::vendor(&options),
        Command::UpdateTailwind(options) => tailwind::update_tailwind::update_tailwind(&options),
        Command::Fix(options) => set_up::fix::fix(&options),
        Command::Init(options) => set_up::init::init(&options),
        Command::New(options) => set_up::new::new(&options),
        Command::Explain(options) => assets::explain::explain(&options),
        Command::Doctor(options) => assets::doctor::doctor(&options),
        Command::Completions(options) => {
            completions::completions(&options);
            Ok(())
        }
        Command::Man(options) => completions::man(&options),
        #[cfg(feature = "pin")]
        Command::Pin(options) => packages::pin::pin(&options),
        #[cfg(feature = "pin")]
        Command::Unpin(options) => packages::pin::unpin(&options),
        #[cfg(feature = "pin")]
        Command::Update(options) => packages::pin::update(&options),
        #[cfg(feature = "pin")]
        Command::Outdated(place) => packages::pin::outdated(&place),
        #[cfg(feature = "pin")]
        Command::Audit(place) => packages::pin::audit(&place),
        #[cfg(feature = "pin")]
        Command::Licenses(options) => packages::pin::licenses(&options),
        #[cfg(feature = "pin")]
        Command::Why(options) => packages::pin::why(&options),
        Command::Report(options) => assets::report::report(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => exit_code(&failure),
    }
}

#[cfg(not(feature = "push"))]
const WITHOUT_PUSH: &str = "this program was installed without the feature `push` (install it with \
                            `cargo install cargo-tailprint --features push`)";

/// Describes the command line, for the tests of the documents.
#[doc(hidden)]
#[must_use]
pub fn command() -> clap::Command {
    <Cargo as clap::CommandFactory>::command()
}

/// Adds the name of the subcommand if it is missing. Cargo passes it on, a user who calls the program directly may not.
fn as_cargo_calls(args: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_none_or(|first| first != "tailprint") {
        args.insert(args.len().min(1), "tailprint".into());
    }
    args
}

fn exit_code(failure: &Failure) -> ExitCode {
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
