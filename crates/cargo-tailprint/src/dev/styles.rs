//! Tailwind, on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tailprint_build::tool::{self, Finding, Style, Styles};

use super::Event;
use super::changes::{Description, Entry};

/// What became of a request.
#[derive(Debug)]
pub(super) struct Styled {
    pub(super) took: Duration,
    /// Logical paths of the style sheets that are now others.
    pub(super) result: Result<Vec<String>, Vec<Finding>>,
}

/// The thread that compiles.
#[derive(Debug)]
pub(super) struct Stylist {
    jobs: Sender<Job>,
}

#[derive(Debug)]
enum Job {
    /// What is compiled from now on, and the folder of the results.
    Use(Styles, PathBuf),
    Changed,
}

impl Stylist {
    pub(super) fn start(events: Sender<Event>) -> Self {
        let (jobs, received) = channel();
        thread::spawn(move || run(&received, &events));
        Self { jobs }
    }

    /// What is compiled from now on. The compilers are kept until that is something else.
    pub(super) fn compile(&self, styles: Styles, folder: &Path) {
        let _ = self.jobs.send(Job::Use(styles, folder.join("tailwind")));
    }

    /// Compiles again; the result is an event.
    pub(super) fn changed(&self) {
        let _ = self.jobs.send(Job::Changed);
    }
}

fn run(jobs: &Receiver<Job>, events: &Sender<Event>) {
    let mut current: Option<(Styles, PathBuf)> = None;
    while let Ok(job) = jobs.recv() {
        let mut changed = false;
        // What has come meanwhile is done in one go.
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Job::Use(styles, folder) => current = Some((styles, folder)),
                Job::Changed => changed = true,
            }
        }
        let Some((styles, folder)) = current.as_mut().filter(|_| changed) else { continue };
        let started = Instant::now();
        let result = styles.compile().and_then(|made| write(&made, folder));
        if events.send(Event::Styled(Styled { took: started.elapsed(), result })).is_err() {
            return;
        }
    }
}

/// Writes style sheets to where a debug build serves them from.
fn write(outputs: &[Style], folder: &Path) -> Result<Vec<String>, Vec<Finding>> {
    let mut written = Vec::new();
    for output in outputs {
        match tool::replace(&folder.join(&output.output), &output.css) {
            Ok(true) => written.push(output.output.clone()),
            Ok(false) => {}
            Err(message) => return Err(vec![failure(message)]),
        }
    }
    Ok(written)
}

fn failure(message: String) -> Finding {
    let severity = tool::Weight::Error;
    Finding { severity, file: None, line: None, column: None, message, help: None }
}

/// The entry points of a build, for the compilers that this used.
pub(super) fn entries(description: &Description) -> Vec<tool::Entry> {
    let entry = |entry: &Entry| {
        let engine = entry.engine.as_ref()?;
        Some(tool::Entry {
            source: entry.source.clone(),
            output: entry.output.clone(),
            engine: engine.kind.clone(),
            version: engine.version.clone(),
            program: engine.path.clone(),
            digest: entry.digest.clone(),
        })
    };
    description.tailwind.iter().filter_map(entry).collect()
}
