//! Notices what is saved.
//!
//! Events of the file system only say where to look: what a change is, is found by comparing with what was there. So
//! it does not matter how an editor saves, and what is only read or has its permissions changed is no change.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use ignore::WalkBuilder;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Event;

/// As long as this nothing may happen before a batch is complete. Editors need a few milliseconds to save.
const QUIET: Duration = Duration::from_millis(12);

/// The same where all that was written is closed again, which only Linux tells.
const CLOSED: Duration = Duration::from_millis(3);

/// A file that is gone may be about to be replaced.
const MISSING: Duration = Duration::from_millis(60);

/// A batch is complete after this time even if more happens.
const LONGEST: Duration = Duration::from_millis(300);

/// Folders of tools, of which nothing is watched.
const FOREIGN: [&str; 8] =
    [".git", ".hg", ".svn", ".jj", ".venv", "__pycache__", "node_modules", ".direnv"];

/// What to watch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// Folders with all that is in them, but for what `.gitignore` names.
    pub(super) trees: BTreeSet<PathBuf>,
    /// Folders with all that is in them.
    pub(super) roots: BTreeSet<PathBuf>,
    /// Folders without the folders in them.
    pub(super) flat: BTreeSet<PathBuf>,
    /// Folders that are left out.
    pub(super) excluded: BTreeSet<PathBuf>,
}

/// A file that has changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub(super) path: PathBuf,
    /// Whether it is there now.
    pub(super) exists: bool,
}

/// The thread that watches.
#[derive(Debug)]
pub(super) struct Watch {
    messages: Sender<Message>,
}

#[derive(Debug)]
enum Message {
    Happened(notify::Result<notify::Event>),
    Places(Places),
}

impl Watch {
    /// Starts to watch, by asking the operating system or, with an interval, by looking again and again.
    pub(super) fn start(poll: Option<Duration>, events: Sender<Event>) -> Result<Self, String> {
        let (messages, received) = channel();
        let happened = messages.clone();
        let handler = move |event| {
            let _ = happened.send(Message::Happened(event));
        };
        let failed = |error| format!("cannot watch files: {error} (use --poll)");
        let config = Config::default().with_follow_symlinks(false);
        let watcher: Box<dyn Watcher + Send> = match poll {
            Some(interval) => {
                // Times are compared in whole seconds, in which a file may be saved twice.
                let config = config.with_poll_interval(interval).with_compare_contents(true);
                Box::new(PollWatcher::new(handler, config).map_err(failed)?)
            }
            None => Box::new(RecommendedWatcher::new(handler, config).map_err(failed)?),
        };
        let mut state = State {
            watcher,
            events,
            places: Places::default(),
            folders: BTreeSet::new(),
            files: BTreeMap::new(),
            refused: false,
        };
        let spawned =
            thread::Builder::new().name("watch".to_owned()).spawn(move || state.run(&received));
        spawned.map_err(|error| format!("cannot watch files: {error}"))?;
        Ok(Self { messages })
    }

    /// Watches other places from now on.
    pub(super) fn places(&self, places: Places) {
        let _ = self.messages.send(Message::Places(places));
    }
}

/// What a file looks like from outside: time, size and identity.
type Stamp = (Option<SystemTime>, u64, u64);

struct State {
    watcher: Box<dyn Watcher + Send>,
    events: Sender<Event>,
    places: Places,
    /// Watched folders.
    folders: BTreeSet<PathBuf>,
    /// Known files.
    files: BTreeMap<PathBuf, Stamp>,
    /// Whether the operating system has refused to watch a folder, which is said once.
    refused: bool,
}

/// Paths of which something was heard.
#[derive(Default)]
struct Batch {
    paths: BTreeSet<PathBuf>,
    /// Those of which more is to be expected.
    open: BTreeSet<PathBuf>,
    /// Whether events were lost.
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
            Ok(event) => {
                self.open.extend(event.paths.iter().cloned());
                self.paths.extend(event.paths);
            }
            // A folder that vanished while it was looked at.
            Err(error) => self.paths.extend(error.paths),
        }
    }

    /// As long as this nothing may happen before it is complete.
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
                Message::Places(places) => self.settle(places),
                Message::Happened(event) => batch.add(event),
            }
            if batch.is_empty() {
                continue;
            }
            if !self.fill(&mut batch, messages) {
                return;
            }
            let changes = self.compare(batch);
            if !changes.is_empty() && self.events.send(Event::Changed(changes)).is_err() {
                return;
            }
        }
    }

    /// Waits until nothing more happens; false when nobody listens any more.
    fn fill(&mut self, batch: &mut Batch, messages: &Receiver<Message>) -> bool {
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            let missing =
                batch.paths.iter().any(|path| self.files.contains_key(path) && !path.exists());
            match messages.recv_timeout(if missing { MISSING } else { batch.patience() }) {
                Ok(Message::Happened(event)) => batch.add(event),
                Ok(Message::Places(places)) => self.settle(places),
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }

    /// Watches these places; what is in them now is no change.
    fn settle(&mut self, places: Places) {
        if places == self.places {
            return;
        }
        self.places = places;
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

    /// All folders of all places.
    fn wanted(&self) -> BTreeSet<PathBuf> {
        let mut folders: BTreeSet<PathBuf> =
            self.places.flat.iter().filter(|folder| folder.is_dir()).cloned().collect();
        for (trees, ignoring) in [(&self.places.trees, true), (&self.places.roots, false)] {
            for tree in trees {
                folders.extend(self.below(tree, ignoring));
            }
        }
        folders
    }

    /// A folder and those in it.
    fn below(&self, folder: &Path, ignoring: bool) -> Vec<PathBuf> {
        let excluded = self.places.excluded.clone();
        // Where a walk begins nothing is ignored.
        let is_start = !ignoring || self.places.trees.contains(folder);
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
            // It has vanished meanwhile.
            Err(_) if !folder.exists() => {}
            Err(error) => {
                if !std::mem::replace(&mut self.refused, true) {
                    let text = format!(
                        "cannot watch {}: {error} (use --poll, or on Linux allow more watches: \
                         sysctl fs.inotify.max_user_watches)",
                        folder.display()
                    );
                    let _ = self.events.send(Event::Warning(text));
                }
            }
        }
    }

    /// Forgets a folder, but not that its files were there.
    fn leave(&mut self, folder: &Path) {
        if self.folders.remove(folder) {
            // It may have vanished already.
            let _ = self.watcher.unwatch(folder);
        }
    }

    /// What has changed at these paths.
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

    /// A path that is no folder any more takes all below it away.
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

    /// A folder that is new, or moved here, or whose list has changed.
    fn look_into(&mut self, folder: &Path, changes: &mut BTreeSet<Change>) {
        let Some(ignoring) = self.place(folder) else { return };
        for folder in self.below(folder, ignoring) {
            // A folder of the same name may be another one by now, which has to be watched anew.
            self.leave(&folder);
            self.enter(&folder);
            for (file, _) in files(&folder) {
                self.look_at(file, changes);
            }
        }
    }

    /// Whether a folder is watched for being in a tree or a root: whether ignore files count.
    fn place(&self, folder: &Path) -> Option<bool> {
        let within =
            |places: &BTreeSet<PathBuf>| places.iter().any(|place| folder.starts_with(place));
        let named = |folder: &Path| {
            folder
                .file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| FOREIGN.contains(&name))
        };
        if folder.ancestors().any(|it| self.places.excluded.contains(it)) {
            return None;
        }
        if within(&self.places.roots) {
            return Some(false);
        }
        let foreign =
            folder.ancestors().take_while(|it| !self.places.trees.contains(*it)).any(named);
        let parent_watched = folder.parent().is_some_and(|parent| self.folders.contains(parent));
        (within(&self.places.trees)
            && !foreign
            && (parent_watched || self.folders.contains(folder)))
        .then_some(true)
    }

    fn is_in_watched_folder(&self, path: &Path) -> bool {
        path.parent().is_some_and(|parent| self.folders.contains(parent))
    }

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
