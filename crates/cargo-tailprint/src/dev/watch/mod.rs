//! Notices saved files.
//!
//! An event of the file system only names a path. The files there are compared with their last known time, size and
//! inode, so it does not matter how an editor saves, and reading a file or changing its permissions is no change.

pub(crate) mod changes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use ignore::WalkBuilder;
use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::events::EventSender;

/// The pause after which a batch of events is complete. Chosen: editors write, rename and truncate within a few
/// milliseconds; a batch that is taken too early is followed by another one, which costs a second build.
const QUIET: Duration = Duration::from_millis(12);

/// The same pause once every written file is closed again. Only Linux tells of it (`IN_CLOSE_WRITE`). Chosen: the shortest
/// that still puts the files of one "save all" together.
const CLOSED: Duration = Duration::from_millis(3);

/// The pause while a known file is missing: some editors remove a file before they write it anew. Chosen: five times as
/// long as [`QUIET`]; a file that is really removed is noticed that much later.
const MISSING: Duration = Duration::from_millis(60);

/// The time after which a batch is complete even if events go on, so that a busy folder does not delay a saved file.
/// Chosen: a delay that a person notices, but does not wait for.
const LONGEST: Duration = Duration::from_millis(300);

/// Folders of tools. They are not watched, since they hold thousands of folders and tools write to them all the time.
const FOREIGN: [&str; 8] =
    [".git", ".hg", ".svn", ".jj", ".venv", "__pycache__", "node_modules", ".direnv"];

/// The folders to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct WatchedFolders {
    /// Folders that are watched with their subfolders, except for those that `.gitignore` names.
    pub(crate) trees: BTreeSet<PathBuf>,
    /// Folders that are watched with all subfolders.
    pub(crate) roots: BTreeSet<PathBuf>,
    /// Folders that are watched without their subfolders.
    pub(crate) flat: BTreeSet<PathBuf>,
    /// Folders that are never watched.
    pub(crate) excluded: BTreeSet<PathBuf>,
}

/// A file that has changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    pub(crate) path: PathBuf,
    /// False if the file was removed.
    pub(crate) exists: bool,
}

/// The handle of the thread that watches.
#[derive(Debug)]
pub(crate) struct Watch {
    messages: Sender<Message>,
}

#[derive(Debug)]
enum Message {
    Happened(notify::Result<notify::Event>),
    Folders(WatchedFolders),
}

impl Watch {
    /// Starts the thread. It is told of changes by the operating system, or compares the files at an interval:
    /// network and virtual file systems (NFS, shared folders of containers) send no events.
    pub(crate) fn start(
        poll: Option<Duration>,
        changes: EventSender<Vec<Change>>,
        warnings: EventSender<String>,
    ) -> Result<Self, String> {
        let (messages, received) = channel();
        let happened = messages.clone();
        let handler = move |event| {
            let _ = happened.send(Message::Happened(event));
        };
        let failed = |error| format!("cannot watch files: {error} (use --poll)");
        let config = Config::default().with_follow_symlinks(false);
        let watcher: Box<dyn Watcher + Send> = match poll {
            Some(interval) => {
                // `PollWatcher` compares times in whole seconds (`notify`, `poll.rs`), within which a file may be
                // saved twice, so contents are compared as well.
                let config = config.with_poll_interval(interval).with_compare_contents(true);
                Box::new(PollWatcher::new(handler, config).map_err(failed)?)
            }
            None => Box::new(RecommendedWatcher::new(handler, config).map_err(failed)?),
        };
        let mut state = State {
            watcher,
            changes,
            warnings,
            watched: WatchedFolders::default(),
            folders: BTreeSet::new(),
            files: BTreeMap::new(),
            refused: false,
        };
        let spawned =
            thread::Builder::new().name("watch".to_owned()).spawn(move || state.run(&received));
        spawned.map_err(|error| format!("cannot watch files: {error}"))?;
        Ok(Self { messages })
    }

    /// Watches these folders from now on.
    pub(crate) fn set_folders(&self, folders: WatchedFolders) {
        let _ = self.messages.send(Message::Folders(folders));
    }
}

/// Time of modification, size and inode of a file.
type Stamp = (Option<SystemTime>, u64, u64);

struct State {
    watcher: Box<dyn Watcher + Send>,
    changes: EventSender<Vec<Change>>,
    warnings: EventSender<String>,
    watched: WatchedFolders,
    /// All watched folders, subfolders included.
    folders: BTreeSet<PathBuf>,
    /// Known files.
    files: BTreeMap<PathBuf, Stamp>,
    /// True once the operating system has refused to watch a folder. The user is told once.
    refused: bool,
}

/// The paths that events have named.
#[derive(Default)]
struct Batch {
    paths: BTreeSet<PathBuf>,
    /// Paths that are open for writing, so that more events will follow.
    open: BTreeSet<PathBuf>,
    /// True if the operating system has dropped events.
    incomplete: bool,
}

impl Batch {
    fn add(&mut self, event: notify::Result<notify::Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.incomplete = true,
            Ok(event) if event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                event.paths.iter().for_each(|path| _ = self.open.remove(path));
            }
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            // Windows tells of a folder at each change in it, and the watch of that folder tells which. To watch it anew, as
            // one that is new, would lose events.
            Ok(event)
                if cfg!(windows)
                    && event.kind == EventKind::Modify(ModifyKind::Any)
                    && event.paths.iter().all(|path| path.is_dir()) => {}
            Ok(event) => {
                self.open.extend(event.paths.iter().cloned());
                self.paths.extend(event.paths);
            }
            // A folder vanished while it was read.
            Err(error) => self.paths.extend(error.paths),
        }
    }

    /// The pause after which the batch is complete.
    fn patience(&self) -> Duration {
        if self.open.is_empty() && !self.incomplete { CLOSED } else { QUIET }
    }

    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.incomplete
    }
}

impl State {
    fn run(&mut self, messages: &Receiver<Message>) {
        while let Ok(message) = messages.recv() {
            let mut batch = Batch::default();
            match message {
                Message::Folders(folders) => self.settle(folders),
                Message::Happened(event) => batch.add(event),
            }
            if batch.is_empty() {
                continue;
            }
            if !self.fill(&mut batch, messages) {
                return;
            }
            let changes = self.compare(batch);
            if !changes.is_empty() && !self.changes.send(changes) {
                return;
            }
        }
    }

    /// Adds events until the batch is complete. Returns false once the session has ended.
    fn fill(&mut self, batch: &mut Batch, messages: &Receiver<Message>) -> bool {
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            let missing =
                batch.paths.iter().any(|path| self.files.contains_key(path) && !path.exists());
            match messages.recv_timeout(if missing { MISSING } else { batch.patience() }) {
                Ok(Message::Happened(event)) => batch.add(event),
                Ok(Message::Folders(places)) => self.settle(places),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }

    /// Watches other folders. The files that are in them now are no changes.
    fn settle(&mut self, watched: WatchedFolders) {
        if watched == self.watched {
            return;
        }
        self.watched = watched;
        let wanted = self.wanted();
        let gone: Vec<PathBuf> = self.folders.difference(&wanted).cloned().collect();
        gone.iter().for_each(|folder| self.leave(folder));
        let new: Vec<PathBuf> = wanted.difference(&self.folders).cloned().collect();
        for folder in new {
            self.enter(&folder);
            for (file, stamp) in files(&folder) {
                self.files.insert(file, stamp);
            }
        }
    }

    /// Lists the folders to watch with their subfolders.
    fn wanted(&self) -> BTreeSet<PathBuf> {
        let mut folders: BTreeSet<PathBuf> =
            self.watched.flat.iter().filter(|folder| folder.is_dir()).cloned().collect();
        for (trees, ignoring) in [(&self.watched.trees, true), (&self.watched.roots, false)] {
            for tree in trees {
                folders.extend(self.below(tree, ignoring));
            }
        }
        folders
    }

    /// Lists a folder and its subfolders; `ignoring` leaves out those that `.gitignore` names.
    fn below(&self, folder: &Path, ignoring: bool) -> Vec<PathBuf> {
        let excluded = self.watched.excluded.clone();
        // The walk never ignores the folder that it begins with, so it begins one higher up.
        let is_start = !ignoring || self.watched.trees.contains(folder);
        let start = if is_start { folder } else { folder.parent().unwrap_or(folder) };
        let wanted = folder.to_owned();
        let mut walk = WalkBuilder::new(start);
        walk.standard_filters(ignoring).require_git(false).git_global(false).hidden(false);
        walk.filter_entry(move |entry| {
            let foreign = entry.file_name().to_str().is_some_and(|name| FOREIGN.contains(&name));
            let left_out = foreign || excluded.contains(entry.path());
            entry.depth() == 0 || (entry.path().starts_with(&wanted) && !left_out)
        });
        let entries = walk.build().filter_map(Result::ok);
        let folders = entries.filter(|entry| entry.file_type().is_some_and(|it| it.is_dir()));
        folders.map(ignore::DirEntry::into_path).filter(|it| it.starts_with(folder)).collect()
    }

    fn enter(&mut self, folder: &Path) {
        match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
            Ok(()) => {
                self.folders.insert(folder.to_owned());
            }
            // The folder has vanished meanwhile.
            Err(_) if !folder.exists() => {}
            Err(error) => {
                if !std::mem::replace(&mut self.refused, true) {
                    let text = format!(
                        "cannot watch {}: {error} (use --poll, or on Linux allow more watches: \
                         sysctl fs.inotify.max_user_watches)",
                        folder.display()
                    );
                    self.warnings.send(text);
                }
            }
        }
    }

    /// Stops watching a folder. Its files stay known, so that their removal is a change.
    fn leave(&mut self, folder: &Path) {
        if self.folders.remove(folder) {
            // The watch may have ended with the folder.
            let _ = self.watcher.unwatch(folder);
        }
    }

    /// Compares the files at the paths of a batch with what is known of them.
    fn compare(&mut self, mut batch: Batch) -> Vec<Change> {
        if batch.incomplete {
            batch.paths.extend(self.folders.iter().cloned());
            batch.paths.extend(self.files.keys().cloned());
        }
        let mut changes = BTreeSet::new();
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) =
            batch.paths.into_iter().partition(|path| path.is_dir());
        for path in &files {
            self.forget_folder(path, &mut changes);
        }
        for folder in &folders {
            self.look_into(folder, &mut changes);
        }
        for path in files {
            if self.is_in_watched_folder(&path) || self.files.contains_key(&path) {
                self.look_at(path, &mut changes);
            }
        }
        changes.into_iter().collect()
    }

    /// Handles a path that was a folder: everything below it is gone.
    fn forget_folder(&mut self, path: &Path, changes: &mut BTreeSet<Change>) {
        let below = |known: &PathBuf| known.starts_with(path);
        let folders: Vec<PathBuf> =
            self.folders.range(path.to_owned()..).take_while(|it| below(it)).cloned().collect();
        folders.iter().for_each(|folder| self.leave(folder));
        if folders.is_empty() {
            return;
        }
        let files: Vec<PathBuf> = self
            .files
            .range(path.to_owned()..)
            .map(|(file, _)| file)
            .take_while(|it| below(it))
            .cloned()
            .collect();
        for file in files {
            self.look_at(file, changes);
        }
    }

    /// Handles a folder that is new or was moved here, or whose list of files has changed.
    fn look_into(&mut self, folder: &Path, changes: &mut BTreeSet<Change>) {
        let Some(ignoring) = self.ignoring(folder) else { return };
        for folder in self.below(folder, ignoring) {
            // The watch belongs to the inode: another folder of this name has to be watched anew.
            self.leave(&folder);
            self.enter(&folder);
            for (file, _) in files(&folder) {
                self.look_at(file, changes);
            }
        }
    }

    /// Decides about a new folder: `None` if it is not watched, else `true` if `.gitignore` counts in it.
    fn ignoring(&self, folder: &Path) -> Option<bool> {
        let within = |trees: &BTreeSet<PathBuf>| trees.iter().any(|tree| folder.starts_with(tree));
        let named = |folder: &Path| {
            folder
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| FOREIGN.contains(&name))
        };
        if folder.ancestors().any(|it| self.watched.excluded.contains(it)) {
            return None;
        }
        if within(&self.watched.roots) {
            return Some(false);
        }
        let foreign =
            folder.ancestors().take_while(|it| !self.watched.trees.contains(*it)).any(named);
        let parent_watched = folder.parent().is_some_and(|parent| self.folders.contains(parent));
        (within(&self.watched.trees)
            && !foreign
            && (parent_watched || self.folders.contains(folder)))
        .then_some(true)
    }

    fn is_in_watched_folder(&self, path: &Path) -> bool {
        path.parent().is_some_and(|parent| self.folders.contains(parent))
    }

    /// Compares one file with what is known of it.
    fn look_at(&mut self, path: PathBuf, changes: &mut BTreeSet<Change>) {
        let now = path.metadata().ok().filter(Metadata::is_file).map(|metadata| stamp(&metadata));
        let before = match now {
            Some(now) => self.files.insert(path.clone(), now),
            None => self.files.remove(&path),
        };
        if now != before {
            changes.insert(Change { path, exists: now.is_some() });
        }
    }
}

fn files(folder: &Path) -> Vec<(PathBuf, Stamp)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let file = |entry: std::fs::DirEntry| {
        let metadata = entry.path().metadata().ok().filter(Metadata::is_file)?;
        Some((entry.path(), stamp(&metadata)))
    };
    entries.filter_map(file).collect()
}

fn stamp(metadata: &Metadata) -> Stamp {
    #[cfg(unix)]
    let identity = std::os::unix::fs::MetadataExt::ino(metadata);
    #[cfg(not(unix))]
    let identity = 0;
    (metadata.modified().ok(), metadata.len(), identity)
}

#[cfg(test)]
mod tests;
