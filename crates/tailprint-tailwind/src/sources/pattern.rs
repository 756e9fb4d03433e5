//! What a source's pattern means.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::braces::expand;
use super::{Scanner, Source, ignored};

/// One source without alternatives, its fixed folders moved into the base.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) base: PathBuf,
    pub(super) kind: Kind,
    pub(super) negated: bool,
    /// Whether folders are entered, even ignored ones, because files that a glob names may be in them.
    pub(super) leads: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// All of a folder that ignore rules leave.
    Automatic,
    /// All of a folder that lies in an ignored place.
    External,
    /// One file.
    File(PathBuf),
    /// What lies directly in a folder: where there are globs alone that say how deep their files lie, nothing else
    /// is taken.
    Rest,
    /// The files that a glob matches unless ignore rules leave them out.
    Weak(GlobMatcher),
    /// The files that a glob matches.
    Glob {
        matcher: GlobMatcher,
        /// Which files ignore rules do not leave out: where it says `**`, all with its extension.
        spared: GlobMatcher,
        /// Its beginnings, if it does not say `**`: it leads through the folders that they match.
        folders: Option<Vec<GlobMatcher>>,
    },
}

impl Rule {
    /// Whether the pattern names a path.
    pub(super) fn names(&self, path: &Path) -> bool {
        match &self.kind {
            Kind::Automatic | Kind::External => path.starts_with(&self.base),
            Kind::File(named) => named == path,
            Kind::Rest => path.parent() == Some(&self.base),
            Kind::Weak(matcher) | Kind::Glob { matcher, .. } => self.matches(matcher, path),
        }
    }

    /// Whether the pattern decides about a file, whatever ignore files say.
    pub(super) fn decides(&self, file: &Path) -> bool {
        match &self.kind {
            _ if self.negated => self.names(file),
            Kind::Automatic | Kind::Weak(_) => false,
            Kind::Glob { spared, .. } => self.matches(spared, file),
            _ => self.names(file),
        }
    }

    /// Whether the pattern decides about a folder.
    pub(super) fn decides_about_folder(&self, folder: &Path) -> bool {
        match &self.kind {
            // what is said of files is not said of folders
            Kind::Glob { folders, .. } => {
                let mut folders = folders.iter().flatten().filter(|_| self.leads);
                self.names(folder) || folders.any(|glob| self.matches(glob, folder))
            }
            _ => self.decides(folder),
        }
    }

    /// Whether files that it names may be in a folder, which is its own or below that.
    pub(super) fn may_be_below(&self, folder: &Path) -> bool {
        match &self.kind {
            _ if self.negated || !folder.starts_with(&self.base) => false,
            Kind::Glob { folders: Some(folders), .. } => {
                folder == self.base || folders.iter().any(|glob| self.matches(glob, folder))
            }
            Kind::File(_) | Kind::Rest => false,
            _ => true,
        }
    }

    /// The one file that it names.
    pub(super) fn file(&self) -> Option<&Path> {
        match &self.kind {
            Kind::File(file) => Some(file),
            _ => None,
        }
    }

    /// Whether it says how deep its files lie.
    pub(super) fn has_depth(&self) -> bool {
        matches!(&self.kind, Kind::File(_) | Kind::Glob { folders: Some(_), .. })
    }

    fn matches(&self, matcher: &GlobMatcher, path: &Path) -> bool {
        path.strip_prefix(&self.base).is_ok_and(|path| matcher.is_match(path))
    }

    /// What older scanners go by where sources contradict each other: the one with the deeper folder wins, of those
    /// with the same folder one that leaves out.
    pub(super) fn old_rank(&self) -> (usize, bool) {
        (self.base.components().count(), self.negated)
    }

    /// Whether files of any depth may be taken from a folder because of this rule.
    pub(super) fn covers(&self, folder: &Path) -> bool {
        !self.negated && !self.has_depth() && folder.starts_with(&self.base)
    }
}

/// Adds the rules of a source; one that cannot be read as a glob names nothing.
///
/// What is not there is added to `missing`.
pub(super) fn rules(
    source: &Source,
    scanner: Scanner,
    rules: &mut Vec<Rule>,
    missing: &mut Vec<PathBuf>,
) {
    // a base that is not there is one of a style sheet in memory, or of a package that was removed
    let Ok(base) = source.base.canonicalize() else { return };
    for pattern in expand(&source.pattern) {
        let pattern = if cfg!(windows) { pattern.replace('\\', "/") } else { pattern };
        missing.extend(fixed(&base, &pattern).filter(|path| !source.negated && !path.exists()));
        let place = place(&base, &pattern, scanner);
        rules.extend(place.and_then(|place| place.rule(source.negated, scanner)));
    }
}

/// Where a pattern begins, and what it says about what is there.
struct Place {
    /// A folder, or a file.
    start: PathBuf,
    rest: String,
}

/// The path that a pattern begins with.
fn fixed(base: &Path, pattern: &str) -> Option<PathBuf> {
    let parts = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[']));
    let path = parts.collect::<Vec<_>>().join("/");
    (!path.is_empty()).then(|| plain(&base.join(path)))
}

/// Moves the fixed beginning of a pattern into its base.
fn place(base: &Path, pattern: &str, scanner: Scanner) -> Option<Place> {
    let old = scanner < Scanner::V4_3;
    let folder = if pattern.starts_with('/') { Path::new("/") } else { base };
    let parts: Vec<&str> =
        pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let start = |parts: &[&str]| {
        let path = folder.join(parts.join("/"));
        // newer scanners do not go where a link leads: what is installed in `node_modules` may be one
        let start = if old { path.canonicalize().ok() } else { Some(plain(&path)) };
        start.filter(|start| start.exists())
    };
    // older scanners see nothing in a file with a slash behind it
    let end = if old && (pattern.ends_with('/') || pattern.ends_with("/.")) { "/" } else { "" };
    let star = parts.iter().position(|part| part.contains('*'));
    if star.is_none() {
        match start(&parts) {
            Some(start) if start.is_dir() => return Some(Place { start, rest: String::new() }),
            Some(_) if end.is_empty() => {}
            _ if old => return whole(base, pattern, end),
            _ => {}
        }
    }
    let (fixed, rest) = parts.split_at(star.unwrap_or(parts.len().saturating_sub(1)));
    match start(fixed) {
        Some(start) => Some(Place { start, rest: rest.join("/") + end }),
        None if old => whole(base, pattern, end),
        None => None,
    }
}

/// What older scanners make of a beginning that is not there: they compare the pattern as it stands with paths.
fn whole(base: &Path, pattern: &str, end: &str) -> Option<Place> {
    let place = Place { start: base.to_owned(), rest: pattern.to_owned() };
    Some(place).filter(|_| end.is_empty())
}

impl Place {
    fn rule(self, negated: bool, scanner: Scanner) -> Option<Rule> {
        let Self { start, rest } = self;
        let Some(base) = start.is_file().then(|| start.parent()).flatten() else {
            let kind = kind(&start, &rest, negated, scanner)?;
            return Some(Rule { base: start, kind, negated, leads: false });
        };
        // a glob below a file takes that file, and leaves it out if it matches nothing at all
        if negated && !rest.is_empty() && !glob(&rest)?.is_match("") {
            return None;
        }
        Some(Rule { base: base.to_owned(), kind: Kind::File(start), negated, leads: false })
    }
}

fn kind(base: &Path, rest: &str, negated: bool, scanner: Scanner) -> Option<Kind> {
    let old = scanner < Scanner::V4_3;
    // older scanners take everything, whatever stands in front
    if matches!(rest, "" | "**/*") || (old && !negated && rest.ends_with("/**/*")) {
        let external = !negated && ignored::is_ignored(base, scanner);
        return Some(if external { Kind::External } else { Kind::Automatic });
    }
    // a slash at the end asks for a folder, which no file is
    if old && !negated && rest.ends_with('/') {
        return None;
    }
    let rest = rest.trim_end_matches('/');
    if !rest.contains(['/', '*', '?', '[', '{', '\\']) {
        return Some(Kind::File(base.join(rest)));
    }
    let matcher = glob(rest)?;
    let (folders, spared) = if !rest.contains("**") {
        let ends = rest.match_indices('/');
        let folders = ends.filter_map(|(end, _)| glob(rest.get(..end)?)).collect();
        (Some(folders), matcher.clone())
    } else if let Some(extension) = Path::new(rest).extension() {
        (None, glob(&format!("**/*.{}", extension.to_string_lossy()))?)
    } else {
        // a glob that may go anywhere wins over ignore rules only if it is as definite as an extension
        return Some(Kind::Weak(matcher));
    };
    Some(Kind::Glob { matcher, spared, folders })
}

fn glob(glob: &str) -> Option<GlobMatcher> {
    let glob = GlobBuilder::new(glob).literal_separator(true).build().ok()?;
    Some(glob.compile_matcher())
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}
