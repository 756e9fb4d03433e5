//! The module that declares `assets`.

use std::collections::BTreeSet;

use super::super::plan::Plan;
use super::super::project::Project;
use super::crates::{Crate, RoutedModule};
use super::derives::{Named, declares_assets, derived, named};
use super::edits::Edits;
use super::macros;
use super::modules::{Module, line_of, line_of_import};
use super::server::router::routes;

/// The module that declares `assets`.
pub(crate) struct Home {
    /// Index of its crate.
    pub(crate) index: usize,
    /// Path of the module below the root of the crate.
    pub(crate) path: Vec<String>,
    /// Indices of crates that have the same modules, and declare `assets` for them as well.
    shared: Vec<usize>,
}

impl Home {
    fn new(index: usize, path: Vec<String>) -> Self {
        Self { index, path, shared: Vec::new() }
    }

    /// Returns true for a crate that declares `assets`.
    pub(crate) fn has(&self, index: usize) -> bool {
        self.index == index || self.shared.contains(&index)
    }

    /// Leaves each module once of those that several crates have, which all declare `assets`.
    pub(crate) fn join(&self, modules: &mut Vec<RoutedModule<'_, '_>>) {
        let mut seen = BTreeSet::new();
        modules.retain(|it| {
            let key = (it.module.file.clone(), it.module.path.clone());
            self.shared.is_empty() || seen.insert(key)
        });
    }
}

/// Finds the module that declares `assets`, or plans to declare it.
pub(crate) fn find(
    project: &Project,
    crates: &[Crate<'_>],
    edits: &mut Edits,
    plan: &mut Plan,
) -> Option<Home> {
    for (index, it) in crates.iter().enumerate() {
        if let Some(module) = it.modules.iter().find(|module| declares_assets(module)) {
            let mut home = Home::new(index, module.path.clone());
            share(&mut home, project, crates, edits);
            return Some(home);
        }
    }
    let Some(index) = choose(project, crates) else {
        let roots = crates.iter().filter_map(|it| Some(project.shown(&it.modules.first()?.file)));
        let roots: Vec<String> = roots.collect();
        plan.note(format!(
            "add `tailprint::assets!();` to the root of each crate that has templates or routes: {}",
            roots.join(", ")
        ));
        return None;
    };
    let declaring = crates.get(index)?;
    let root = declaring.modules.first()?;
    if named(root, "assets") == Named::Nothing {
        edits.add(root, declaration(root, "tailprint::assets!();"));
        let mut home = Home::new(index, Vec::new());
        share(&mut home, project, crates, edits);
        return Some(home);
    }
    // The app has an `assets` of its own there.
    let name = HOMES.into_iter().find(|name| named(root, name) == Named::Nothing)?;
    let visibility = if declaring.target.is_library() { "pub " } else { "" };
    let module =
        format!("{visibility}mod {name} {{\n    tailprint::assets!(in crate::{name});\n}}");
    edits.add(root, declaration(root, &module));
    Some(Home::new(index, vec![name.to_owned()]))
}

/// Declares `assets` in each crate that compiles a module with templates or routes of the first one again: a name such as
/// `crate::assets` has to be right in both.
fn share(home: &mut Home, project: &Project, crates: &[Crate<'_>], edits: &mut Edits) {
    let Some(first) = crates.get(home.index).filter(|_| home.path.is_empty()) else { return };
    let has_edits = |module: &&Module| {
        !derived(module).is_empty() || !routes(module, project.framework()).chains.is_empty()
    };
    let edited: Vec<&Module> = first.modules.iter().filter(has_edits).collect();
    for (index, it) in crates.iter().enumerate().filter(|(index, _)| *index != home.index) {
        let has_same = |module: &Module| edited.iter().any(|own| own.file == module.file);
        let Some(root) = it.modules.first().filter(|_| it.modules.iter().any(has_same)) else {
            continue;
        };
        if !declares_assets(root) {
            if named(root, "assets") != Named::Nothing {
                continue;
            }
            edits.add(root, declaration(root, "tailprint::assets!();"));
        }
        home.shared.push(index);
    }
}

/// Names for a module that declares `assets` where the root has that name for something else.
const HOMES: [&str; 3] = ["web", "site", "tailprint_assets"];

/// Chooses the crate that derives templates, else the one with macros of pages, else the one that makes the router, else the only one.
fn choose(project: &Project, crates: &[Crate<'_>]) -> Option<usize> {
    let derives = |it: &Crate<'_>| it.modules.iter().any(|module| !derived(module).is_empty());
    let serves = |it: &Crate<'_>| {
        it.modules.iter().any(|module| !routes(module, project.framework()).chains.is_empty())
    };
    let only = |is: &dyn Fn(&Crate<'_>) -> bool| {
        let mut found = crates.iter().enumerate().filter(|(_, it)| is(it));
        let first = found.next().map(|(index, _)| index);
        first.filter(|_| found.next().is_none())
    };
    let engine = project.engine();
    let writes = |it: &Crate<'_>| it.modules.iter().any(|module| macros::uses(module, engine));
    let shared = || {
        let mut found = crates.iter().enumerate().filter(|(_, it)| derives(it));
        let (index, first) = found.next()?;
        let is_same = |it: &Crate<'_>| {
            let mut deriving = it.modules.iter().filter(|module| !derived(module).is_empty());
            deriving.all(|module| first.modules.iter().any(|own| own.file == module.file))
        };
        found.all(|(_, it)| is_same(it)).then_some(index)
    };
    only(&derives)
        .or_else(|| only(&writes))
        .or_else(|| only(&serves))
        .or_else(|| only(&|_| true))
        .or_else(shared)
}

/// An item above the first one that is neither `mod …;` nor `extern crate`. Comments at the start of the file stay there.
fn declaration(root: &Module, item: &str) -> (usize, String) {
    let first = root.items.iter().find(|item| {
        !matches!(item, syn::Item::Mod(module) if module.content.is_none())
            && !matches!(item, syn::Item::ExternCrate(_))
    });
    let at = first.map_or(root.text.len(), |item| match item {
        syn::Item::Use(_) => line_of_import(&root.text, item),
        item => line_of(&root.text, item),
    });
    let above = root.text.get(..at).unwrap_or_default();
    let before = if above.is_empty() || above.ends_with("\n\n") {
        ""
    } else if above.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let after = if first.is_some() { "\n\n" } else { "\n" };
    (at, format!("{before}{item}{after}"))
}
