//! Carries out a plan completely, or not at all.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::cannot;
use tailprint_core::whole_file;
use tempfile::NamedTempFile;

use super::{Change, Plan};
use crate::support::failure::Failure;
use crate::support::interrupt::{self, Staging};

/// A file that is written, but not renamed to its path yet.
struct Staged<'a> {
    change: &'a Change,
    file: NamedTempFile,
    /// The path without symbolic links.
    place: PathBuf,
}

/// Writes every file of the plan beside its path, then renames all of them.
pub(crate) fn apply(plan: &Plan) -> Result<(), Failure> {
    let _staging = Staging::begin();
    let mut folders = Vec::new();
    let result = stage(plan, &mut folders).and_then(|staged| {
        interrupt::check()?;
        Ok(rename(staged)?)
    });
    if result.is_err() {
        // Innermost first; removal fails for folders that are not empty.
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    result
}

fn stage<'a>(plan: &'a Plan, folders: &mut Vec<PathBuf>) -> Result<Vec<Staged<'a>>, Failure> {
    let mut staged = Vec::new();
    for change in plan.changes() {
        interrupt::check()?;
        let place = change.path.canonicalize().unwrap_or_else(|_| change.path.clone());
        let folder = place.parent().unwrap_or(Path::new("."));
        create(folder, folders)?;
        let file = write(folder, &place, change)
            .map_err(|error| cannot("be written", &change.path, &error))?;
        staged.push(Staged { change, file, place });
    }
    Ok(staged)
}

/// Creates a folder with its parents, and adds those that did not exist to `created`.
fn create(folder: &Path, created: &mut Vec<PathBuf>) -> Result<(), String> {
    let missing = folder.ancestors().take_while(|it| !it.as_os_str().is_empty() && !it.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    fs::create_dir_all(folder).map_err(|error| cannot("be created", folder, &error))?;
    created.append(&mut missing);
    Ok(())
}

fn write(folder: &Path, place: &Path, change: &Change) -> std::io::Result<NamedTempFile> {
    let mut file = whole_file::temporary(folder)?;
    file.write_all(change.content().as_bytes())?;
    if let Ok(metadata) = place.metadata() {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    Ok(file)
}

fn rename(staged: Vec<Staged<'_>>) -> Result<(), String> {
    for Staged { change, place, .. } in &staged {
        let now = fs::read(place).ok();
        if now.as_deref() != change.before.as_deref().map(str::as_bytes) {
            return Err(format!("{}: was changed meanwhile; run it again", change.path.display()));
        }
    }
    let mut done: Vec<(&Change, PathBuf)> = Vec::new();
    for Staged { change, file, place } in staged {
        let persisted = match change.before {
            Some(_) => file.persist(&place),
            None => file.persist_noclobber(&place),
        };
        if let Err(error) = persisted {
            undo(&done);
            return Err(cannot("be written", &change.path, &error.error));
        }
        done.push((change, place));
    }
    Ok(())
}

/// Restores the files that were renamed.
fn undo(done: &[(&Change, PathBuf)]) {
    for (change, place) in done {
        let _ = match &change.before {
            Some(before) => fs::write(place, before),
            None => fs::remove_file(place),
        };
    }
}
