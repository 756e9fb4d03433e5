//! The progress of a style sheet, for an error about a compiler that no longer answers.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The steps of the current style sheet, shared with the thread of the compiler.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress(Arc<Mutex<Steps>>);

#[derive(Debug, Default)]
struct Steps {
    entry: Option<PathBuf>,
    /// The modules of `@plugin` and `@config`.
    plugins: Vec<PathBuf>,
    read: BTreeSet<PathBuf>,
    /// The moment at which QuickJS has last asked if it may go on.
    beat: Option<Instant>,
}

impl Progress {
    /// Begins with another style sheet.
    pub(super) fn begin(&self, entry: &Path) {
        let mut steps = self.steps();
        *steps = Steps { entry: Some(entry.to_owned()), beat: steps.beat, ..Steps::default() };
    }

    pub(super) fn beat(&self, now: Instant) {
        self.steps().beat = Some(now);
    }

    /// Returns true if QuickJS has asked within such a time, so that its own clock can end it.
    pub(super) fn goes_on(&self, within: Duration) -> bool {
        self.steps().beat.is_some_and(|beat| beat.elapsed() < within)
    }

    pub(super) fn read(&self, path: &Path) {
        self.steps().read.insert(path.to_owned());
    }

    pub(super) fn plugin(&self, path: &Path) {
        self.steps().plugins.push(path.to_owned());
    }

    pub(super) fn has_read(&self, path: &Path) -> bool {
        self.steps().read.contains(path)
    }

    pub(super) fn has_plugins(&self) -> bool {
        !self.steps().plugins.is_empty()
    }

    /// Returns the files that were read, sorted.
    pub(super) fn all_read(&self) -> Vec<PathBuf> {
        self.steps().read.iter().cloned().collect()
    }

    /// Returns the file to blame for an error without a position: the plugin if there is only one, else the style
    /// sheet.
    pub(super) fn culprit(&self) -> Option<PathBuf> {
        let steps = self.steps();
        match steps.plugins.as_slice() {
            [plugin] => Some(plugin.clone()),
            _ => steps.entry.clone(),
        }
    }

    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
