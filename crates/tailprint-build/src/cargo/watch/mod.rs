//! The files, folders and environment variables that Cargo is to watch.
//!
//! Every stage adds the files that it reads to one [`Watch`], also those that do not exist. `directives` prints it.

mod lists;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::support::fs;

/// The inputs of a build, as far as they are to be announced to Cargo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Watch {
    /// Files, and folders with everything below them.
    pub(crate) paths: Vec<PathBuf>,
    /// Folders in which a new or a removed file matters, but no change of a file.
    pub(crate) lists: Vec<PathBuf>,
    /// Files and folders that were looked for and do not exist.
    pub(crate) absent: Vec<PathBuf>,
    /// Environment variables.
    pub(crate) variables: Vec<String>,
    /// True to announce nothing. Cargo then watches the whole package.
    pub(crate) whole_package: bool,
}

impl Watch {
    /// Adds the inputs of a stage.
    pub(crate) fn extend(&mut self, stage: Self) {
        self.paths.extend(stage.paths);
        self.lists.extend(stage.lists);
        self.absent.extend(stage.absent);
        self.variables.extend(stage.variables);
        self.whole_package |= stage.whole_package;
    }

    /// Adds files and folders that were asked for, whether or not they exist.
    #[cfg(feature = "builtin")]
    pub(crate) fn asked_for(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        let (there, absent): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.exists());
        self.paths.extend(there);
        self.absent.extend(absent);
    }

    /// Makes Cargo notice when a path appears that does not exist yet.
    ///
    /// Cargo cannot watch such a path: it runs the build script on every build while an announced path is missing
    /// (`find_stale_file` in Cargo's `core/compiler/fingerprint`), since it does not know if the path was deleted
    /// (<https://github.com/rust-lang/cargo/issues/4213>, <https://github.com/rust-lang/cargo/issues/6003>).
    ///
    /// So this fills `folder/absent` with a symbolic link to each path, and announces that folder. Cargo's walk over a
    /// folder follows links and ignores errors (`cargo_util::paths::mtime_recursive`): a link to a missing path counts
    /// for nothing, and once the path appears, its modification time counts. On systems without such links the whole
    /// package is watched.
    ///
    /// Delete this when Cargo accepts missing paths in `rerun-if-changed`.
    pub(crate) fn link_absent(&mut self, folder: &Path) {
        let folder = folder.join("absent");
        let absent = std::mem::take(&mut self.absent);
        if links(&folder, &absent).is_ok() {
            self.paths.push(folder);
        } else {
            self.whole_package = true;
        }
    }

    /// Leaves out `OUT_DIR`: what is in it is written while the build script runs, and newer than its start.
    pub(crate) fn leave_out(&mut self, out_dir: &Path) {
        self.paths.retain(|path| !path.starts_with(out_dir));
        self.lists.retain(|path| !path.starts_with(out_dir));
    }

    /// Returns the watched paths without those below another one.
    pub(crate) fn outermost(&self) -> BTreeSet<PathBuf> {
        let mut paths = self.paths.iter().cloned().collect();
        fs::outermost(&mut paths);
        paths
    }

    /// Returns the paths to announce, sorted, each once. A path below another one is left out.
    pub(crate) fn announced(&self) -> Vec<String> {
        let mut announced: BTreeSet<PathBuf> =
            self.paths.iter().map(|path| readable(path).to_owned()).collect();
        let (lists, unreadable): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.lists.iter().partition(|folder| is_readable(folder));
        announced.extend(unreadable.into_iter().map(|folder| readable(folder).to_owned()));
        fs::outermost(&mut announced);
        let is_covered = |path: &Path| path.ancestors().any(|above| announced.contains(above));
        let mut paths: Vec<String> =
            announced.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        paths.extend(lists::paths(lists.into_iter().filter(|folder| !is_covered(folder))));
        paths.sort();
        paths
    }
}

/// Returns the path, or the nearest folder above it that Cargo can read in a directive.
fn readable(path: &Path) -> &Path {
    path.ancestors().find(|path| is_readable(path)).unwrap_or(path)
}

/// Returns true for a path that Cargo reads as it is. Cargo takes the output of a build script apart at line feeds,
/// trims each line, and leaves out lines that are not UTF-8 (`BuildOutput::parse`).
fn is_readable(path: &Path) -> bool {
    path.to_str().is_some_and(|text| !text.contains('\n') && text.trim() == text)
}

#[cfg(unix)]
fn links(folder: &Path, absent: &[PathBuf]) -> io::Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    std::fs::create_dir_all(folder)?;
    for (index, path) in absent.iter().enumerate() {
        std::os::unix::fs::symlink(path, folder.join(index.to_string()))?;
    }
    // The time of the folder counts as well, and it must be older than the start of this build script.
    std::fs::File::open(folder)?.set_modified(std::time::UNIX_EPOCH)
}

#[cfg(not(unix))]
fn links(_folder: &Path, absent: &[PathBuf]) -> io::Result<()> {
    if absent.is_empty() { Ok(()) } else { Err(io::ErrorKind::Unsupported.into()) }
}
