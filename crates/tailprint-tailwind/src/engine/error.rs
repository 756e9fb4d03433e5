//! The error of a style sheet, with its position.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::node::Manager;

/// The reason why a style sheet could not be compiled.
///
/// Its `Display` is one line, lower case, without a full stop:
/// `/app/css/source.css:3:9: tailwind: cannot resolve "./colours.css"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    file: Option<PathBuf>,
    position: Option<(usize, usize)>,
    message: String,
    help: Option<String>,
    needs_node: bool,
    /// A boxed slice, since the error is returned by value everywhere and clippy warns from 128 bytes on.
    read: Box<[PathBuf]>,
}

impl Error {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            file: None,
            position: None,
            message: message.into(),
            help: None,
            needs_node: false,
            read: Box::default(),
        }
    }

    pub(super) fn in_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Adds the position; line and column count from 1.
    pub(super) fn at(mut self, file: impl Into<PathBuf>, line: usize, column: usize) -> Self {
        self.position = Some((line, column));
        self.in_file(file)
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the advice, if there is any.
    pub(super) fn advised(self, advice: Option<String>) -> Self {
        match advice {
            Some(advice) => self.help(advice),
            None => self,
        }
    }

    /// Notes that Tailwind's program may succeed. [`advise_program`](Self::advise_program) says how to run it.
    pub(super) fn needs_node(mut self) -> Self {
        self.needs_node = true;
        self
    }

    /// Says how to run Tailwind's program in a folder, if that may succeed.
    pub(super) fn advise_program(self, folder: &Path) -> Self {
        if !self.needs_node {
            return self;
        }
        let add = Manager::of(folder).add_dev();
        self.help(format!(
            "`{add} @tailwindcss/cli`, which `Engine::Auto` then runs, or set `Config::engine(Engine::Cli)`"
        ))
    }

    pub(super) fn having_read(mut self, read: Vec<PathBuf>) -> Self {
        self.read = read.into_boxed_slice();
        self
    }

    /// The file with the mistake, if it is known.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Line and column of [`file`](Self::file), both from 1.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }

    /// The message without position and repair.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The advice on how to repair it, if there is one.
    #[must_use]
    pub fn repair(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Returns true if the style sheet needs something that only Tailwind's program has, such as a part of Node.js.
    #[must_use]
    pub fn is_for_program(&self) -> bool {
        self.needs_node
    }

    /// The files that were read before the error: a change of any of them may repair it.
    #[must_use]
    pub fn read(&self) -> &[PathBuf] {
        &self.read
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}:", file.display())?;
            if let Some((line, column)) = self.position {
                write!(f, "{line}:{column}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
