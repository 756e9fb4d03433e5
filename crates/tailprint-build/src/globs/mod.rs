//! Globs over logical paths.

use glob::{MatchOptions, Pattern};

use crate::error::{Problem, Problems};

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// A set of globs, compiled.
#[derive(Debug, Default)]
pub(crate) struct Globs {
    /// Compared with one name of the path.
    names: Vec<Pattern>,
    /// Compared with the whole path.
    paths: Vec<Pattern>,
}

impl Globs {
    /// Compiles globs; `setting` is named when one is malformed.
    pub(crate) fn new<S: AsRef<str>>(
        setting: &str,
        globs: impl IntoIterator<Item = S>,
        problems: &mut Problems,
    ) -> Self {
        let mut set = Self::default();
        for glob in globs {
            let glob = glob.as_ref();
            let text = glob.trim_start_matches('/').trim_end_matches('/');
            match Pattern::new(text) {
                Ok(pattern) if glob.trim_end_matches('/').contains('/') => set.paths.push(pattern),
                Ok(pattern) => set.names.push(pattern),
                Err(error) => problems.push(
                    Problem::error(format!(
                        "{setting}: malformed glob \"{glob}\" at character {}",
                        error.pos + 1
                    ))
                    .help(error.msg),
                ),
            }
        }
        set
    }

    /// Whether the file or folder with this path itself matches, whatever folder it is in.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.names.iter().any(|glob| glob.matches_with(name, OPTIONS))
            || self.paths.iter().any(|glob| glob.matches_with(path, OPTIONS))
    }

    /// Whether the file with this path matches, or a folder that it is in.
    pub(crate) fn matches_within(&self, path: &str) -> bool {
        if self.names.is_empty() && self.paths.is_empty() {
            return false;
        }
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        folders.chain([path]).any(|path| self.matches(path))
    }
}

#[cfg(test)]
mod tests;
