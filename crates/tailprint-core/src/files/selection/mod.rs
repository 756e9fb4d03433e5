//! The files of a root that are published: all but ignored ones, and ignored ones that are included again.

use crate::files::glob::{GlobError, GlobSet};

/// The rules by which files are left out, and those by which some of them come back.
///
/// A glob of `include` that matches a folder brings the folder back, and in it everything that is not ignored itself;
/// `folder/**` brings everything in it back.
///
/// ```
/// use tailprint_core::selection::Selection;
///
/// let selection = Selection::new([".*", "*.psd"], [".well-known", "art/**"])?;
/// assert!(!selection.publishes("", ".git/config"));
/// assert!(selection.publishes("", ".well-known/security.txt"));
/// assert!(!selection.publishes("", ".well-known/.DS_Store"));
/// assert!(selection.publishes("", "art/.raw/a.psd"));
/// # Ok::<(), tailprint_core::glob::GlobError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    ignore: Vec<Rule>,
    include: GlobSet,
    /// The folders that a glob of `include` names on the way to what it matches.
    named: GlobSet,
    /// These, and the folders that a `**` of such a glob may stand for.
    ways: GlobSet,
}

/// One glob that leaves files out.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    glob: String,
    set: GlobSet,
}

/// The folder in which a file is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folder {
    /// Everything in it is published that no rule leaves out.
    Open,
    /// It is ignored. Only what is included is published.
    Ignored,
}

impl Selection {
    /// Compiles all globs.
    ///
    /// # Errors
    /// An error if one glob is malformed: see [`Glob::new`](crate::files::glob::Glob::new).
    pub fn new<I: AsRef<str>, J: AsRef<str>>(
        ignore: impl IntoIterator<Item = I>,
        include: impl IntoIterator<Item = J>,
    ) -> Result<Self, GlobError> {
        let mut selection = Self::default();
        ignore.into_iter().try_for_each(|glob| selection.ignore(glob.as_ref()))?;
        include.into_iter().try_for_each(|glob| selection.include(glob.as_ref()))?;
        Ok(selection)
    }

    /// Adds a glob of files and folders to leave out.
    ///
    /// # Errors
    /// An error if the glob is malformed, which leaves the selection as it is.
    pub fn ignore(&mut self, glob: &str) -> Result<(), GlobError> {
        self.ignore.push(Rule { glob: glob.to_owned(), set: GlobSet::new([glob])? });
        Ok(())
    }

    /// Adds a glob of files and folders to publish although they are ignored.
    ///
    /// # Errors
    /// An error if the glob is malformed, which leaves the selection as it is.
    pub fn include(&mut self, glob: &str) -> Result<(), GlobError> {
        self.include.push(glob)?;
        let anchored = glob.trim_end_matches('/');
        for (end, _) in anchored.match_indices('/').filter(|(end, _)| *end > 0) {
            let way = &anchored[..end];
            // The slash makes it a glob of a whole path, as the longer one is.
            let way = format!("/{}", way.trim_start_matches('/'));
            self.ways.push(&way)?;
            if way.rsplit('/').next() != Some("**") {
                self.named.push(&way)?;
            }
        }
        Ok(())
    }

    /// Returns the state of `path`, a folder in a folder of the state `within`; none if nothing in it is published.
    ///
    /// An ignored folder counts only if a glob of `include` names it: a `**` does not lead into `node_modules`.
    #[must_use]
    pub fn enter(&self, within: Folder, path: &str) -> Option<Folder> {
        if self.include.matches(path) {
            return Some(Folder::Open);
        }
        match (self.rule(path), within) {
            (None, Folder::Open) => Some(Folder::Open),
            (None, Folder::Ignored) => self.ways.matches(path).then_some(Folder::Ignored),
            (Some(_), _) => self.named.matches(path).then_some(Folder::Ignored),
        }
    }

    /// Returns true if `path`, a file in a folder of the state `within`, is published.
    #[must_use]
    pub fn takes(&self, within: Folder, path: &str) -> bool {
        self.include.matches(path) || (within == Folder::Open && self.rule(path).is_none())
    }

    /// Returns true if the file `path` is published. `prefix` is the part of the path in front of its root, which no
    /// rule is about.
    #[must_use]
    pub fn publishes(&self, prefix: &str, path: &str) -> bool {
        let mut within = Folder::Open;
        for folder in folders(prefix, path) {
            match self.enter(within, folder) {
                Some(state) => within = state,
                None => return false,
            }
        }
        self.takes(within, path)
    }

    /// Returns the first glob that leaves the file `path` out, or a folder that it is in, by its place in the order in
    /// which the globs were given.
    #[must_use]
    pub fn left_out_by(&self, prefix: &str, path: &str) -> Option<(usize, &str)> {
        if self.publishes(prefix, path) {
            return None;
        }
        folders(prefix, path).chain([path]).filter(|it| !self.include.matches(it)).find_map(|it| {
            let place = self.rule(it)?;
            Some((place, self.ignore.get(place)?.glob.as_str()))
        })
    }

    /// Returns the place of the first glob that leaves out the file or folder itself.
    fn rule(&self, path: &str) -> Option<usize> {
        self.ignore.iter().position(|rule| rule.set.matches(path))
    }
}

/// Returns the folders that a path leads through behind a prefix, the outermost first.
fn folders<'a>(prefix: &str, path: &'a str) -> impl Iterator<Item = &'a str> {
    let start = if prefix.is_empty() { 0 } else { prefix.len() + 1 };
    path.match_indices('/')
        .map(|(end, _)| end)
        .filter(move |end| *end >= start)
        .map(|end| &path[..end])
}

#[cfg(test)]
mod tests;
