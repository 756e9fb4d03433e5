//! The versions of Tailwind: the default, the supported ones with their digests, and rules about numbers.

mod table;

use table::TABLE;

use super::package::together;
use super::{Error, ErrorKind};

/// The version that is used unless another one is configured or installed.
pub const DEFAULT: &str = "4.3.5";

/// A supported version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// `4.3.5`
    pub number: &'static str,
    /// The integrity in the npm registry: the SHA-512 of the package's tarball.
    pub integrity: &'static str,
    /// The files that are needed, sorted by path.
    pub files: &'static [File],
}

/// A file of a supported version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the npm package.
    pub path: &'static str,
    /// Its length in bytes.
    pub size: u64,
    /// Its digest in lowercase hex.
    pub sha256: &'static str,
}

impl Version {
    /// Returns the one digest of its files; see [`digest`](super::digest).
    #[must_use]
    pub fn digest(&self) -> String {
        let digests = self.files.iter();
        together(&digests.map(|file| (file.path.to_owned(), file.sha256.to_owned())).collect())
    }
}

/// Returns the supported versions, oldest first.
#[must_use]
pub fn supported() -> &'static [Version] {
    TABLE
}

/// Returns major and minor number of a version: `(4, 3)` of `4.3.5`.
pub(crate) fn minor(number: &str) -> Option<(u32, u32)> {
    let mut numbers = number.split('.').map(|number| number.parse().ok());
    numbers.next().flatten().zip(numbers.next().flatten())
}

/// Returns true if a version is older than 4.1.0, the first that the engine can run.
pub(super) fn is_too_old(number: &str) -> bool {
    minor(number).is_some_and(|number| number < (4, 1))
}

/// Returns true if a version is of a later major version than the engine can run.
fn is_too_new(number: &str) -> bool {
    minor(number).is_some_and(|(major, _)| major > 4)
}

/// Returns true if the engine can run a version.
pub(super) fn can_run(number: &str) -> bool {
    !is_too_old(number) && !is_too_new(number)
}

/// Returns true for version 3 and older ones, which run in Node.js only.
pub fn needs_node(number: &str) -> bool {
    let major = number.split('.').next().and_then(|major| major.parse::<u32>().ok());
    major.is_some_and(|major| major < 4)
}

/// Returns a supported version by its number.
#[must_use]
pub fn known(number: &str) -> Option<&'static Version> {
    TABLE.iter().find(|version| version.number == number)
}

/// Returns true for the number of one version: `4.3.5`, `4.0.0-beta.1`, but not `^4` or `latest`.
///
/// The number becomes part of a path, a URL and a command line.
pub(super) fn is_exact(version: &str) -> bool {
    let (numbers, rest) = version.split_once('-').unwrap_or((version, "0"));
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    numbers.split('.').count() == 3 && numbers.split('.').all(number) && rest.split('.').all(word)
}

/// Refuses a version that is not exact.
pub(super) fn check(version: &str) -> Result<(), Error> {
    if is_exact(version) {
        return Ok(());
    }
    let message = format!("{version:?} is not an exact version");
    let repair = format!("configure an exact one, such as {DEFAULT:?}");
    Err(Error::new(ErrorKind::Configuration, message, repair))
}

/// Returns the npm packages that have the program of a version.
#[must_use]
pub fn npm_packages(version: &str) -> &'static [&'static str] {
    if needs_node(version) { &["tailwindcss"] } else { &["@tailwindcss/cli", "tailwindcss"] }
}

/// Returns the versions of the table in words: `4.1.0 to 4.3.5`.
#[cfg(feature = "engine")]
pub(super) fn listed() -> String {
    let numbers = TABLE.first().zip(TABLE.last());
    numbers.map_or_else(String::new, |(first, last)| format!("{} to {}", first.number, last.number))
}

#[cfg(test)]
mod tests;
