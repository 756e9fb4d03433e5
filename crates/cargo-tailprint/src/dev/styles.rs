//! Tailwind, on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tailprint_build::tool::{self, Finding, Sheet};

use super::Event;
use super::changes::Description;

/// A compiled style sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Output {
    /// Logical path.
    pub(super) path: String,
    pub(super) css: Vec<u8>,
}

/// What compiles style sheets again and again.
pub(super) trait Styles: Send {
    /// Compiles what depends on the files that have changed; nothing if none does.
    ///
    /// # Errors
    /// Everything that is wrong with the style sheets.
    fn recompile(&mut self, changed: &[PathBuf]) -> Result<Option<Vec<Output>>, Vec<Finding>>;
}

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

enum Job {
    /// A build has ended: what compiles, and where the results go.
    Engine(Box<dyn Styles>, PathBuf),
    Changed(Vec<PathBuf>),
}

impl Stylist {
    pub(super) fn start(events: Sender<Event>) -> Self {
        let (jobs, received) = channel();
        thread::spawn(move || run(&received, &events));
        Self { jobs }
    }

    /// What compiles from now on.
    pub(super) fn engine(&self, engine: Box<dyn Styles>, folder: &Path) {
        let _ = self.jobs.send(Job::Engine(engine, folder.join("tailwind")));
    }

    /// Compiles again; the result is an event.
    pub(super) fn changed(&self, files: Vec<PathBuf>) {
        let _ = self.jobs.send(Job::Changed(files));
    }
}

fn run(jobs: &Receiver<Job>, events: &Sender<Event>) {
    let mut engine: Option<(Box<dyn Styles>, PathBuf)> = None;
    while let Ok(job) = jobs.recv() {
        let mut changed = Vec::new();
        // What has come meanwhile is done in one go.
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Job::Engine(new, folder) => engine = Some((new, folder)),
                Job::Changed(files) => changed.extend(files),
            }
        }
        let Some((engine, folder)) = engine.as_mut().filter(|_| !changed.is_empty()) else {
            continue;
        };
        let started = Instant::now();
        let result = match engine.recompile(&changed) {
            Ok(None) => continue,
            Ok(Some(outputs)) => write(&outputs, folder),
            Err(findings) => Err(findings),
        };
        if events.send(Event::Styled(Styled { took: started.elapsed(), result })).is_err() {
            return;
        }
    }
}

/// Writes style sheets to where a debug build serves them from.
fn write(outputs: &[Output], folder: &Path) -> Result<Vec<String>, Vec<Finding>> {
    let mut written = Vec::new();
    for output in outputs {
        match tool::replace(&folder.join(&output.path), &output.css) {
            Ok(true) => written.push(output.path.clone()),
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

/// Tailwind's own program, run each time.
#[derive(Debug)]
pub(super) struct Program {
    sheets: Vec<(Sheet, String)>,
}

impl Program {
    /// Compiles the entry points of a build with the programs that this used.
    pub(super) fn new(description: &Description, folder: &Path) -> Self {
        let sheet = |entry: &super::changes::Entry| {
            let sheet = Sheet {
                package: description.package.clone(),
                folder: folder.to_owned(),
                source: description.package.join(&entry.source),
                program: entry.engine.as_ref()?.path.clone(),
            };
            Some((sheet, entry.output.clone()))
        };
        Self { sheets: description.tailwind.iter().filter_map(sheet).collect() }
    }
}

impl Styles for Program {
    fn recompile(&mut self, _changed: &[PathBuf]) -> Result<Option<Vec<Output>>, Vec<Finding>> {
        let (mut outputs, mut findings) = (Vec::new(), Vec::new());
        for (sheet, path) in &self.sheets {
            match tool::tailwind(sheet) {
                Ok(css) => outputs.push(Output { path: path.clone(), css }),
                Err(found) => findings.extend(found),
            }
        }
        if findings.is_empty() {
            Ok((!outputs.is_empty()).then_some(outputs))
        } else {
            Err(findings)
        }
    }
}
