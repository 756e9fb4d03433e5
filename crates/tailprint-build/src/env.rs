//! The only reader of environment variables.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;

/// A snapshot of the environment that knows what was read from it.
#[derive(Debug, Default)]
pub(crate) struct Env {
    variables: BTreeMap<OsString, OsString>,
    announced: RefCell<BTreeSet<String>>,
}

impl Env {
    /// The environment of this process.
    pub(crate) fn process() -> Self {
        Self { variables: std::env::vars_os().collect(), announced: RefCell::default() }
    }

    /// An environment of these variables alone.
    #[cfg(test)]
    pub(crate) fn of<K: Into<OsString>, V: Into<OsString>>(
        pairs: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        Self { variables, announced: RefCell::default() }
    }

    /// Reads what a user sets; Cargo will run the build script again when it changes.
    pub(crate) fn var(&self, key: &str) -> Option<OsString> {
        self.announced.borrow_mut().insert(key.to_owned());
        self.cargo(key)
    }

    /// Reads what Cargo sets, which it keeps track of itself.
    pub(crate) fn cargo(&self, key: &str) -> Option<OsString> {
        self.variables.get(std::ffi::OsStr::new(key)).cloned()
    }

    /// The names given to [`var`](Self::var), sorted.
    pub(crate) fn announced(&self) -> Vec<String> {
        self.announced.borrow().iter().cloned().collect()
    }
}
