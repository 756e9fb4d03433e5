//! TypeScript sources of the user: a stage between discovery and loading.
//!
//! A source has the logical path of its script, `js/app.js`, from discovery on. [`strip`] blanks its types while the file
//! is loaded. So the stages behind see JavaScript with the lines and columns of the source.

#[cfg(feature = "typescript")]
mod strip;

use std::collections::HashSet;

use tailprint_core::glob::GlobSet;
use tailprint_core::typescript;

use super::discover::SourceFile;
#[cfg(feature = "typescript")]
use crate::error::Lines;
use crate::error::Problem;

#[cfg(feature = "typescript")]
use self::strip::strip;

/// Returns the path of the script that a file below a root becomes; none if it stays as it is.
pub(crate) fn script_of(globs: &GlobSet, path: &str) -> Option<String> {
    let is_source = cfg!(feature = "typescript") && globs.matches_within(path);
    is_source.then(|| typescript::script(path)).flatten()
}

/// The logical paths of the sources, as specifiers name them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources<'a> {
    paths: HashSet<&'a str>,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(files: &'a [SourceFile]) -> Self {
        Self { paths: files.iter().filter_map(|file| file.typescript.as_deref()).collect() }
    }

    /// Returns true if a relative specifier in the module at the path `from` names a source.
    #[cfg_attr(not(feature = "typescript"), allow(dead_code, reason = "there are no sources"))]
    pub(crate) fn has(&self, from: &str, specifier: &str) -> bool {
        self.paths.contains(&*named(from, specifier))
    }
}

#[cfg_attr(not(feature = "typescript"), allow(dead_code, reason = "there are no sources"))]
/// Returns the logical path that a relative specifier in the module at the path `from` names.
fn named(from: &str, specifier: &str) -> String {
    let mut names: Vec<&str> = from.split('/').collect();
    names.pop();
    for name in specifier.split('/') {
        match name {
            "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.join("/")
}

/// Returns the script of one source that was saved. `path` is its logical path, and `is_source` tells which logical paths
/// are those of other sources.
#[cfg(feature = "typescript")]
pub(crate) fn saved(
    bytes: &[u8],
    path: &str,
    shown: &str,
    is_source: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<u8>, Vec<Problem>> {
    read(bytes, shown, |source| {
        strip(source, path.ends_with(".tsx"), &|specifier| is_source(&named(path, specifier)))
    })
}

/// Returns the script of a source; other files as they are.
#[cfg(feature = "typescript")]
pub(crate) fn script(
    file: &SourceFile,
    bytes: Vec<u8>,
    sources: &Sources<'_>,
) -> Result<Vec<u8>, Vec<Problem>> {
    let Some(path) = &file.typescript else { return Ok(bytes) };
    read(&bytes, &file.shown, |source| {
        strip(source, path.ends_with(".tsx"), &|specifier| sources.has(path, specifier))
    })
}

/// Returns the file as it is: without the feature there are no sources.
#[cfg(not(feature = "typescript"))]
#[allow(clippy::unnecessary_wraps, reason = "the feature needs them")]
pub(crate) fn script(
    _: &SourceFile,
    bytes: Vec<u8>,
    _: &Sources<'_>,
) -> Result<Vec<u8>, Vec<Problem>> {
    Ok(bytes)
}

/// A problem at a byte of a source.
#[cfg(feature = "typescript")]
pub(crate) type Fault = (usize, Problem);

/// Reads the text of a source, and gives the problems their places.
#[cfg(feature = "typescript")]
fn read(
    bytes: &[u8],
    shown: &str,
    strip: impl FnOnce(&str) -> Result<String, Vec<Fault>>,
) -> Result<Vec<u8>, Vec<Problem>> {
    let source = std::str::from_utf8(bytes).map_err(|error| {
        let problem = Problem::error("not UTF-8, so it cannot be read as TypeScript");
        vec![problem.at_byte(shown, bytes, error.valid_up_to()).help("save it as UTF-8")]
    })?;
    strip(source).map(String::into_bytes).map_err(|faults| {
        let mut lines = Lines::new(bytes);
        let placed = faults.into_iter().map(|(offset, problem)| {
            let (line, column) = lines.position(offset);
            problem.at(shown, line, column)
        });
        placed.collect()
    })
}

#[cfg(test)]
mod tests;
