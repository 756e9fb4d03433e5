//! The only reader of environment variables.
//!
//! A build script that reads a variable has to say so (`rerun-if-env-changed`), or a changed value goes
//! unseen. So nothing else in the crate reads the environment, which clippy checks.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// A snapshot of the environment that remembers which variables decided something.
#[derive(Debug, Default)]
pub(crate) struct Env {
    vars: BTreeMap<OsString, OsString>,
    announced: Mutex<BTreeSet<String>>,
}

impl Env {
    /// The environment of this process.
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub(crate) fn process() -> Self {
        Self::of(std::env::vars_os())
    }

    /// An environment of just these variables.
    pub(crate) fn of<K, V>(vars: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let vars = vars.into_iter().map(|(key, value)| (spelling(key.into()), value.into()));
        Self { vars: vars.collect(), announced: Mutex::default() }
    }

    /// What the user sets for tailprint: announced, set or not, so that a change runs the build script again.
    pub(crate) fn var(&self, key: &str) -> Option<OsString> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned());
        self.get(key)
    }

    /// What Cargo sets for the build script. Cargo itself reruns when one of these changes.
    pub(crate) fn cargo(&self, key: &str) -> Option<OsString> {
        self.get(key)
    }

    /// What belongs to the machine and the session (`PATH`, `HOME`). Not announced: an editor and a
    /// terminal differ in `PATH`, and each would undo the other's build.
    pub(crate) fn machine(&self, key: &str) -> Option<OsString> {
        self.get(key)
    }

    /// The variables that [`Env::var`] was asked for, sorted.
    pub(crate) fn announced(&self) -> Vec<String> {
        self.announced.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Gives a child process this environment and nothing else.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.env_clear().envs(&self.vars);
    }

    /// Everything, for a child process that somebody else starts.
    #[cfg(any(feature = "builtin", feature = "download"))]
    pub(crate) fn all(&self) -> Vec<(OsString, OsString)> {
        self.vars.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn get(&self, key: &str) -> Option<OsString> {
        self.vars.get(OsStr::new(&spelling(key.into()))).cloned()
    }
}

/// Windows compares names of variables without regard to case.
fn spelling(key: OsString) -> OsString {
    if cfg!(windows) { key.to_ascii_uppercase() } else { key }
}

#[cfg(test)]
mod tests;
