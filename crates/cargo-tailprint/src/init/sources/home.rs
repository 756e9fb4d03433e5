//! The module that declares `assets`.

use super::super::plan::Plan;
use super::super::project::Project;
use super::crates::Crate;
use super::derives::{Named, declares_assets, derived, named};
use super::edits::Edits;
use super::modules::{Module, line_of};
use super::router::routes;

/// The module that declares `assets`.
pub(crate) struct Home {
    /// Index of its crate.
    pub(crate) index: usize,
    /// Path of the module below the root of the crate.
    pub(crate) path: Vec<String>,
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
            return Some(Home { index, path: module.path.clone() });
        }
    }
    let Some(index) = choose(project, crates) else {
        plan.note(
            "add `tailprint::assets!();` to the root of the crate that has the templates or the routes",
        );
        return None;
    };
    let root = crates.get(index)?.modules.first()?;
    if named(root, "assets") != Named::Nothing {
        let shown = project.shown(&root.file);
        plan.note(format!(
            "{shown} has an `assets` of its own: declare `tailprint::assets!(in crate::web);` in a \
             module, here `web`, and use it from there"
        ));
        return None;
    }
    edits.add(root, declaration(root));
    Some(Home { index, path: Vec::new() })
}

/// Chooses the crate that derives templates, else the one that makes the router, else the only one.
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
    only(&derives).or_else(|| only(&serves)).or_else(|| only(&|_| true))
}

/// `tailprint::assets!();` above the first item that is neither `mod …;` nor `extern crate`.
fn declaration(root: &Module) -> (usize, String) {
    let first = root.items.iter().find(|item| {
        !matches!(item, syn::Item::Mod(module) if module.content.is_none())
            && !matches!(item, syn::Item::ExternCrate(_))
    });
    let at = first.map_or(root.text.len(), |item| line_of(&root.text, item));
    let above = root.text.get(..at).unwrap_or_default();
    let before = if above.is_empty() || above.ends_with("\n\n") {
        ""
    } else if above.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let after = if first.is_some() { "\n\n" } else { "\n" };
    (at, format!("{before}tailprint::assets!();{after}"))
}
