//! The URLs of a site: those below the prefix, and those of the files at the root of the host.

use std::collections::HashSet;

use super::UrlPrefix;

/// The places at which the assets of a build are served.
///
/// A file at the root is on the host of the app, also if the prefix has a host of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Site {
    prefix: UrlPrefix,
    /// Logical paths of the assets at the root.
    at_root: HashSet<String>,
}

impl Site {
    pub(crate) fn new<'a>(prefix: UrlPrefix, at_root: impl IntoIterator<Item = &'a str>) -> Self {
        Self { prefix, at_root: at_root.into_iter().map(str::to_owned).collect() }
    }

    pub(crate) fn prefix(&self) -> &UrlPrefix {
        &self.prefix
    }

    /// Returns true for the logical path of an asset at the root.
    pub(crate) fn is_at_root(&self, path: &str) -> bool {
        !self.at_root.is_empty() && self.at_root.contains(path)
    }

    /// Returns true if the assets below the prefix are at the root of the host of the app, too.
    pub(crate) fn is_one(&self) -> bool {
        !self.prefix.has_host() && self.prefix.segments().is_empty()
    }
}

impl From<UrlPrefix> for Site {
    fn from(prefix: UrlPrefix) -> Self {
        Self::new(prefix, [])
    }
}
