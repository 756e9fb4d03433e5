//! Errors and warnings of a build: [`Problem`], and [`Report`] for all of a failed build.

mod cause;
mod lines;
mod setting;

use std::fmt;

use tailprint_core::shown::Shown;

pub use self::cause::Cause;
pub(crate) use self::lines::{Lines, line_column};
pub use self::setting::Interface;
pub(crate) use self::setting::Setting;

/// The severity of a [`Problem`].
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
    /// The file as shown to the user: relative to the package where that is possible.
    file: String,
    /// Line and column, both from 1; the column counts characters.
    position: Option<(usize, usize)>,
}

/// An error or a warning: a place, a message, and a repair.
///
/// Its `Display` is one line, lower case, without a full stop. Control characters of file names and of messages of
/// others are escaped, so that the line is safe to print.
///
/// ```text
/// templates/base.html:7:15: no static asset "css/tailwnd.css" (did you mean "css/tailwind.css"?)
/// ```
///
/// A build script that shows problems in its own way reads the parts:
///
/// ```no_run
/// use tailprint_build::{Config, Severity};
///
/// if let Err(report) = Config::new().try_build() {
///     for problem in report.problems() {
///         let (line, column) = problem.position().unwrap_or((1, 1));
///         if problem.severity() == Severity::Error {
///             eprintln!("{}:{line}:{column}", problem.file().unwrap_or("build.rs"));
///             eprintln!("    {}", problem.message());
///         }
///     }
///     std::process::exit(1);
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// Boxed, since problems are the errors of many `Result`s.
    location: Option<Box<Location>>,
    severity: Severity,
    message: String,
    /// The setting that is wrong.
    setting: Option<Setting>,
    repair: Option<String>,
    /// The settings that end the message.
    by: Vec<Usage>,
    /// The settings that end the repair.
    alternatives: Vec<Usage>,
    /// A cause that other problems may have as well, and the logical path that the problem is about.
    subject: Option<Box<(Cause, String)>>,
}

/// A setting at the end of a text, which is left out for users who do not have the setting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Usage {
    /// The text in front of the setting.
    phrase: String,
    setting: Setting,
    value: Option<String>,
}

impl Usage {
    fn shown(&self, interface: Interface) -> Option<String> {
        let setting = match &self.value {
            Some(value) => self.setting.with(value, interface),
            None => self.setting.shown(interface),
        };
        setting.map(|setting| format!("{}{setting}", self.phrase))
    }
}

impl Problem {
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message.into())
    }

    pub(crate) fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message.into())
    }

    pub(crate) fn new(severity: Severity, message: String) -> Self {
        Self {
            location: None,
            severity,
            message,
            setting: None,
            repair: None,
            by: Vec::new(),
            alternatives: Vec::new(),
            subject: None,
        }
    }

    /// Sets the file that the problem is in.
    pub(crate) fn in_file(mut self, file: impl Into<String>) -> Self {
        self.location = Some(Box::new(Location { file: file.into(), position: None }));
        self
    }

    /// Sets file, line and column, the latter two from 1.
    pub(crate) fn at(mut self, file: impl Into<String>, line: usize, column: usize) -> Self {
        self.location =
            Some(Box::new(Location { file: file.into(), position: Some((line, column)) }));
        self
    }

    /// Sets the place to byte `offset` of `source`, the text of `file`.
    pub(crate) fn at_byte(self, file: impl Into<String>, source: &[u8], offset: usize) -> Self {
        let (line, column) = line_column(source, offset);
        self.at(file, line, column)
    }

    /// Sets the setting that is wrong. Its name is shown in front of the message.
    pub(crate) fn about(mut self, setting: Setting) -> Self {
        self.setting = Some(setting);
        self
    }

    /// Lets the build go on.
    pub(crate) fn into_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds to the message.
    pub(crate) fn and(mut self, more: &str) -> Self {
        self.message.push_str(more);
        self
    }

    /// Sets the repair, which is shown in parentheses behind the message.
    pub(crate) fn help(mut self, repair: impl Into<String>) -> Self {
        self.repair = Some(repair.into());
        self
    }

    /// Adds a repair by a setting, for users who have that setting: `.or("or name it in", Setting::Ignore)`.
    pub(crate) fn or(mut self, phrase: &'static str, setting: Setting) -> Self {
        self.alternatives.push(Usage { phrase: format!(", {phrase} "), setting, value: None });
        self
    }

    /// Adds a repair by a setting with its value: `.or_set("or", Setting::AllowMissing, "a.js")`.
    pub(crate) fn or_set(
        mut self,
        phrase: &str,
        setting: Setting,
        value: impl Into<String>,
    ) -> Self {
        let (phrase, value) = (format!(", {phrase} "), Some(value.into()));
        self.alternatives.push(Usage { phrase, setting, value });
        self
    }

    /// Ends the repair with a setting and its value: `.help("publish it with").set(Setting::Include, "a.js")`.
    pub(crate) fn set(mut self, setting: Setting, value: impl Into<String>) -> Self {
        let value = Some(value.into());
        self.alternatives.push(Usage { phrase: " ".to_owned(), setting, value });
        self
    }

    /// Ends the message with a setting and its value: `.by("by", Setting::Ignore, "*.psd")`.
    pub(crate) fn by(mut self, phrase: &str, setting: Setting, value: impl Into<String>) -> Self {
        let (phrase, value) = (format!(" {phrase} "), Some(value.into()));
        self.by.push(Usage { phrase, setting, value });
        self
    }

    /// Sets a cause that other problems may have as well, and the logical path that the problem is about.
    pub(crate) fn of(mut self, cause: Cause, path: impl Into<String>) -> Self {
        self.subject = Some(Box::new((cause, path.into())));
        self
    }

    pub(crate) fn cause(&self) -> Option<Cause> {
        self.subject.as_ref().map(|subject| subject.0)
    }

    /// Returns the logical path that the problem is about, if it has a cause.
    pub(crate) fn path(&self) -> Option<&str> {
        self.subject.as_ref().map(|subject| &*subject.1)
    }

    /// Returns the file that the problem is in, relative to the package where that is possible. It is the name on the
    /// disk, in which nothing is escaped.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.location.as_ref().map(|location| location.file.as_str())
    }

    /// Returns line and column, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.location.as_ref().and_then(|location| location.position)
    }

    /// Returns the severity: an error fails the build.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Returns the message without place and repair, safe to print: `no static asset "css/tailwnd.css"`.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_for(Interface::BuildScript)
    }

    /// Returns the repair, if one is known, safe to print: `did you mean "css/tailwind.css"?`.
    #[must_use]
    pub fn repair(&self) -> Option<String> {
        self.repair_for(Interface::BuildScript)
    }

    /// Returns the message with the setting as the interface names it.
    pub(crate) fn message_for(&self, interface: Interface) -> String {
        let setting = self.setting.and_then(|setting| setting.shown(interface));
        let setting = setting.map(|setting| format!("{setting}: ")).unwrap_or_default();
        Shown::line(format!("{setting}{}{}", self.message, tail(&self.by, interface))).into_string()
    }

    /// Returns the repair with the setting as the interface names it.
    pub(crate) fn repair_for(&self, interface: Interface) -> Option<String> {
        let repair = self.repair.as_ref()?;
        Some(Shown::line(format!("{repair}{}", tail(&self.alternatives, interface))).into_string())
    }
}

fn tail(usages: &[Usage], interface: Interface) -> String {
    usages.iter().filter_map(|usage| usage.shown(interface)).collect()
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(location) = &self.location {
            write!(f, "{}:", Shown::line(&*location.file))?;
            if let Some((line, column)) = location.position {
                write!(f, "{line}:{column}:")?;
            }
            f.write_str(" ")?;
        }
        f.write_str(&self.message())?;
        match self.repair() {
            Some(repair) => write!(f, " ({repair})"),
            None => Ok(()),
        }
    }
}

/// All errors and warnings of a failed build, sorted by file, line and column.
///
/// Its `Display` has one line for each problem, so that a build script may end with it:
///
/// ```no_run
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     tailprint_build::Config::new().try_build()?;
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    /// Returns errors and warnings, sorted by file, line and column.
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

/// The errors and warnings of all stages, collected so that one run reports everything.
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

    /// Makes warnings of all errors.
    pub(crate) fn forgive(&mut self) {
        self.0.iter_mut().for_each(|problem| problem.severity = Severity::Warning);
    }

    /// Sorts the problems by place and removes repetitions.
    pub(crate) fn into_sorted(mut self) -> Vec<Problem> {
        self.0.sort();
        self.0.dedup();
        self.0
    }

    pub(crate) fn into_report(self) -> Report {
        Report { problems: self.into_sorted() }
    }
}

#[cfg(test)]
mod tests;
