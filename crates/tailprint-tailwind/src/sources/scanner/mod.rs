//! The versions of the official scanner, which differ in which files they choose.

use crate::provide::versions;

/// A version of the official scanner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scanner {
    /// That of Tailwind 4.1 takes what is named `.env` or lies in `.jj`; else it is as that of 4.2.
    V4_1,
    /// That of Tailwind 4.2 asks for the folder of a source, not for its place, where sources contradict each
    /// other; it takes all of a folder in `node_modules`, but not of one that an ignore file names, knows folders
    /// by `*` alone, and does not enter ignored folders because of a glob.
    V4_2,
    /// That of Tailwind 4.3.
    #[default]
    V4_3,
}

impl Scanner {
    /// The scanner that a version of Tailwind comes with.
    #[must_use]
    pub fn of_tailwind(version: &str) -> Self {
        match versions::minor(version) {
            Some((..=3, _) | (4, ..=1)) => Self::V4_1,
            Some((4, 2)) => Self::V4_2,
            _ => Self::V4_3,
        }
    }
}

#[cfg(test)]
mod tests;
