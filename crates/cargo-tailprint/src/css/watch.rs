//! `cargo tailprint css --watch`: compiles again when a file changes.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::{Job, Read};
use crate::dev::events::EventSender;
use crate::dev::watch::{Change, Watch, WatchedFolders};
use crate::support::failure::Failure;
use crate::support::terminal;

/// Something that happened while the command waits.
enum Event {
    Changed(Vec<Change>),
    Warned(String),
    /// The standard input was closed: whoever started the command has gone.
    Closed,
}

/// Compiles the style sheet, and again at every change, until the standard input is closed.
pub(super) fn watch(job: &mut Job<'_>) -> Result<(), Failure> {
    let (events, received) = channel();
    let poll = job.options.poll.map(Duration::from_millis);
    let changed = EventSender::new(&events, Event::Changed);
    let watch = Watch::start(poll, changed, EventSender::new(&events, Event::Warned))?;
    // Watched before the first run, so that no change is missed.
    watch.set_folders(folders(job, &Read::default()));
    if job.options.watch.as_deref() != Some("always") {
        end_with_input(events);
    }
    let mut known = Read::default();
    run(job, &watch, &mut known);
    for event in received {
        match event {
            Event::Changed(changes) if concerns(&changes, &known) => run(job, &watch, &mut known),
            Event::Changed(_) => {}
            Event::Warned(what) => terminal::note(&what),
            Event::Closed => break,
        }
    }
    Ok(())
}

fn run(job: &mut Job<'_>, watch: &Watch, known: &mut Read) {
    let started = Instant::now();
    match job.attempt() {
        Ok(read) => {
            job.say_done(started.elapsed());
            *known = read;
        }
        Err((what, read)) => {
            terminal::error(&what);
            known.files.extend(read.files);
            known.folders.extend(read.folders);
        }
    }
    watch.set_folders(folders(job, known));
}

/// Returns true if a change may change the style sheet. The output is no input, also where it is in a searched folder: a
/// class that is only there has come from elsewhere.
fn concerns(changes: &[Change], known: &Read) -> bool {
    let files: BTreeSet<&Path> = known.files.iter().map(PathBuf::as_path).collect();
    let folders: BTreeSet<&Path> = known.folders.iter().map(PathBuf::as_path).collect();
    // Without a successful run nothing is known, and any change may help.
    files.is_empty()
        || changes.iter().any(|change| {
            files.contains(change.path.as_path())
                || change.path.ancestors().skip(1).any(|folder| folders.contains(folder))
        })
}

fn folders(job: &Job<'_>, read: &Read) -> WatchedFolders {
    let outside = read.files.iter().filter(|file| !file.starts_with(&job.places.folder));
    let own = job.places.sheet.parent().map(Path::to_owned);
    WatchedFolders {
        trees: BTreeSet::from([job.places.folder.clone()]),
        roots: BTreeSet::new(),
        flat: outside.filter_map(|file| file.parent()).map(Path::to_owned).chain(own).collect(),
        excluded: BTreeSet::new(),
    }
}

/// Ends the command when its standard input ends, as the program that it stands in for does.
fn end_with_input(events: Sender<Event>) {
    let wait = move || {
        let mut ignored = [0; 64];
        while std::io::stdin().lock().read(&mut ignored).is_ok_and(|read| read > 0) {}
        let _ = events.send(Event::Closed);
    };
    // Without the thread the command runs until it is stopped.
    let _ = thread::Builder::new().name("stdin".to_owned()).spawn(wait);
}
