//! What a run found wrong: [`Problem`], and all of them together: [`Report`].

use std::fmt;

/// How much a [`Problem`] weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The build goes on.
    Warning,
    /// The build fails.
    Error,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Location {
    /// As shown to the user: relative to the package where that is possible.
    file: String,
    /// Line and column, both from 1; the column counts characters.
    position: Option<(usize, usize)>,
}

/// One thing that is wrong: where, what, and how to repair it.
///
/// Its `Display` is one line, lower case, without a full stop:
/// `templates/base.html:7:15: no static asset "css/tailwnd.css" (did you mean "css/tailwind.css"?)`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    location: Option<Location>,
    severity: Severity,
    message: String,
    help: Option<String>,
}

impl Problem {
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message.into())
    }

    pub(crate) fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message.into())
    }

    fn new(severity: Severity, message: String) -> Self {
        Self { location: None, severity, message, help: None }
    }

    /// Says which file the problem is in.
    pub(crate) fn in_file(mut self, file: impl Into<String>) -> Self {
        self.location = Some(Location { file: file.into(), position: None });
        self
    }

    /// Says which line and column, both from 1, of which file the problem is at.
    pub(crate) fn at(mut self, file: impl Into<String>, line: usize, column: usize) -> Self {
        self.location = Some(Location { file: file.into(), position: Some((line, column)) });
        self
    }

    /// Says at which byte of `source`, the text of `file`, the problem is.
    pub(crate) fn at_byte(self, file: impl Into<String>, source: &[u8], offset: usize) -> Self {
        let (line, column) = line_column(source, offset);
        self.at(file, line, column)
    }

    /// Adds the repair; it is shown in parentheses behind the message.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The file the problem is in, as shown to the user.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.location.as_ref().map(|location| location.file.as_str())
    }

    /// Line and column, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.location.as_ref().and_then(|location| location.position)
    }

    /// Whether the build can go on.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, without place and repair.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to repair it, where that is known.
    #[must_use]
    pub fn repair(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{}:", location.file)?;
            if let Some((line, column)) = location.position {
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

/// All errors and warnings of a run that failed, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Errors and warnings, sorted by file, line and column.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl From<Vec<Problem>> for Report {
    fn from(problems: Vec<Problem>) -> Self {
        Problems(problems).into_report()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.problems.iter();
        if let Some(first) = lines.next() {
            write!(f, "{first}")?;
        }
        lines.try_for_each(|problem| write!(f, "\n{problem}"))
    }
}

impl std::error::Error for Report {}

/// Collects what the stages of a run find, so that one run reports everything.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub(crate) fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        self.0.extend(problems);
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.0.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Sorted by place and without repetitions.
    pub(crate) fn into_sorted(mut self) -> Vec<Problem> {
        self.0.sort();
        self.0.dedup();
        self.0
    }

    pub(crate) fn into_report(self) -> Report {
        Report { problems: self.into_sorted() }
    }
}

/// Line and column, both from 1, of a byte offset; the column counts characters.
pub(crate) fn line_column(source: &[u8], offset: usize) -> (usize, usize) {
    let before = &source[..offset.min(source.len())];
    let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    // Counting the bytes that do not continue a UTF-8 sequence counts characters.
    let column = before[start..].iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests;
