//! A style sheet for the builtin engine, and its result.

use std::path::{Path, PathBuf};

use tailprint_tailwind::engine;
use tailprint_tailwind::sources::Selected;

use super::super::super::crates::Crates;
use super::super::super::shown::shown;
use super::finish::Form;
use crate::error::Problem;

/// A style sheet to compile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet<'a> {
    /// The package, absolute.
    pub(crate) root: &'a Path,
    /// The style sheet, absolute. There need not be such a file.
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) form: Form,
    /// Folders that are not searched.
    pub(crate) excluded: &'a [PathBuf],
    /// Dependencies whose sources have classes.
    pub(crate) crates: &'a Crates,
    /// The file that keeps the result from build to build, if it is kept.
    pub(crate) remembered: Option<&'a Path>,
}

/// A compiled style sheet.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) css: String,
    /// The source map, for [`Form::Plain`], whose text does not have it.
    pub(crate) map: Option<String>,
    /// Every file that the compiler read.
    pub(crate) read: Vec<PathBuf>,
    pub(crate) warnings: Vec<Problem>,
    /// The files that were searched for classes.
    pub(crate) searched: Selected,
}

/// The reason why there is no style sheet, and the files that may be to blame.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) problem: Box<Problem>,
    pub(crate) read: Vec<PathBuf>,
    /// The files to be searched, if they were known.
    pub(crate) searched: Option<Box<Selected>>,
    /// True if Tailwind's program may succeed.
    pub(crate) is_for_program: bool,
}

impl Failed {
    pub(super) fn new(error: &engine::Error, sheet: &Sheet<'_>) -> Self {
        let shown = shown(error.file().unwrap_or(sheet.path), sheet.root);
        let problem = Problem::error(error.message());
        let problem = match error.position() {
            Some((line, column)) => problem.at(shown, line, column),
            None => problem.in_file(shown),
        };
        let problem = match error.repair() {
            Some(repair) => problem.help(repair),
            None => problem,
        };
        Self {
            problem: problem.into(),
            read: error.read().to_vec(),
            searched: None,
            is_for_program: error.is_for_program(),
        }
    }

    pub(super) fn having_read(self, read: Vec<PathBuf>) -> Self {
        Self { read, ..self }
    }
}
