//! Files of the app that Rust code embeds one by one.

use std::path::PathBuf;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use tailprint_core::path::normalize;

use super::super::plan::Plan;
use super::super::project::Project;
use super::super::survey::Survey;
use super::crates::Crate;
use super::served::last_literal;

/// Tells of the places that embed a file which is an asset now: their routes go on to serve it.
pub(crate) fn by_hand(project: &Project, survey: &Survey, crates: &[Crate<'_>], plan: &mut Plan) {
    let Some(files) = &survey.files else { return };
    let mut places = Vec::new();
    for module in crates.iter().flat_map(|it| &it.modules) {
        let Some(folder) = module.file.parent() else { continue };
        let mut finder = Finder::default();
        let own = module.items.iter().filter(|item| !matches!(item, syn::Item::Mod(_)));
        own.for_each(|item| finder.visit_item(item));
        for (line, path) in finder.found {
            if normalize(&folder.join(path)).starts_with(&files.path) {
                places.push(format!("{}:{line}", project.shown(&module.file)));
            }
        }
    }
    places.dedup();
    if !places.is_empty() {
        plan.note(format!(
            "{}: embeds files of {}, whose routes go on to serve them without hashes: remove those that no page and no \
             program asks for any more",
            places.join(", "),
            files.folder
        ));
    }
}

/// A visitor that finds `include_str!` and `include_bytes!`, with line and path.
#[derive(Default)]
struct Finder {
    found: Vec<(usize, PathBuf)>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last();
        if name.is_some_and(|name| name.ident == "include_str" || name.ident == "include_bytes")
            && let Some(path) = last_literal(called.tokens.clone())
        {
            self.found.push((called.span().start().line, path.into()));
        }
        visit::visit_macro(self, called);
    }
}
