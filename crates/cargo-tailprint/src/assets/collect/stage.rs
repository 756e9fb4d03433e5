//! Carries out a plan. The output folder then is complete, or as it was before.
//!
//! 1. New and changed files are written to a temporary folder on the same file system.
//! 2. They are renamed into place: hashed names first, then logical names, then the manifest. Every replaced file is
//!    kept as a hard link meanwhile, so that all renames are undone if one fails. An output folder that does not exist
//!    yet appears by one rename.
//! 3. Files that are not wanted any more are removed.
//!
//! A process that is killed during step 2 leaves whole files only: new hashed names, which no manifest names yet, and
//! possibly new content under some logical names. The old manifest stays until all files of the new one are in place.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use tailprint_build::cli_support::{cannot, parallel};
use tailprint_core::whole_file::{Scratch, sweep};

use super::export::{Exported, MANIFEST};
use super::plan::{Plan, folders};
use crate::support::failure::Failure;
use crate::support::interrupt;
use crate::support::terminal::Progress;

/// The output folder, locked against other exports while this lives.
#[derive(Debug)]
pub(crate) struct Output<'a> {
    folder: &'a Path,
    _lock: Option<File>,
}

impl<'a> Output<'a> {
    /// Waits until no other export writes to the folder.
    pub(crate) fn lock(folder: &'a Path) -> Self {
        // Not every file system can lock a folder, and Windows locks none; a single export is safe without.
        let lock = opened(folder).filter(|opened| opened.lock().is_ok());
        if lock.is_some() || cfg!(windows) {
            [Some(folder), folder.parent()].into_iter().flatten().for_each(sweep);
        }
        Self { folder, _lock: lock }
    }

    /// Carries the plan out.
    pub(crate) fn apply(&self, plan: &Plan<'_>, progress: &Progress) -> Result<(), Failure> {
        let staging = interrupt::Staging::begin();
        if !plan.write.is_empty() {
            let made = Created::all(self.folder.parent().unwrap_or(self.folder))?;
            let stage = Stage::new(self.folder)?;
            stage.write(plan, progress)?;
            interrupt::check()?;
            progress.say("moving into place");
            stage.commit(self.folder, plan)?;
            made.keep();
        }
        for file in &plan.remove {
            match fs::remove_file(file) {
                Err(error) if !is_gone(file, &error) => {
                    return Err(cannot("be removed", file, &error).into());
                }
                _ => {}
            }
            remove_empty(file, self.folder);
        }
        drop(staging);
        Ok(())
    }
}

/// Returns true for a file that another host has removed meanwhile, since NFS locks a folder for one host, and for one that is
/// removed already: NFS keeps it under this name while someone has it open.
fn is_gone(file: &Path, error: &io::Error) -> bool {
    let is_kept = || file.file_name().is_some_and(|it| it.to_string_lossy().starts_with(".nfs"));
    error.kind() == io::ErrorKind::NotFound
        || error.kind() == io::ErrorKind::ResourceBusy && is_kept()
}

fn opened(folder: &Path) -> Option<File> {
    File::open(folder).ok()
}

/// Removes the folders of a removed file that are empty now.
fn remove_empty(file: &Path, out: &Path) {
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != out);
    // Removal fails for the first folder that is not empty.
    let _ = folders.map(fs::remove_dir).all(|removed| removed.is_ok());
}

/// Folders that were created. They are removed again unless [`Created::keep`] is called.
#[derive(Debug, Default)]
struct Created(Vec<PathBuf>);

impl Created {
    fn all(folder: &Path) -> Result<Self, Failure> {
        let mut created = Self::default();
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(|error| cannot("be created", folder, &error))?;
            created.0.push(folder.to_owned());
        }
        Ok(created)
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Created {
    fn drop(&mut self) {
        for folder in self.0.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The temporary folder.
#[derive(Debug)]
struct Stage {
    /// The files to move into place.
    new: PathBuf,
    /// The files that were replaced.
    old: PathBuf,
    /// Removes the folder when it is dropped.
    _folder: Scratch,
}

impl Stage {
    fn new(out: &Path) -> Result<Self, Failure> {
        let beside = out.parent().filter(|parent| is_one_file_system(parent, out));
        // The output folder may be a mount point, or its parent may not be writable.
        let folder = match beside.map(Scratch::new_in) {
            Some(Ok(folder)) => folder,
            Some(Err(error)) if !out.exists() => {
                return Err(cannot("be created", out, &error).into());
            }
            _ => Scratch::new_in(out).map_err(|error| cannot("be written to", out, &error))?,
        };
        let (new, old) = (folder.path().join("new"), folder.path().join("old"));
        for folder in [&new, &old] {
            fs::create_dir(folder).map_err(|error| cannot("be created", folder, &error))?;
        }
        Ok(Self { new, old, _folder: folder })
    }

    /// Writes the files of the plan, on all cores.
    fn write(&self, plan: &Plan<'_>, progress: &Progress) -> Result<(), Failure> {
        let names = plan.write.iter().flat_map(|(_, names)| names.iter().copied());
        for folder in folders(names) {
            let folder = self.new.join(folder);
            fs::create_dir(&folder).map_err(|error| cannot("be created", &folder, &error))?;
        }
        let done = AtomicUsize::new(0);
        let written = parallel(&plan.write, |(file, names)| {
            interrupt::check()?;
            let done = done.fetch_add(1, Ordering::Relaxed);
            progress.count("writing", done, plan.write.len());
            self.write_one(file, names)
        });
        written.into_iter().collect()
    }

    /// Writes one content. Its names are hard links to one file, if both are new; a file that was there is not touched,
    /// so that it keeps its time.
    fn write_one(&self, file: &Exported, names: &[&str]) -> Result<(), Failure> {
        let mut first: Option<PathBuf> = None;
        for name in names {
            let target = self.new.join(name);
            let linked = first.as_ref().is_some_and(|first| fs::hard_link(first, &target).is_ok());
            if !linked {
                file.content
                    .write(&target)
                    .map_err(|error| Failure::CannotRun(cannot("be written", &target, &error)))?;
            }
            first.get_or_insert(target);
        }
        Ok(())
    }

    /// Moves all files into place.
    fn commit(&self, out: &Path, plan: &Plan<'_>) -> Result<(), Failure> {
        if !out.exists() && fs::rename(&self.new, out).is_ok() {
            return Ok(());
        }
        let mut journal = Journal { stage: self, out, done: Vec::new() };
        journal.run(plan).map_err(|message| {
            journal.undo();
            Failure::CannotRun(message)
        })
    }
}

/// A step that has been taken.
#[derive(Debug)]
enum Step {
    Folder(PathBuf),
    Created(PathBuf),
    Replaced { file: PathBuf, old: PathBuf },
}

/// The steps that have been taken, so that they can be undone.
#[derive(Debug)]
struct Journal<'a> {
    stage: &'a Stage,
    out: &'a Path,
    done: Vec<Step>,
}

impl Journal<'_> {
    fn run(&mut self, plan: &Plan<'_>) -> Result<(), String> {
        let names = || plan.write.iter().flat_map(|(_, names)| names.iter().copied());
        for folder in Some("").into_iter().chain(folders(names())) {
            let folder = self.out.join(folder);
            match fs::create_dir(&folder) {
                Ok(()) => self.done.push(Step::Folder(folder)),
                Err(_) if folder.is_dir() => {}
                Err(error) => return Err(cannot("be created", &folder, &error)),
            }
        }
        for name in in_order(plan) {
            let file = self.out.join(name);
            self.place(name, &file).map_err(|error| cannot("be written", &file, &error))?;
        }
        Ok(())
    }

    fn place(&mut self, name: &str, file: &Path) -> io::Result<()> {
        let step = match file.symlink_metadata() {
            Err(_) => Step::Created(file.to_owned()),
            Ok(_) => {
                let old = self.stage.old.join(self.done.len().to_string());
                fs::hard_link(file, &old).or_else(|_| fs::copy(file, &old).map(drop))?;
                Step::Replaced { file: file.to_owned(), old }
            }
        };
        fs::rename(self.stage.new.join(name), file)?;
        self.done.push(step);
        Ok(())
    }

    /// Undoes the steps as far as possible. The cause of a failed step may prevent this as well.
    fn undo(&mut self) {
        while let Some(step) = self.done.pop() {
            let _ = match step {
                Step::Folder(folder) => fs::remove_dir(folder),
                Step::Created(file) => fs::remove_file(file),
                Step::Replaced { file, old } => fs::rename(old, file),
            };
        }
    }
}

/// The order of the renames: hashed names, to which nothing refers yet, then logical names, then the manifest.
fn in_order<'a>(plan: &'a Plan<'a>) -> impl Iterator<Item = &'a str> {
    let is_new = |file: &Exported, name: &str| {
        let is_logical =
            file.at_root || file.asset.as_deref().is_none_or(|asset| name.starts_with(asset));
        file.names.first().is_some_and(|first| first == name)
            && (file.names.len() > 1 || !is_logical)
    };
    let names = |rank: u8| {
        let all =
            plan.write.iter().flat_map(|(file, names)| names.iter().map(move |name| (file, *name)));
        all.filter(move |(file, name)| match *name {
            MANIFEST => rank == 2,
            name if is_new(file, name) => rank == 0,
            _ => rank == 1,
        })
        .map(|(_, name)| name)
    };
    names(0).chain(names(1)).chain(names(2))
}

#[cfg(unix)]
fn is_one_file_system(parent: &Path, out: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |folder: &Path| fs::metadata(folder).map(|metadata| metadata.dev());
    match (device(parent), device(out)) {
        (Ok(parent), Ok(out)) => parent == out,
        // A folder that does not exist yet will be on the file system of its parent.
        (parent, _) => parent.is_ok() && !out.exists(),
    }
}

#[cfg(not(unix))]
fn is_one_file_system(_parent: &Path, _out: &Path) -> bool {
    true
}
