//! The versions of Tailwind's scanner, which differ in the files that they select.

use crate::install::versions;

/// A version of Tailwind's scanner, `@tailwindcss/oxide`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scanner {
    /// The scanner of Tailwind 4.1. Unlike that of 4.2, it reads files named `.env` and folders named `.jj`.
    V4_1,
    /// The scanner of Tailwind 4.2. Unlike that of 4.3:
    ///
    /// - Of sources that contradict each other, the one with the deeper folder wins, not the last one.
    /// - A source in `node_modules` takes all of its folder, one that an ignore file names does not.
    /// - Only `*` begins a glob, `?` and `[` are plain characters.
    /// - A glob does not lead into ignored folders.
    V4_2,
    /// The scanner of Tailwind 4.3.
    #[default]
    V4_3,
    /// The scanner of Tailwind 4.3.1, 4.3.2 and 4.3.3. A folder whose own `.gitignore` has a pattern for everything in it,
    /// such as `/*`, counts as ignored itself. As a source it then gives all of its files, whatever the other lines of the
    /// `.gitignore` say.
    V4_3_1,
}

impl Scanner {
    /// Returns the scanner that a version of Tailwind comes with.
    #[must_use]
    pub fn of_tailwind(version: &str) -> Self {
        if matches!(version, "4.3.1" | "4.3.2" | "4.3.3") {
            return Self::V4_3_1;
        }
        match versions::minor(version) {
            Some((..=3, _) | (4, ..=1)) => Self::V4_1,
            Some((4, 2)) => Self::V4_2,
            _ => Self::V4_3,
        }
    }
}

#[cfg(test)]
mod tests;
