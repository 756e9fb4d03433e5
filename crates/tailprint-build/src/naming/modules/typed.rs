//! Modules that are not JavaScript: `import data from "./data.json" with { type: "json" }`.
//!
//! No stub can stand for them under their logical paths. So where one import of such a file has to keep its plain name, all
//! do.

use std::collections::HashSet;

use super::{Request, imports};
use crate::naming::link::{Links, Naming};
use crate::references::js::syntax;
use crate::references::resolve::{Resolution, insertion_point, resolve};
use crate::references::{Kind, Reference, is_script};
use crate::sources::asset::Asset;

/// Takes the hash out of the imports of files that another import reaches by their logical paths.
pub(super) fn keep_plain(request: Request<'_>, links: &mut [Links]) {
    let imports = imports_of_files(request);
    if imports.is_empty() {
        return;
    }
    let mut files: Vec<usize> = imports.iter().map(|(_, _, file)| *file).collect();
    files.sort_unstable();
    files.dedup();
    let is_computed = request.js_modules && request.assets.iter().any(computes);
    let plain: HashSet<usize> =
        if is_computed { files.into_iter().collect() } else { imports::reached(request, &files) };
    for (asset, reference, file) in imports {
        if plain.contains(&file) {
            let at = insertion_point(reference);
            links[asset].edges.retain(|edge| edge.target != file || edge.place.start != at);
        }
    }
}

/// Returns the importing asset, the reference and the file of each import of a file that is no script.
fn imports_of_files(request: Request<'_>) -> Vec<(usize, &Reference, usize)> {
    let mut found = Vec::new();
    for (index, asset) in request.assets.iter().enumerate() {
        for reference in asset.found.references.iter().filter(|it| it.kind == Kind::Module) {
            let Resolution::Asset(path) = resolve(reference, &asset.path, request.site) else {
                continue;
            };
            let file = request.assets.binary_search_by(|other| other.path.cmp(&path)).ok();
            let is_file =
                |file: &usize| !is_script(&path) && request.namings[*file] == Naming::Hashed;
            found.extend(file.filter(is_file).map(|file| (index, reference, file)));
        }
    }
    found
}

/// Returns true for a script or a page that imports files of some type by a computed name.
fn computes(asset: &Asset) -> bool {
    let scripts = match &asset.found.page {
        Some(page) => page.scripts.clone(),
        None if is_script(&asset.path) => std::iter::once(0..asset.bytes.len()).collect(),
        None => Vec::new(),
    };
    scripts
        .into_iter()
        .filter_map(|place| std::str::from_utf8(&asset.bytes[place]).ok())
        .any(|text| text.contains("with") && syntax::read(text).imports_computed_files)
}
