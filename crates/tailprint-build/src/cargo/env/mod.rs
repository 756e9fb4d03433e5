//! The only reader of environment variables.
//!
//! Cargo does not notice that a variable has changed unless the build script announces it
//! (`rerun-if-env-changed`). So all variables are read here, and clippy forbids `std::env::var` elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use tailprint_core::program::program_in;

/// A snapshot of the environment, with the names of the variables that the build depends on.
#[derive(Debug, Default)]
pub(crate) struct Env {
    vars: BTreeMap<OsString, OsString>,
    announced: Mutex<BTreeSet<String>>,
}

impl Env {
    /// Takes the environment of this process.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn process() -> Self {
        Self::of(std::env::vars_os())
    }

    /// Makes an environment of just these variables.
    pub(crate) fn of<K, V>(vars: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let vars = vars.into_iter().map(|(key, value)| (spelling(key.into()), value.into()));
        Self { vars: vars.collect(), announced: Mutex::default() }
    }

    /// Reads a variable that users set for tailprint. It is announced, set or not, so that a change runs the build
    /// script again.
    pub(crate) fn var(&self, key: &str) -> Option<OsString> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
        self.get(key)
    }

    /// Reads a variable that Cargo sets. Cargo itself runs the build script again when one of these changes.
    pub(crate) fn cargo(&self, key: &str) -> Option<OsString> {
        self.get(key)
    }

    /// Reads a variable of the machine or the session, such as `PATH`.
    ///
    /// It is not announced: the `PATH` of an editor and that of a terminal differ, and each would undo the build of
    /// the other.
    pub(crate) fn machine(&self, key: &str) -> Option<OsString> {
        self.get(key)
    }

    /// Finds a program on `PATH`.
    pub(crate) fn program(&self, name: &str) -> Option<PathBuf> {
        let path = self.machine("PATH")?;
        std::env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .find_map(|folder| program_in(&folder, name))
    }

    /// Returns the names of the variables that [`Env::var`] has read, sorted.
    pub(crate) fn announced(&self) -> Vec<String> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Gives a child process this environment in place of its own.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.env_clear().envs(&self.vars);
    }

    /// Returns all variables, for a child process that another crate starts.
    pub(crate) fn all(&self) -> Vec<(OsString, OsString)> {
        self.vars.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn get(&self, key: &str) -> Option<OsString> {
        self.vars.get(OsStr::new(&spelling(key.into()))).cloned()
    }
}

/// Returns the form in which names are compared: Windows ignores their case.
fn spelling(key: OsString) -> OsString {
    if cfg!(windows) { key.to_ascii_uppercase() } else { key }
}

#[cfg(test)]
mod tests;
