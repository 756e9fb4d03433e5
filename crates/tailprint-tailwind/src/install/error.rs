//! The error of a search for Tailwind.

use std::fmt;
use std::path::Path;

use tailprint_core::io_error::reason;

use super::package::Flaw;
use super::setting::{Interface, Setting, any_of};
use super::versions;

/// The kind of an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No place has it.
    NotFound,
    /// A version that is neither supported nor pinned.
    UnknownVersion,
    /// Files with other digests than expected.
    Refused,
    /// The configuration is wrong.
    Configuration,
    /// A file could not be written.
    Io,
}

/// The reason why there is no Tailwind, and the repair.
///
/// Its `Display` is one line, lower case, without a full stop, with the repair in parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    repair: String,
}

impl Error {
    pub(crate) fn new(
        kind: ErrorKind,
        message: impl Into<String>,
        repair: impl Into<String>,
    ) -> Self {
        Self { kind, message: message.into(), repair: repair.into() }
    }

    /// A version that cannot run here, since it is too old or too new. `others` is another repair.
    pub(super) fn cannot_run(
        version: &str,
        place: &str,
        others: Option<String>,
        interface: Interface,
    ) -> Self {
        let age = if versions::is_too_old(version) { "old" } else { "new" };
        let message = format!("{place} is Tailwind {version}, which is too {age} to run here");
        let program = interface.spelled(Setting::Program);
        Self::new(ErrorKind::UnknownVersion, message, any_of([others, program]))
    }

    /// Files in `folder` that are not those of `version`.
    pub(super) fn flawed(version: &str, folder: &str, flaw: &Flaw, repair: &str) -> Self {
        let message = match flaw {
            Flaw::Missing(path) => format!("{folder}/{path} is missing"),
            Flaw::Unreadable(path, reason) => format!("cannot read {folder}/{path}: {reason}"),
            Flaw::Manifest(reason) => format!("{folder}/package.json {reason}"),
            Flaw::Differs { path: Some(path), expected, found, .. } => format!(
                "{folder}/{path} is not that of Tailwind {version}: \
                 expected sha256 {expected}, found {found}"
            ),
            Flaw::Differs { path: None, expected, found, .. } => format!(
                "the files in {folder} are not the pinned ones of Tailwind {version}: \
                 expected sha256 {expected}, found {found}"
            ),
        };
        Self::new(ErrorKind::Refused, message, repair)
    }

    pub(super) fn io(verb: &str, path: &Path, error: &std::io::Error) -> Self {
        let reason = reason(error);
        let message = format!("cannot {verb} {}: {reason}", path.display());
        Self::new(ErrorKind::Io, message, "make it writable")
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the reason, without the repair.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the repair.
    #[must_use]
    pub fn repair(&self) -> &str {
        &self.repair
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.repair)
    }
}

impl std::error::Error for Error {}
