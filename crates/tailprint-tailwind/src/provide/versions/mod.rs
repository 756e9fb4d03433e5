//! The supported versions of Tailwind and what their files must be.

mod table;

use table::TABLE;

/// The version that is used unless another one is configured or installed.
pub const DEFAULT: &str = "4.3.5";

/// A supported version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// `4.3.5`
    pub number: &'static str,
    /// What the npm registry calls integrity: the SHA-512 of the package's tarball.
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

/// The supported versions, oldest first.
#[must_use]
pub fn supported() -> &'static [Version] {
    TABLE
}

/// What comes first in the number of a version: `(4, 3)` of `4.3.5`.
pub(crate) fn minor(number: &str) -> Option<(u32, u32)> {
    let mut numbers = number.split('.').map(|number| number.parse().ok());
    numbers.next().flatten().zip(numbers.next().flatten())
}

/// Whether a version lacks what the engine calls: 4.1.6 is the first that makes source maps.
pub(super) fn is_too_old(number: &str) -> bool {
    let plain = number.split('-').next().unwrap_or_default();
    let numbers: Vec<u32> = plain.split('.').map_while(|number| number.parse().ok()).collect();
    numbers < vec![4, 1, 6]
}

/// Whether a version is a program only, and no library that could be run here: 3 and what was before it.
pub(super) fn is_program(number: &str) -> bool {
    number
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok())
        .is_some_and(|major| major < 4)
}

/// A supported version by its number.
#[must_use]
pub fn known(number: &str) -> Option<&'static Version> {
    TABLE.iter().find(|version| version.number == number)
}

/// `4.1.18, 4.2.4 and 4.3.5`
pub(super) fn listed() -> String {
    let numbers: Vec<&str> = TABLE.iter().map(|version| version.number).collect();
    match numbers.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests;
