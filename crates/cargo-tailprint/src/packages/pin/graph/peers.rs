//! Packages that others expect beside them.

use super::{Graph, Node};
use crate::packages::npm::entry::{self, Form, candidates};
use crate::packages::npm::package::Package;
use crate::packages::npm::spec::allows;

/// Returns the notes about packages that lack one beside them, or cannot use the one that is there.
pub(super) fn notes(graph: &Graph) -> Vec<String> {
    let nodes = graph.nodes.values();
    let peers = nodes.flat_map(|node| node.package.fields.peers.iter().map(move |it| (node, it)));
    peers.filter_map(|(node, (name, range))| note(graph, node, name, range)).collect()
}

fn note(graph: &Graph, node: &Node, name: &str, range: &str) -> Option<String> {
    let package = &node.package;
    let expects = format!("{} expects {name} {range} beside it", package.shown());
    // A copy of its own is not the one that the others use.
    let Some(version) = graph.shared.get(name) else {
        let is_needed = !package.fields.is_optional_peer(name);
        return is_needed.then(|| {
            format!("{expects}, which is not pinned (`cargo tailprint pin \"{name}@{range}\"`, if you use it)")
        });
    };
    if !allows(range, version) {
        return Some(format!("{expects}, and {version} is pinned"));
    }
    let peer = graph.nodes.get(&(name.to_owned(), version.clone()))?;
    if node.scripts.is_empty() || !peer.scripts.is_empty() {
        return None;
    }
    let script = global_script(&peer.package)?;
    let modules = "is pinned as a module, which sets no global name for a script";
    let repair = format!("`cargo tailprint pin {name}/{script}`");
    Some(format!("{expects}, and {name} {modules} (pin its script: {repair})"))
}

/// Returns the script of a package that sets a global name.
fn global_script(package: &Package) -> Option<String> {
    let main = package.manifest.main.as_deref();
    let named = [package.fields.unpkg(), package.fields.jsdelivr(), main];
    let files = named.into_iter().flatten().filter_map(|path| entry::file(package, path));
    let mut all = files.chain(candidates(package, ""));
    all.find(|file| {
        entry::is_script(file) && matches!(package.form(file), Form::Universal | Form::Classic)
    })
}
