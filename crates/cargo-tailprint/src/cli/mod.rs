//! The command line.

mod assets;
mod exit_codes;
mod options;
#[cfg(feature = "pin")]
mod packages;
mod set_up;
mod stores;
mod tailwind;
mod texts;

use clap::{Args, Parser, Subcommand};

use exit_codes::EXIT_CODES;
#[cfg(feature = "pin")]
use exit_codes::{EXIT_CODES_OF_AUDIT, EXIT_CODES_OF_LISTS};

pub(crate) use assets::{Check, Collect, Doctor, Explain, Fix, Report, ReportFormat};
pub(crate) use options::{
    AssetSource, CargoOptions, Color, Encoding, FolderOptions, Format, PackageOptions,
};
#[cfg(feature = "pin")]
pub(crate) use packages::{Licenses, Pin, PinPlace, Unpin, Update, Why};
pub(crate) use set_up::{Dev, Init, New, Vcs};
pub(crate) use stores::{Prune, Push, Releases};
pub(crate) use tailwind::{Css, UpdateTailwind, Vendor};
pub(crate) use texts::{Completions, Man};

/// The command line as Cargo passes it on.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
pub(crate) enum Cargo {
    Tailprint(Tailprint),
}

/// Static files for Rust web apps: set up, develop, check and export
#[derive(Debug, Args)]
#[command(version, after_help = EXIT_CODES)]
pub(crate) struct Tailprint {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(New),
    Init(Init),
    Dev(Dev),
    Check(Check),
    Doctor(Doctor),
    Explain(Explain),
    Fix(Fix),
    Report(Report),
    Collect(Collect),
    Push(Push),
    Releases(Releases),
    Prune(Prune),
    Css(Css),
    Vendor(Vendor),
    Completions(Completions),
    Man(Man),
    #[cfg(feature = "pin")]
    Pin(Pin),
    #[cfg(feature = "pin")]
    Unpin(Unpin),
    #[cfg(feature = "pin")]
    Update(Update),
    /// List the pinned JavaScript packages of which there are newer versions
    #[cfg(feature = "pin")]
    #[command(after_help = EXIT_CODES_OF_LISTS)]
    Outdated(PinPlace),
    /// Report known vulnerabilities of the pinned JavaScript packages
    #[cfg(feature = "pin")]
    #[command(after_help = EXIT_CODES_OF_AUDIT)]
    Audit(PinPlace),
    #[cfg(feature = "pin")]
    Licenses(Licenses),
    #[cfg(feature = "pin")]
    Why(Why),
    UpdateTailwind(UpdateTailwind),
}

impl Command {
    /// The options for the package; none for a command that builds no package.
    pub(crate) fn package(&self) -> Option<&PackageOptions> {
        match self {
            Self::Check(Check { source, .. })
            | Self::Collect(Collect { source, .. })
            | Self::Push(Push { source, .. }) => Some(&source.package),
            Self::Doctor(Doctor { package, .. })
            | Self::Explain(Explain { package, .. })
            | Self::Fix(Fix { package, .. })
            | Self::Report(Report { package, .. }) => Some(package),
            _ => None,
        }
    }
}
