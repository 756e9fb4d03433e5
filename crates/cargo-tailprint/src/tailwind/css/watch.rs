//! `cargo tailprint css --watch`: compiles again when a file changes.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Instant;

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
    let changed = EventSender::new(&events, Event::Changed);
    let watch = Watch::start(job.interval, changed, EventSender::new(&events, Event::Warned))?;
    // Watched before the first run, so that no change is missed.
    watch.set_folders(folders(job, None));
    if job.options.watch() != Some("always") {
        end_with_input(events);
    }
    let mut known = None;
    run(job, &watch, &mut known);
    for event in received {
        match event {
            Event::Changed(changes) if concerns(job, &changes, known.as_ref()) => {
                run(job, &watch, &mut known);
            }
            Event::Changed(_) => {}
            Event::Warned(what) => terminal::note(&what),
            Event::Closed => break,
        }
    }
    Ok(())
}

/// Compiles the style sheet. `known` is what the last successful run has read, and more that failed ones have.
fn run(job: &mut Job<'_>, watch: &Watch, known: &mut Option<Read>) {
    let started = Instant::now();
    match job.attempt() {
        Ok(read) => {
            job.say_done(started.elapsed());
            *known = Some(read);
        }
        Err((what, read)) => {
            terminal::error(&what);
            if let Some(known) = known {
                known.files.extend(read.files);
                known.folders.extend(read.folders);
            }
        }
    }
    watch.set_folders(folders(job, known.as_ref()));
}

/// Returns true if a change may change the style sheet. The output is no input, also where it is in a searched folder:
/// a class that is only there has come from elsewhere.
fn concerns(job: &Job<'_>, changes: &[Change], known: Option<&Read>) -> bool {
    let mut changed =
        changes.iter().map(|change| &*change.path).filter(|path| !job.places.writes(path));
    changed.any(|path| {
        // Without a successful run nothing is known, and any change may help.
        known.is_none_or(|known| {
            known.files.contains(path)
                || path.ancestors().skip(1).any(|folder| known.folders.contains(folder))
        })
    })
}

fn folders(job: &Job<'_>, known: Option<&Read>) -> WatchedFolders {
    let read = known.into_iter().flat_map(|known| &known.files);
    let outside = read.filter(|file| !file.starts_with(&job.places.folder));
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
        // Nobody listens any more if the command has ended.
        let _ = events.send(Event::Closed);
    };
    // Without the thread the command runs until it is stopped.
    let _ = thread::Builder::new().name("stdin".to_owned()).spawn(wait);
}
