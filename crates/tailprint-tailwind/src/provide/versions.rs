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
mod tests {
    use super::*;

    #[test]
    fn what_came_before_the_oldest_that_can_run_is_known_by_its_number() {
        for old in ["3.4.19", "4.0.17", "4.1.5", "4.1.0-beta.1"] {
            assert!(is_too_old(old), "{old}");
        }
        for young in ["4.1.6", "4.1.18", "4.3.5", "4.4.0-insiders.abc", "5.0.0", "10.0.0"] {
            assert!(!is_too_old(young), "{young}");
        }
        assert!(is_program("3.4.19") && is_program("0.7.4"));
        assert!(!is_program("4.0.0") && !is_program("10.0.0") && !is_program("latest"));
    }

    #[test]
    fn the_default_is_supported_and_the_table_is_sorted() {
        assert!(known(DEFAULT).is_some());
        assert!(known("4.0.0").is_none());
        assert!(TABLE.is_sorted_by_key(|version| version.number));
        for version in TABLE {
            assert!(version.files.is_sorted_by_key(|file| file.path), "{}", version.number);
            for path in ["LICENSE", "dist/lib.js", "index.css", "package.json"] {
                assert!(version.files.iter().any(|file| file.path == path), "{path}");
            }
        }
        assert_eq!(listed(), "4.1.18, 4.2.4 and 4.3.5");
    }
}
