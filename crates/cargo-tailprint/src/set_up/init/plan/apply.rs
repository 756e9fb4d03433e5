//! Carries out a plan completely, or not at all.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::cannot;
use tailprint_core::path::canonical;
use tailprint_core::whole_file::{self, Scratch};

use super::{Change, Plan};
use crate::support::failure::Failure;
use crate::support::interrupt::{self, Staging};

/// A file that is written, but not renamed to its path yet.
struct Staged<'a> {
    change: &'a Change,
    /// The written file, in the temporary folder.
    file: PathBuf,
    /// The path without symbolic links.
    place: PathBuf,
}

/// Writes every file of the plan into a temporary folder, then renames all of them.
pub(crate) fn apply(plan: &Plan) -> Result<(), Failure> {
    let _staging = Staging::begin();
    let home = common(plan);
    let scratch = Scratch::new_in(&home).map_err(|error| cannot("be written", &home, &error))?;
    let mut folders = Vec::new();
    let result = stage(plan, scratch.path(), &mut folders).and_then(|staged| {
        interrupt::check()?;
        Ok(rename(staged)?)
    });
    if result.is_err() {
        // Innermost first; removal fails for folders that are not empty.
        folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    result
}

/// The innermost folder that exists and has all files of the plan.
fn common(plan: &Plan) -> PathBuf {
    let mut folders = plan.changes().filter_map(|change| change.path.parent());
    let first = folders.next().unwrap_or(Path::new(""));
    let common = folders.fold(first, |common, folder| {
        let shared = common.ancestors().find(|ancestor| folder.starts_with(ancestor));
        shared.unwrap_or(Path::new(""))
    });
    let existing = common.ancestors().find(|folder| folder.is_dir());
    existing.unwrap_or(Path::new(".")).to_owned()
}

fn stage<'a>(
    plan: &'a Plan,
    scratch: &Path,
    folders: &mut Vec<PathBuf>,
) -> Result<Vec<Staged<'a>>, Failure> {
    let mut staged = Vec::new();
    for change in plan.changes() {
        interrupt::check()?;
        let place = canonical(&change.path).unwrap_or_else(|_| change.path.clone());
        create(place.parent().unwrap_or(Path::new(".")), folders)?;
        let file = scratch.join(staged.len().to_string());
        write(&file, &place, change).map_err(|error| cannot("be written", &change.path, &error))?;
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

fn write(file: &Path, place: &Path, change: &Change) -> std::io::Result<()> {
    whole_file::write_through(file, change.content().as_bytes())?;
    match place.metadata() {
        Ok(metadata) => fs::set_permissions(file, metadata.permissions()),
        // There is no such file yet, so it gets the usual permissions.
        Err(_) => Ok(()),
    }
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
        let put = match change.before {
            Some(_) => replace(&file, &place),
            None => create_new(&file, &place),
        };
        if let Err(error) = put {
            undo(&done);
            return Err(cannot("be written", &change.path, &error));
        }
        done.push((change, place));
    }
    Ok(())
}

/// Moves a file to the place of another one, which may be a link into another file system.
fn replace(file: &Path, place: &Path) -> std::io::Result<()> {
    match whole_file::rename(file, place) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            whole_file::write_through(place, &fs::read(file)?)?;
            fs::set_permissions(place, file.metadata()?.permissions())
        }
        other => other,
    }
}

/// Moves a file to a place that has none. A file that has appeared there meanwhile stays.
fn create_new(file: &Path, place: &Path) -> std::io::Result<()> {
    match fs::hard_link(file, place) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Not every file system has hard links.
        Err(_) => replace(file, place),
        Ok(()) => Ok(()),
    }
}

/// Restores the files that were renamed.
fn undo(done: &[(&Change, PathBuf)]) {
    for (change, place) in done {
        let _ = match &change.before {
            Some(before) => whole_file::write_through(place, before.as_bytes()),
            None => fs::remove_file(place),
        };
    }
}
