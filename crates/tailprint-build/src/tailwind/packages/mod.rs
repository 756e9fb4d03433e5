//! What a specifier in a style sheet or a module may mean in `node_modules`.
//!
//! Which of a package's files is taken depends on who asks; all that may be are named.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// An installed package, as a specifier names it.
#[derive(Debug)]
pub(super) struct Named {
    /// What every update of the package changes, and what decides which files are meant.
    pub(super) manifest: PathBuf,
    /// Without their endings.
    pub(super) files: Vec<PathBuf>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Sheet,
    Module,
}

impl Asked {
    /// The conditions in `exports` that hold for it.
    fn conditions(self) -> &'static [&'static str] {
        match self {
            Self::Sheet => &["style", "default"],
            Self::Module => &["node", "import", "require", "module", "default"],
        }
    }

    /// The fields of a manifest that name the package's file, and what it is called without any.
    fn fields(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Sheet => (&["style"], "index.css"),
            Self::Module => (&["main", "module"], "index"),
        }
    }
}

/// The package that a specifier names, seen from a folder.
pub(super) fn named(folder: &Path, specifier: &str, asked: Asked) -> Option<Named> {
    if specifier.is_empty() || specifier.starts_with(['.', '/']) || specifier.contains([':', '\0'])
    {
        return None;
    }
    let mut ends = specifier.match_indices('/').map(|(end, _)| end);
    let end = if specifier.starts_with('@') { ends.nth(1) } else { ends.next() };
    let (name, inner) = specifier.split_at(end.unwrap_or(specifier.len()));
    let package = folder
        .ancestors()
        .map(|folder| folder.join("node_modules").join(name))
        .find(|package| package.join("package.json").is_file())?;
    let manifest = package.join("package.json");
    let text = std::fs::read(&manifest).unwrap_or_default();
    let about: Value = serde_json::from_slice(&text).unwrap_or_default();
    let inner = inner.trim_start_matches('/');
    let mut files = exported(&about, inner, asked);
    if files.is_empty() {
        files = if inner.is_empty() { main(&about, asked) } else { vec![inner.to_owned()] };
    }
    Some(Named { files: files.iter().map(|file| package.join(file)).collect(), manifest })
}

/// The files that a package without `exports` is.
fn main(about: &Value, asked: Asked) -> Vec<String> {
    let (fields, usual) = asked.fields();
    let named = fields.iter().filter_map(|field| about.get(field)?.as_str());
    named.chain([usual]).map(str::to_owned).collect()
}

/// The files that `exports` gives for a path in the package.
fn exported(about: &Value, inner: &str, asked: Asked) -> Vec<String> {
    let Some(exports) = about.get("exports") else { return Vec::new() };
    let mut files = Vec::new();
    match exports {
        Value::Object(paths) if paths.keys().any(|path| path.starts_with('.')) => {
            for (path, target) in paths {
                let path = path.trim_start_matches('.').trim_start_matches('/');
                if let Some(star) = star(path, inner) {
                    add(target, star, asked, &mut files);
                }
            }
        }
        target if inner.is_empty() => add(target, "", asked, &mut files),
        _ => {}
    }
    files
}

/// What stands for the `*` of a path in `exports`, if it is this path.
fn star<'a>(path: &str, inner: &'a str) -> Option<&'a str> {
    match path.split_once('*') {
        Some((before, after)) => inner.strip_prefix(before)?.strip_suffix(after),
        None => (path == inner).then_some(""),
    }
}

fn add(target: &Value, star: &str, asked: Asked, files: &mut Vec<String>) {
    match target {
        Value::String(file) => files.push(file.replace('*', star)),
        Value::Array(targets) => targets.iter().for_each(|one| add(one, star, asked, files)),
        Value::Object(conditions) => {
            let held = conditions.iter().filter(|(name, _)| asked.conditions().contains(&&***name));
            held.for_each(|(_, one)| add(one, star, asked, files));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
