//! Refuses output folders in which an export would overwrite or remove other files.

use std::path::{Component, Path, PathBuf};

use tailprint_core::path::canonical;

/// The absolute path of a folder, without symbolic links and `..` as far as the folder exists.
pub(crate) fn resolved(folder: &Path) -> Result<PathBuf, String> {
    let absolute = std::path::absolute(folder)
        .map_err(|error| format!("{}: no usable path: {error}", folder.display()))?;
    let mut names = Vec::new();
    for ancestor in absolute.ancestors() {
        if let Ok(mut found) = canonical(ancestor) {
            found.extend(names.iter().rev());
            return Ok(found);
        }
        match ancestor.components().next_back() {
            Some(Component::Normal(name)) => names.push(name),
            _ => break,
        }
    }
    Err(format!("{}: no usable path", folder.display()))
}

/// The folders that an output folder must not overlap with, all resolved.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// Folders that assets come from.
    pub(crate) sources: Vec<PathBuf>,
    pub(crate) current: Option<PathBuf>,
    pub(crate) home: Option<PathBuf>,
}

impl Surroundings {
    pub(crate) fn of(sources: &[PathBuf]) -> Self {
        let resolve = |folder: PathBuf| resolved(&folder).ok();
        Self {
            sources: sources.iter().cloned().filter_map(resolve).collect(),
            current: std::env::current_dir().ok().and_then(resolve),
            home: std::env::home_dir().and_then(resolve),
        }
    }

    /// Returns an error if this resolved output folder is refused.
    pub(crate) fn refuse(&self, out: &Path, clear: bool) -> Result<(), String> {
        let shown = out.display();
        if out.parent().is_none() {
            return Err(format!("--out {shown}: this is the root of the file system"));
        }
        if out.exists() && !out.is_dir() {
            return Err(format!("--out {shown}: this is no folder"));
        }
        if let Some(source) = self.sources.iter().find(|source| out.starts_with(source)) {
            let source = source.display();
            return Err(format!(
                "--out {shown}: lies in {source}, where the assets come from; choose a folder outside"
            ));
        }
        if clear { self.refuse_to_clear(out) } else { Ok(()) }
    }

    fn refuse_to_clear(&self, out: &Path) -> Result<(), String> {
        let refused = |why: &str| Err(format!("--clear refuses --out {}: {why}", out.display()));
        if self.home.as_deref() == Some(out) {
            return refused("this is the home folder");
        }
        if self.current.as_ref().is_some_and(|current| current.starts_with(out)) {
            return refused("the current folder lies in it");
        }
        if self.sources.iter().any(|source| source.starts_with(out)) {
            return refused("the assets lie in it");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
