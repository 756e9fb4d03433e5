//! [`DiskError`]: the reason why assets cannot be read from the disk.

use std::ffi::OsStr;
use std::path::Path;
use std::{error, fmt, io};

use tailprint_core::io_error::reason;

use super::{Folder, search};
use crate::generated::Settings;

/// The number of problems that the message has in full.
const SHOWN: usize = 10;

/// The error about assets on the disk that are missing, or not those of the build.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// if let Err(error) = assets::ASSETS.verify() {
///     eprintln!("{error}");
///     for problem in error.problems() {
///         eprintln!("  {problem}");
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskError {
    what: String,
    problems: Vec<String>,
    repair: String,
}

impl DiskError {
    /// All problems, one for each file: `video/film.0123456789ab.mp4: has 3 bytes instead of 5`. None if the folder
    /// itself is missing.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    fn new(what: String, problems: Vec<String>) -> Self {
        Self { what, problems, repair: String::new() }
    }

    pub(super) fn incomplete(folder: &Path, problems: Vec<String>) -> Self {
        Self::new(format!("the static assets in {folder:?} are not those of the build"), problems)
    }

    pub(super) fn no_folder(candidates: &[Folder]) -> Self {
        let folders: Vec<String> =
            candidates.iter().map(|folder| format!("{:?}", folder.names)).collect();
        let what = "the static assets on the disk are not there: no folder";
        Self::new(format!("{what} {}", folders.join(" and no ")), Vec::new())
    }

    pub(super) fn no_program(error: &io::Error) -> Self {
        let what = "the static assets on the disk are beside the program, whose place is unknown";
        Self::new(format!("{what}: {}", reason(error)), Vec::new())
    }

    pub(super) fn setting(name: &str, value: &OsStr) -> Self {
        let mut error = Self::new(format!("{name} is {value:?}"), Vec::new());
        "set it to disk or embedded".clone_into(&mut error.repair);
        error
    }

    /// Adds the command that puts the files where they are looked for.
    pub(super) fn with_repair(mut self, settings: &Settings) -> Self {
        let out = search::candidates(settings)
            .ok()
            .and_then(|candidates| Some(format!("{:?}", candidates.first()?.names)))
            .unwrap_or_else(|| search::name(settings));
        let (package, dir) = (settings.package, search::DIR);
        self.repair = format!(
            "run `cargo tailprint collect --release --package {package} --out {out}`, or set {dir} to a folder that \
             it has filled"
        );
        self
    }
}

impl fmt::Display for DiskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for (number, problem) in self.problems.iter().take(SHOWN).enumerate() {
            write!(f, "{} {problem}", if number == 0 { ":" } else { ";" })?;
        }
        if self.problems.len() > SHOWN {
            write!(f, "; and {} more", self.problems.len() - SHOWN)?;
        }
        if self.repair.is_empty() { Ok(()) } else { write!(f, " ({})", self.repair) }
    }
}

impl error::Error for DiskError {}
