//! The graph of pinned packages: from what the user asks for to versions, files and entries of the import map.

mod circles;
mod made;
mod peers;
mod versions;
mod walk;
mod wasm;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::packages::npm::package::Package;
use crate::packages::npm::registry::Registry;
use crate::packages::npm::spec::Request;

/// A name and a version.
pub(crate) type Key = (String, String);

/// The input of [`resolve`].
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    pub(crate) registry: &'a Registry,
    /// All that the user asks for, now and before.
    pub(crate) requests: &'a [Request],
    /// The versions that were chosen before, and are kept where they fit.
    pub(crate) kept: BTreeSet<Key>,
}

/// The packages that were fetched and unpacked so far.
type Fetched = BTreeMap<Key, Rc<Package>>;

/// A package of the graph.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) package: Rc<Package>,
    /// The reached files, as they are written.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// The modules by their specifiers.
    pub(crate) entries: BTreeMap<String, String>,
    /// The packages that its files import, with their versions.
    pub(crate) dependencies: BTreeMap<String, String>,
    /// The classic scripts that the user has asked for.
    pub(crate) scripts: BTreeSet<String>,
    /// The requirements of others: the name of the one who asks, and the range.
    pub(crate) ranges: BTreeSet<(String, String)>,
}

/// The graph.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: BTreeMap<Key, Node>,
    /// The version that the import map has outside of scopes, by name.
    pub(crate) shared: BTreeMap<String, String>,
    /// Remarks for the user.
    pub(crate) notes: BTreeSet<String>,
}

impl Graph {
    /// Returns the folder of a package below `third_party/js`: its name, for a second copy with its version.
    pub(crate) fn folder(&self, key: &Key) -> String {
        let (name, version) = key;
        let is_shared = self.shared.get(name) == Some(version);
        if is_shared { name.clone() } else { format!("{name}@{version}") }
    }
}

/// Builds the graph. A package with several versions gets one instead, if there is one that all ranges allow.
pub(crate) fn resolve(wanted: &Wanted<'_>) -> Result<Graph, String> {
    let (mut forced, mut fetched) = (BTreeMap::new(), Fetched::new());
    loop {
        let graph = walk::Walk::new(wanted, &forced, &mut fetched).run()?;
        let common = versions::common(&graph, wanted.registry, &forced)?;
        if common.is_empty() {
            return Ok(graph);
        }
        // Each round forces one more name at least, so there are not more rounds than names.
        forced.extend(common);
    }
}
