//! Globs over logical paths, as settings such as `Config::ignore` take them.
//!
//! | | matches |
//! |--|--|
//! | `?` | one character, but no `/` |
//! | `*` | any number of characters, but no `/` |
//! | `**` | any number of folders; stands between slashes or at an end |
//! | `[a-z_]` | one of these characters |
//! | `[!a-z]` | one character that is none of these, nor `/` |
//!
//! Letters match in their own case only, and a dot that begins a name is a character like any other.

mod parse;

use std::fmt;

use parse::Token;

/// A compiled glob, which matches whole paths.
///
/// ```
/// use tailprint_core::glob::Glob;
///
/// let glob = Glob::new("vendor/**/*.map")?;
/// assert!(glob.matches("vendor/a.map"));
/// assert!(glob.matches("vendor/x/y/a.map"));
/// assert!(!glob.matches("a.map"));
/// # Ok::<(), tailprint_core::glob::GlobError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob {
    tokens: Vec<Token>,
}

impl Glob {
    /// Compiles a glob.
    ///
    /// # Errors
    /// An error if a bracket is not closed, if a `**` is not a whole component, or for alternatives in braces, which other
    /// tools have.
    pub fn new(glob: &str) -> Result<Self, GlobError> {
        let tokens = parse::tokens(glob).map_err(|(position, message)| GlobError {
            glob: glob.to_owned(),
            position,
            message,
        })?;
        Ok(Self { tokens })
    }

    /// Returns true if the glob matches the whole path.
    ///
    /// The time grows with the length of the glob times the length of the path: every position of the glob that the
    /// text read so far may lead to is followed at once, and none is tried twice.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        Self::fits(self.tokens.first(), path.chars().next())
            && Self::fits(self.tokens.last(), path.chars().next_back())
            && self.matches_whole(path)
    }

    /// Returns false if the token, the first or the last one, does not stand for the first or last character of a path: a
    /// quick look, by which most paths need not be followed.
    fn fits(token: Option<&Token>, character: Option<char>) -> bool {
        token.is_none_or(|token| {
            token.repeats() || character.is_some_and(|character| token.accepts(character))
        })
    }

    fn matches_whole(&self, path: &str) -> bool {
        let mut reached = vec![false; self.tokens.len() + 1];
        reached[0] = true;
        self.skip(&mut reached, true);
        for character in path.chars() {
            let mut next = vec![false; reached.len()];
            for (index, token) in
                self.tokens.iter().enumerate().filter(|(index, _)| reached[*index])
            {
                if token.accepts(character) {
                    next[if token.repeats() { index } else { index + 1 }] = true;
                }
            }
            reached = next;
            self.skip(&mut reached, character == '/');
        }
        reached.last() == Some(&true)
    }

    /// Adds the positions that are reached without a character: those behind a `*`, and those behind a `**` where a
    /// component begins or the glob ends.
    fn skip(&self, reached: &mut [bool], component_begins: bool) {
        for (index, token) in self.tokens.iter().enumerate() {
            let ends = match token {
                Token::Name => true,
                Token::Folders => component_begins || index + 1 == self.tokens.len(),
                _ => false,
            };
            if ends && reached[index] {
                reached[index + 1] = true;
            }
        }
    }
}

/// A set of globs with the rule of `.gitignore`: a glob without a slash matches a name at any depth, one with a slash
/// matches the whole path.
///
/// A slash at the beginning makes a glob one of a whole path and is otherwise ignored; so is a slash at the end.
///
/// ```
/// use tailprint_core::glob::GlobSet;
///
/// let set = GlobSet::new(["*.psd", "/drafts/"])?;
/// assert!(set.matches("img/deep/a.psd"));
/// assert!(set.matches("drafts"));
/// assert!(!set.matches("img/drafts"));
/// assert!(!set.matches("drafts/a.css"));
/// assert!(set.matches_within("drafts/a.css"));
/// # Ok::<(), tailprint_core::glob::GlobError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlobSet {
    /// Compared with the last component of a path.
    names: Vec<Glob>,
    /// Compared with the whole path.
    paths: Vec<Glob>,
}

impl GlobSet {
    /// Compiles all globs.
    ///
    /// # Errors
    /// An error if one glob is malformed: see [`Glob::new`].
    pub fn new<S: AsRef<str>>(globs: impl IntoIterator<Item = S>) -> Result<Self, GlobError> {
        let mut set = Self::default();
        for glob in globs {
            set.push(glob.as_ref())?;
        }
        Ok(set)
    }

    /// Adds a glob.
    ///
    /// # Errors
    /// An error if the glob is malformed, which leaves the set as it is: see [`Glob::new`].
    pub fn push(&mut self, glob: &str) -> Result<(), GlobError> {
        let anchored = glob.trim_end_matches('/');
        let text = anchored.trim_start_matches('/');
        let cut = anchored.len() - text.len();
        let compiled = Glob::new(text).map_err(|error| GlobError {
            glob: glob.to_owned(),
            position: error.position + cut,
            message: error.message,
        })?;
        let kind = if anchored.contains('/') { &mut self.paths } else { &mut self.names };
        kind.push(compiled);
        Ok(())
    }

    /// Returns true if there is no glob in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.paths.is_empty()
    }

    /// Returns true if a glob matches the file or folder itself.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.names.iter().any(|glob| glob.matches(name))
            || self.paths.iter().any(|glob| glob.matches(path))
    }

    /// Returns true if a glob matches the file or a folder that it is in.
    #[must_use]
    pub fn matches_within(&self, path: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        folders.chain([path]).any(|path| self.matches(path))
    }
}

/// Returns a glob that matches nothing but `path`.
///
/// ```
/// let glob = tailprint_core::glob::escape("a/[id]*.js");
/// assert_eq!(glob, "a/[[]id][*].js");
/// assert!(tailprint_core::glob::Glob::new(&glob)?.matches("a/[id]*.js"));
/// # Ok::<(), tailprint_core::glob::GlobError>(())
/// ```
#[must_use]
pub fn escape(path: &str) -> String {
    let mut glob = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            '?' | '*' | '[' | '{' => glob.extend(['[', character, ']']),
            literal => glob.push(literal),
        }
    }
    glob
}

/// A glob that is malformed.
///
/// ```
/// let error = tailprint_core::glob::Glob::new("a/[b").unwrap_err();
/// assert_eq!(error.to_string(), "malformed glob \"a/[b\" at character 3 (invalid range pattern)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobError {
    /// The glob as written.
    pub glob: String,
    /// The character that is wrong, counted from 1.
    pub position: usize,
    /// The rule that the glob breaks.
    pub message: &'static str,
}

impl fmt::Display for GlobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { glob, position, message } = self;
        write!(f, "malformed glob \"{glob}\" at character {position} ({message})")
    }
}

impl std::error::Error for GlobError {}

#[cfg(test)]
mod tests;
