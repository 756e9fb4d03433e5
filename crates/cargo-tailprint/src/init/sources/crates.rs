//! The crates of the package with their modules and routes.

use super::super::plan::Plan;
use super::super::project::Framework;
use super::modules::{self, Module};
use super::router::{Chain, Routes, routes};
use crate::support::metadata::Target;

/// A program or library with its modules.
pub(crate) struct Crate<'a> {
    pub(crate) target: &'a Target,
    pub(crate) modules: Vec<Module>,
}

impl<'a> Crate<'a> {
    pub(crate) fn read(target: &'a Target, plan: &Plan) -> Self {
        Self { target, modules: modules::of_crate(&target.src_path, plan) }
    }
}

/// A module with its routes.
pub(crate) struct RoutedModule<'a, 'b> {
    pub(crate) home: &'a Crate<'b>,
    pub(crate) module: &'a Module,
    pub(crate) routes: Routes,
}

/// Lists the modules of all crates with their routes.
pub(crate) fn with_routes<'a, 'b>(
    crates: &'a [Crate<'b>],
    framework: Framework,
) -> Vec<RoutedModule<'a, 'b>> {
    let all = crates.iter().flat_map(|home| home.modules.iter().map(move |module| (home, module)));
    all.map(|(home, module)| RoutedModule { home, module, routes: routes(module, framework) })
        .collect()
}

/// Finds the router, if the package has one only, or the root modules of its crates together have one only.
pub(crate) fn only_chain<'a, 'b>(
    modules: &'a [RoutedModule<'a, 'b>],
) -> Option<(&'a RoutedModule<'a, 'b>, &'a Chain)> {
    let only = |in_roots: bool| {
        let modules = modules.iter().filter(move |it| !in_roots || it.module.path.is_empty());
        let chains: Vec<_> = modules
            .flat_map(|module| module.routes.chains.iter().map(move |chain| (module, chain)))
            .collect();
        match chains[..] {
            [chain] => Some(chain),
            _ => None,
        }
    };
    only(false).or_else(|| only(true))
}
