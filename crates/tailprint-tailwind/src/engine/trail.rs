//! What is known of a style sheet whose compiler does not answer any more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was done for the style sheet that is compiled.
#[derive(Clone, Debug, Default)]
pub(super) struct Trail(Arc<Mutex<Steps>>);

#[derive(Debug, Default)]
struct Steps {
    entry: Option<PathBuf>,
    /// The modules of `@plugin` and `@config`.
    plugins: Vec<PathBuf>,
    read: BTreeSet<PathBuf>,
}

impl Trail {
    /// Another style sheet is compiled.
    pub(super) fn begin(&self, entry: &Path) {
        *self.steps() = Steps { entry: Some(entry.to_owned()), ..Steps::default() };
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

    /// What was read, sorted.
    pub(super) fn all_read(&self) -> Vec<PathBuf> {
        self.steps().read.iter().cloned().collect()
    }

    /// The file that is at fault, if it is not said which: the plugin, if there is but one, so that nothing else
    /// can be.
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
