//! One module, one URL: a browser evaluates a module once for each URL, so all that reach a module have to reach it by
//! the same one.
//!
//! References that are rewritten lead to the hashed name. Others lead to the logical path: specifiers that are computed or
//! belong to a folder of an import map, files that are not read, and without rewriting all imports. Where both happen,
//! the module under the logical path becomes a [stub], and import maps among the assets get entries from one to the other
//! ([pages]), which save the request for the stub.

mod claims;
pub(crate) mod closure;
mod imports;
mod pages;
pub(crate) mod stub;
mod typed;
mod write;

use std::collections::HashMap;

use tailprint_core::glob::GlobSet;

use self::claims::Checker;
use self::imports::Imports;
use self::pages::PageEditor;
use self::stub::Stub;
use crate::error::Problems;
use crate::naming::graph::Edge;
use crate::naming::link::{Links, Naming};
use crate::references::js::syntax;
use crate::references::resolve::Site;
use crate::references::{Kind, is_script};
use crate::sources::asset::Asset;
use crate::support::parallel;
use crate::templates::Template;

pub(crate) use self::imports::{
    check_absolute, keys, may_import_packages, package, uncovered, uncovered_in,
};

/// The input of this stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// Sorted by path.
    pub(crate) assets: &'a [Asset],
    pub(crate) namings: &'a [Naming],
    pub(crate) site: &'a Site,
    /// Assets that are not searched for references.
    pub(crate) opaque: &'a GlobSet,
    /// True if the specifiers of JS modules are rewritten.
    pub(crate) js_modules: bool,
}

/// Adds to `links` the places at which pages depend on the names and bytes of modules. Returns for each asset the module
/// under its logical path, if that is a stub.
///
/// `used` are the logical paths that templates name.
pub(crate) fn unify(request: Request<'_>, used: &[&str], links: &mut [Links]) -> Vec<Option<Stub>> {
    typed::keep_plain(request, links);
    let mut known = Known::new(request, used, links);
    // An import map may name a module by its hash, and the pages before it depend on that as well.
    let written = loop {
        let named = known.named.clone();
        let written = known.pages(links);
        if known.named == named {
            break written;
        }
    };
    for (index, edges) in written {
        links[index].edges.extend(edges);
        links[index].edges.sort_by_key(|edge| edge.place.start);
    }
    known.stubs(links)
}

/// Reports `integrity` attributes of pages and templates that do not fit the files. `used` are the logical paths that
/// templates name.
pub(crate) fn check_integrity(
    request: Request<'_>,
    used: &[&str],
    templates: &[Template],
    links: &[Links],
    problems: &mut Problems,
) {
    let known = Known::new(request, used, links);
    let checker = Checker::new(&known, links);
    for page in 0..request.assets.len() {
        checker.page(page, problems);
    }
    for template in templates {
        for claim in &template.claims {
            let problem = checker.in_template(claim);
            problems.extend(problem.map(|it| it.at(&template.file, claim.line, claim.column)));
        }
    }
}

/// All that is known about modules.
#[derive(Debug)]
struct Known<'a> {
    request: Request<'a>,
    /// Empty without pages, which look up many paths.
    index: HashMap<&'a str, usize>,
    /// True for each script that something names by its hashed name.
    named: Vec<bool>,
    /// The imports that are not rewritten, once they are needed.
    imports: Option<Imports>,
}

impl<'a> Known<'a> {
    fn new(request: Request<'a>, used: &[&str], links: &[Links]) -> Self {
        let has_pages = request.assets.iter().any(|asset| asset.found.page.is_some());
        let paths = request.assets.iter().enumerate().filter(|_| has_pages);
        let index = paths.map(|(index, asset)| (&*asset.path, index)).collect();
        let mut named = vec![false; request.assets.len()];
        let is_fetched = |kind| !matches!(kind, Kind::Optional | Kind::SourceMap);
        let uses = links.iter().flat_map(|links| &links.scripts);
        for script in uses.filter(|script| script.is_hashed && is_fetched(script.kind)) {
            named[script.target] = true;
        }
        for path in used.iter().filter(|path| is_script(path)) {
            if let Ok(asset) = request.assets.binary_search_by(|asset| (*asset.path).cmp(path)) {
                named[asset] = request.namings[asset] == Naming::Hashed;
            }
        }
        Self { request, index, named, imports: None }
    }

    /// Returns what is written into each page.
    fn pages(&mut self, links: &[Links]) -> Vec<(usize, Vec<Edge>)> {
        let mut written = Vec::new();
        for (index, asset) in self.request.assets.iter().enumerate() {
            let Some(page) = &asset.found.page else { continue };
            // The name of a prehashed page is the hash of its bytes, so these must not change.
            if self.request.namings[index] != Naming::Prehashed {
                written.push((index, PageEditor::new(self, links, index, page).edges()));
            }
        }
        written
    }

    fn find(&self, path: &str) -> Option<usize> {
        if self.index.is_empty() {
            return self.request.assets.binary_search_by(|asset| (*asset.path).cmp(path)).ok();
        }
        self.index.get(path).copied()
    }

    fn is_hashed(&self, asset: usize) -> bool {
        self.request.namings[asset] == Naming::Hashed
    }

    fn imports(&mut self) -> &Imports {
        if self.imports.is_none() {
            self.imports = Some(Imports::find(self.request, &self.index));
        }
        self.imports.get_or_insert_default()
    }

    /// Decides which logical paths get a stub: those of modules that something names by their hashed names.
    ///
    /// A script without module syntax may be either, so its uses tell.
    fn stubs(&self, links: &[Links]) -> Vec<Option<Stub>> {
        let mut as_module = vec![false; self.named.len()];
        let mut as_script = vec![false; self.named.len()];
        for script in links.iter().flat_map(|links| &links.scripts) {
            let is_module = matches!(script.kind, Kind::Module | Kind::ModuleUrl);
            let uses = if is_module { &mut as_module } else { &mut as_script };
            uses[script.target] = true;
        }
        let named: Vec<usize> = (0..self.named.len()).filter(|asset| self.named[*asset]).collect();
        let read = |asset: &usize| {
            let text = std::str::from_utf8(&self.request.assets[*asset].bytes).ok()?;
            let syntax = syntax::read(text);
            Some((syntax.is_module, syntax.has_default))
        };
        let read = parallel::map(&named, read);
        let syntaxes = || named.iter().copied().zip(&read);
        let unclear = syntaxes().filter(|(asset, syntax)| {
            matches!(syntax, Some((false, _))) && !as_module[*asset] && !as_script[*asset]
        });
        let unclear: Vec<usize> = unclear.map(|(asset, _)| asset).collect();
        // A template does not tell, but whatever is imported is a module.
        for script in imports::reached(self.request, &unclear) {
            as_module[script] = true;
        }
        let mut stubs = vec![None; self.named.len()];
        for (asset, syntax) in syntaxes() {
            let Some((is_module, has_default)) = *syntax else { continue };
            if is_module || (as_module[asset] && !as_script[asset]) {
                stubs[asset] = Some(Stub { has_default });
            }
        }
        stubs
    }
}

#[cfg(test)]
mod tests;
