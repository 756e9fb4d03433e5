//! The repository of a new app.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::terminal::note;

/// Folders, or files, in the root of a repository.
pub(super) const FOLDERS: [&str; 3] = [".git", ".hg", ".jj"];

/// Returns true if a folder is, or will be, a part of a repository.
pub(super) fn is_inside(folder: &Path) -> bool {
    let is_root = |folder: &Path| FOLDERS.iter().any(|name| folder.join(name).exists());
    folder.ancestors().any(is_root)
}

/// Makes a folder a git repository, without a commit. An app without one works as well, so a failure is a note.
pub(super) fn init(folder: &Path) {
    let mut git = Command::new("git");
    git.args(["init", "--quiet"]).current_dir(folder).stdin(Stdio::null());
    // A hook of git that runs this names its own repository.
    git.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
    match git.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            note(&format!("git made no repository: {said}"));
        }
        Err(_) => note("there is no git, so the app is in no repository"),
    }
}
