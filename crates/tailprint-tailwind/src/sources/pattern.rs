//! The rules that a source's pattern stands for.
//!
//! Globs are those of Tailwind's scanner, and not those of `tailprint_core::glob`: the same file must match here and there,
//! escapes and all.

use std::path::{Path, PathBuf};

use tailprint_core::path::{canonical, normalize};

use super::braces::expand;
use super::glob::Glob;
use super::{Scanner, Source, ignored};

/// One alternative of a source. The folders that its pattern begins with are part of the base.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) base: PathBuf,
    pub(super) kind: Kind,
    pub(super) negated: bool,
    /// True if even ignored folders are entered, because files that the glob names may be in them.
    pub(super) leads: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Every file of a folder that is not ignored.
    Automatic,
    /// Every file of an ignored folder.
    External,
    /// One file.
    File(PathBuf),
    /// The files directly in a folder. A negated rule of this kind leaves them out if all globs of the folder
    /// have a fixed depth.
    Rest,
    /// The files that a glob matches and that are not ignored.
    Weak(Glob),
    /// The files that a glob matches, even ignored ones.
    Glob {
        matcher: Glob,
        /// The files that ignore rules do not leave out. For a glob with `**`, these are all files with its
        /// extension.
        spared: Glob,
        /// The folders on the way, if the glob has no `**`: `a/*` for `a/*/b.html`.
        folders: Option<Vec<Glob>>,
    },
}

impl Rule {
    /// Returns true if the pattern matches a path.
    pub(super) fn names(&self, path: &Path) -> bool {
        match &self.kind {
            Kind::Automatic | Kind::External => path.starts_with(&self.base),
            Kind::File(named) => named == path,
            Kind::Rest => path.parent() == Some(&self.base),
            Kind::Weak(matcher) | Kind::Glob { matcher, .. } => self.matches(matcher, path),
        }
    }

    /// Returns true if the pattern decides about a file, so that ignore files do not count.
    pub(super) fn decides(&self, file: &Path) -> bool {
        match &self.kind {
            _ if self.negated => self.names(file),
            Kind::Automatic | Kind::Weak(_) => false,
            Kind::Glob { spared, .. } => self.matches(spared, file),
            _ => self.names(file),
        }
    }

    /// Returns true if the pattern decides about a folder, so that ignore files do not count.
    pub(super) fn decides_about_folder(&self, folder: &Path) -> bool {
        match &self.kind {
            // `spared` is about files
            Kind::Glob { folders, .. } => {
                let mut folders = folders.iter().flatten().filter(|_| self.leads);
                self.names(folder) || folders.any(|glob| self.matches(glob, folder))
            }
            _ => self.decides(folder),
        }
    }

    /// Returns true if matching files may be in a folder or below it.
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

    /// Returns the file of a pattern without a glob.
    pub(super) fn file(&self) -> Option<&Path> {
        match &self.kind {
            Kind::File(file) => Some(file),
            _ => None,
        }
    }

    /// Returns true if all matching files are equally deep.
    pub(super) fn has_depth(&self) -> bool {
        matches!(&self.kind, Kind::File(_) | Kind::Glob { folders: Some(_), .. })
    }

    fn matches(&self, matcher: &Glob, path: &Path) -> bool {
        path.strip_prefix(&self.base).is_ok_and(|path| matcher.matches(path))
    }

    /// Returns the rank among contradicting sources for scanners before 4.3: the deeper folder wins, and in the
    /// same folder the negated one.
    pub(super) fn old_rank(&self) -> (usize, bool) {
        (self.base.components().count(), self.negated)
    }

    /// Returns true if the rule takes files of any depth from a folder.
    pub(super) fn covers(&self, folder: &Path) -> bool {
        !self.negated && !self.has_depth() && folder.starts_with(&self.base)
    }
}

/// A scanner, and the folder that it runs in, without links.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    pub(super) scanner: Scanner,
    pub(super) here: &'a Path,
}

/// Adds the rules of a source, and the paths that do not exist to `missing`. A malformed glob matches nothing.
pub(super) fn rules(
    source: &Source,
    run: Run<'_>,
    rules: &mut Vec<Rule>,
    missing: &mut Vec<PathBuf>,
) {
    // a style sheet in memory or a removed package has a base that does not exist
    let Ok(base) = canonical(&source.base) else { return };
    for pattern in expand(&source.pattern) {
        let pattern = if cfg!(windows) { pattern.replace('\\', "/") } else { pattern };
        missing.extend(fixed(&base, &pattern).filter(|path| !source.negated && !path.exists()));
        let split = split(&base, &pattern, run.scanner);
        rules.extend(split.and_then(|split| split.rule(source.negated, run)));
    }
}

/// A pattern, split into an existing path and a glob.
struct Split {
    /// A folder or a file.
    start: PathBuf,
    /// The glob for what is below, or nothing.
    rest: String,
}

/// Returns the path that a pattern begins with.
fn fixed(base: &Path, pattern: &str) -> Option<PathBuf> {
    let parts = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[']));
    let path = parts.collect::<Vec<_>>().join("/");
    (!path.is_empty()).then(|| normalize(&base.join(path)))
}

/// Moves the fixed beginning of a pattern into its base.
fn split(base: &Path, pattern: &str, scanner: Scanner) -> Option<Split> {
    let old = scanner < Scanner::V4_3;
    let folder = if pattern.starts_with('/') { Path::new("/") } else { base };
    let parts: Vec<&str> =
        pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let start = |parts: &[&str]| {
        let path = folder.join(parts.join("/"));
        // scanners since 4.3 do not resolve links: a package in `node_modules` may be one
        let start = if old { canonical(&path).ok() } else { Some(normalize(&path)) };
        start.filter(|start| start.exists())
    };
    // scanners before 4.3 find nothing in `file.html/`
    let end = if old && (pattern.ends_with('/') || pattern.ends_with("/.")) { "/" } else { "" };
    let star = parts.iter().position(|part| part.contains('*'));
    if star.is_none() {
        match start(&parts) {
            Some(start) if start.is_dir() => return Some(Split { start, rest: String::new() }),
            Some(_) if end.is_empty() => {}
            _ if old => return whole(base, pattern, end),
            _ => {}
        }
    }
    let (fixed, rest) = parts.split_at(star.unwrap_or(parts.len().saturating_sub(1)));
    match start(fixed) {
        Some(start) => Some(Split { start, rest: rest.join("/") + end }),
        None if old => whole(base, pattern, end),
        None => None,
    }
}

/// Leaves a pattern whole: scanners before 4.3 compare it as written if it begins with a path that does not
/// exist.
fn whole(base: &Path, pattern: &str, end: &str) -> Option<Split> {
    let split = Split { start: base.to_owned(), rest: pattern.to_owned() };
    Some(split).filter(|_| end.is_empty())
}

impl Split {
    fn rule(self, negated: bool, run: Run<'_>) -> Option<Rule> {
        let Self { start, rest } = self;
        let Some(base) = start.is_file().then(|| start.parent()).flatten() else {
            let kind = kind(&start, &rest, negated, run)?;
            return Some(Rule { base: start, kind, negated, leads: false });
        };
        // a glob below a file takes the file; a negated one leaves the file out only if it matches the empty path
        if negated && !rest.is_empty() && !Glob::of_source(&rest)?.matches(Path::new("")) {
            return None;
        }
        Some(Rule { base: base.to_owned(), kind: Kind::File(start), negated, leads: false })
    }
}

fn kind(base: &Path, rest: &str, negated: bool, run: Run<'_>) -> Option<Kind> {
    let old = run.scanner < Scanner::V4_3;
    // scanners before 4.3 take everything, whatever stands in front of `/**/*`
    if matches!(rest, "" | "**/*") || (old && !negated && rest.ends_with("/**/*")) {
        let external = !negated && ignored::is_ignored(base, run);
        return Some(if external { Kind::External } else { Kind::Automatic });
    }
    // a slash at the end demands a folder
    if old && !negated && rest.ends_with('/') {
        return None;
    }
    let rest = rest.trim_end_matches('/');
    if !rest.contains(['/', '*', '?', '[', '{', '\\']) {
        return Some(Kind::File(base.join(rest)));
    }
    let matcher = Glob::of_source(rest)?;
    let (folders, spared) = if !rest.contains("**") {
        let ends = rest.match_indices('/');
        let folders = ends.filter_map(|(end, _)| Glob::of_source(rest.get(..end)?)).collect();
        (Some(folders), matcher.clone())
    } else if let Some(extension) = Path::new(rest).extension() {
        (None, Glob::of_source(&format!("**/*.{}", extension.to_string_lossy()))?)
    } else {
        // a glob with `**` wins over ignore rules only if it names an extension
        return Some(Kind::Weak(matcher));
    };
    Some(Kind::Glob { matcher, spared, folders })
}
