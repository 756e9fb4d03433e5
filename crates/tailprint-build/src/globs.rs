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
mod tests {
    use super::*;

    fn globs(globs: &[&str]) -> Globs {
        let mut problems = Problems::default();
        let set = Globs::new("ignore", globs, &mut problems);
        assert!(!problems.has_errors());
        set
    }

    #[test]
    fn a_glob_without_slash_matches_names_at_any_depth() {
        let set = globs(&["*.psd", "drafts"]);
        for path in ["a.psd", "img/deep/a.psd", "drafts/a.css", "img/drafts/b/a.css"] {
            assert!(set.matches_within(path), "{path}");
        }
        for path in ["a.psd.png", "img/drafts.css", "A.PSD"] {
            assert!(!set.matches_within(path), "{path}");
        }
    }

    #[test]
    fn a_glob_with_slash_matches_whole_paths() {
        let set = globs(&["img/*.png", "/sw.js", "vendor/**/*.map"]);
        for path in ["img/a.png", "sw.js", "vendor/a.map", "vendor/x/y/a.map"] {
            assert!(set.matches_within(path), "{path}");
        }
        for path in ["img/deep/a.png", "js/sw.js", "a.map"] {
            assert!(!set.matches_within(path), "{path}");
        }
    }

    #[test]
    fn a_malformed_glob_is_reported_with_its_setting() {
        let mut problems = Problems::default();
        let _ = Globs::new("keep_name", ["a/[b"], &mut problems);
        let report = problems.into_report();
        assert_eq!(
            report.to_string(),
            "keep_name: malformed glob \"a/[b\" at character 3 (invalid range pattern)"
        );
    }
}
