//! Compiles style sheets with Tailwind on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tailprint_build::cli_support::{self, Finding, Style, Styles};
use tailprint_core::build_json::{BuildJson, StyleSheet};
use tailprint_core::whole_file::write_if_changed;

use super::super::events::EventSender;

/// The result of a compilation.
#[derive(Debug)]
pub(crate) struct Styled {
    pub(crate) took: Duration,
    /// Logical paths of the style sheets that have changed.
    pub(crate) result: Result<Vec<String>, Vec<Finding>>,
}

/// The handle of the thread that compiles.
#[derive(Debug)]
pub(crate) struct Stylist {
    jobs: Sender<Job>,
}

#[derive(Debug)]
enum Job {
    /// Compiles these style sheets from now on, into this folder.
    Use(Styles, PathBuf),
    Changed,
}

impl Stylist {
    pub(crate) fn start(results: EventSender<Styled>) -> Self {
        let (jobs, received) = channel();
        thread::spawn(move || run(&received, &results));
        Self { jobs }
    }

    /// Sets the style sheets to compile from now on. The compilers are kept until the next call.
    pub(crate) fn compile(&self, styles: Styles, folder: &Path) {
        let _ = self.jobs.send(Job::Use(styles, folder.join("tailwind")));
    }

    /// Compiles again. The result is sent as an event.
    pub(crate) fn changed(&self) {
        let _ = self.jobs.send(Job::Changed);
    }
}

fn run(jobs: &Receiver<Job>, results: &EventSender<Styled>) {
    let mut current: Option<(Styles, PathBuf)> = None;
    while let Ok(job) = jobs.recv() {
        let mut changed = false;
        // Several changes need one compilation only.
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Job::Use(styles, folder) => current = Some((styles, folder)),
                Job::Changed => changed = true,
            }
        }
        let Some((styles, folder)) = current.as_mut().filter(|_| changed) else { continue };
        let started = Instant::now();
        let result = styles.compile().and_then(|made| write(&made, folder));
        if !results.send(Styled { took: started.elapsed(), result }) {
            return;
        }
    }
}

/// Writes style sheets into the folder that a debug build serves them from. Returns the logical paths of those that
/// have changed.
fn write(outputs: &[Style], folder: &Path) -> Result<Vec<String>, Vec<Finding>> {
    let mut written = Vec::new();
    for output in outputs {
        let file = folder.join(&output.output);
        match write_if_changed(&file, &output.css) {
            Ok(true) => written.push(output.output.clone()),
            Ok(false) => {}
            Err(error) => {
                return Err(vec![failure(cli_support::cannot("be written", &file, &error))]);
            }
        }
    }
    Ok(written)
}

/// Returns an error without a place.
pub(crate) fn failure(message: String) -> Finding {
    let severity = cli_support::FindingSeverity::Error;
    Finding {
        severity,
        file: None,
        line: None,
        column: None,
        message,
        help: None,
        cause: None,
        path: None,
    }
}

/// The entry points of a build, each with the engine that the build used.
pub(crate) fn entry_points(build: &BuildJson) -> Vec<cli_support::Entry> {
    let entry_point = |sheet: &StyleSheet| {
        let engine = sheet.engine.as_ref()?;
        Some(cli_support::Entry {
            source: PathBuf::from(&sheet.source),
            output: sheet.output.clone(),
            engine: engine.kind.name().to_owned(),
            version: engine.version.clone(),
            program: engine.path.clone(),
            digest: sheet.digest.clone(),
            npm_assets: sheet.npm_assets,
            crates: sheet.crates.clone(),
        })
    };
    build.tailwind.iter().filter_map(entry_point).collect()
}

#[cfg(test)]
mod tests;
