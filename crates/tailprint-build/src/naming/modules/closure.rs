//! The modules that a module imports in any case, for the filter `modulepreload_graph`.

use std::collections::{HashSet, VecDeque};

use super::imports::has;
use crate::references::js::syntax;
use crate::references::resolve::{Resolution, Site, is_bare, resolve};
use crate::references::{Reference, is_script};
use crate::settings::packages::Scope;
use crate::sources::asset::Asset;

/// The input of [`closure`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Asset],
    pub(crate) site: &'a Site,
    /// The entries of the import map: specifiers, and logical paths of modules or folders.
    pub(crate) import_map: &'a [[String; 2]],
    /// The scopes of the import map.
    pub(crate) scopes: &'a [Scope],
}

/// Returns the logical paths of all modules that a module imports, directly or through others, but for those that it loads
/// by `import()`. The nearest come first, as a browser would ask for them.
pub(crate) fn closure(entry: &str, request: Request<'_>) -> Vec<String> {
    let mut seen = HashSet::from([entry.to_owned()]);
    let mut next = VecDeque::from([entry.to_owned()]);
    let mut all = Vec::new();
    while let Some(path) = next.pop_front() {
        for imported in imports(&path, request) {
            if seen.insert(imported.clone()) {
                all.push(imported.clone());
                next.push_back(imported);
            }
        }
    }
    all
}

/// Returns the paths of the modules that a module imports, in their order.
fn imports(path: &str, request: Request<'_>) -> Vec<String> {
    let found = request.assets.binary_search_by(|asset| (*asset.path).cmp(path));
    let asset = found.ok().map(|index| &request.assets[index]);
    let Some(text) = asset.and_then(|asset| std::str::from_utf8(&asset.bytes).ok()) else {
        return Vec::new();
    };
    let syntax = syntax::read(text);
    let certain = syntax.imports.iter().zip(&syntax.is_lazy).filter(|(_, is_lazy)| !**is_lazy);
    let targets = certain.filter_map(|(reference, _)| target(reference, path, request));
    let is_module = |path: &String| is_script(path) && has(request.assets, path);
    targets.filter(is_module).collect()
}

fn target(reference: &Reference, from: &str, request: Request<'_>) -> Option<String> {
    if !is_bare(&reference.url) {
        return match resolve(reference, from, request.site) {
            Resolution::Asset(path) => Some(path),
            _ => None,
        };
    }
    let mut scopes: Vec<&Scope> =
        request.scopes.iter().filter(|scope| from.starts_with(&scope.folder)).collect();
    // The innermost scope counts first.
    scopes.sort_by_key(|scope| std::cmp::Reverse(scope.folder.len()));
    let maps = scopes.iter().map(|scope| &*scope.entries).chain([request.import_map]);
    maps.into_iter().find_map(|entries| mapped(&reference.url, entries))
}

/// Returns the path that a specifier stands for. The longest key wins.
fn mapped(specifier: &str, entries: &[[String; 2]]) -> Option<String> {
    let covers = |key: &str| key == specifier || (key.ends_with('/') && specifier.starts_with(key));
    let covering = entries.iter().filter(|[key, _]| covers(key));
    let [key, path] = covering.max_by_key(|[key, _]| key.len())?;
    Some(format!("{path}{}", &specifier[key.len()..]))
}
