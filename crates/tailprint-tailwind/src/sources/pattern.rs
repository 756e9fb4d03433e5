//! What a source's pattern means.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::braces::expand;
use super::{Scanner, ignored};

/// One source without alternatives, its fixed folders moved into the base.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) base: PathBuf,
    pub(super) kind: Kind,
    pub(super) negated: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// All of a folder that ignore rules leave.
    Automatic,
    /// All of a folder that lies in an ignored place.
    External,
    /// One file.
    File(PathBuf),
    /// The files that a glob matches unless ignore rules leave them out.
    Weak(GlobMatcher),
    /// The files that a glob matches.
    Glob {
        matcher: GlobMatcher,
        /// How many levels of folders are named by `*` alone: these are entered even if they are ignored.
        stars: usize,
    },
}

impl Kind {
    /// Whether ignore rules hold, and to which depth they do not.
    pub(super) fn depth(&self) -> (bool, usize) {
        match self {
            Self::External => (true, 0),
            Self::Glob { stars, .. } => (false, *stars),
            Self::Automatic | Self::File(_) | Self::Weak(_) => (false, 0),
        }
    }
}

impl Rule {
    /// Whether the pattern says something about a file.
    pub(super) fn names(&self, file: &Path) -> bool {
        match &self.kind {
            Kind::Automatic | Kind::External => file.starts_with(&self.base),
            Kind::File(named) => named == file,
            Kind::Weak(matcher) | Kind::Glob { matcher, .. } => {
                file.strip_prefix(&self.base).is_ok_and(|file| matcher.is_match(file))
            }
        }
    }

    /// Whether automatic detection covers a path because of this rule.
    pub(super) fn covers(&self, path: &Path) -> bool {
        !self.negated && matches!(self.kind, Kind::Automatic | Kind::Weak(_)) && self.names(path)
    }
}

/// Adds the rules of a source; one that cannot be read as a glob names nothing.
pub(super) fn rules(
    base: &Path,
    pattern: &str,
    negated: bool,
    scanner: Scanner,
    rules: &mut Vec<Rule>,
) {
    for pattern in expand(pattern) {
        let (base, rest) = split(base, &pattern);
        rules.extend(kind(&base, &rest, negated, scanner).map(|kind| Rule { base, kind, negated }));
    }
}

fn kind(base: &Path, rest: &str, negated: bool, scanner: Scanner) -> Option<Kind> {
    if matches!(rest, "" | "**" | "**/*") {
        let external = !negated && ignored::is_ignored(base, scanner);
        return Some(if external { Kind::External } else { Kind::Automatic });
    }
    let file = base.join(rest);
    if !rest.contains('/') && file.exists() {
        return Some(Kind::File(file));
    }
    if scanner < Scanner::V4_3 && !rest.contains('*') {
        return None;
    }
    let matcher = GlobBuilder::new(rest).literal_separator(true).build().ok()?.compile_matcher();
    // a glob that may go anywhere wins over ignore rules only if it is as definite as an extension
    if rest.contains("**") && Path::new(rest).extension().is_none_or(OsStr::is_empty) {
        return Some(Kind::Weak(matcher));
    }
    let folders = rest.rsplit_once('/').map_or("", |(folders, _)| folders);
    let stars = if scanner < Scanner::V4_3 { 0 } else { stars(folders) };
    Some(Kind::Glob { matcher, stars })
}

/// How many folders a glob without `**` names by `*` alone.
fn stars(folders: &str) -> usize {
    if folders.contains("**") {
        return 0;
    }
    folders.split('/').take_while(|part| *part == "*").count()
}

/// Moves a pattern's fixed beginning into the base.
fn split(base: &Path, pattern: &str) -> (PathBuf, String) {
    let pattern = if cfg!(windows) { pattern.replace('\\', "/") } else { pattern.to_owned() };
    let mut folder = if pattern.starts_with('/') { PathBuf::from("/") } else { base.to_owned() };
    let parts: Vec<&str> =
        pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let mut fixed = 0;
    for (index, part) in parts.iter().enumerate() {
        let next = folder.join(part);
        let last = index + 1 == parts.len();
        if !next.is_dir() && (last || part.contains(['*', '?', '[', '{'])) {
            break;
        }
        folder = next;
        fixed = index + 1;
    }
    let rest = parts.get(fixed..).unwrap_or_default().join("/");
    (normal(&folder), rest)
}

/// The real path of a folder, or where there is none, its path without `.` and `..`.
fn normal(folder: &Path) -> PathBuf {
    if let Ok(real) = folder.canonicalize() {
        return real;
    }
    let mut normal = PathBuf::new();
    for part in folder.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}
