//! The crates of the package with their modules and routes.

use super::super::plan::Plan;
use super::super::project::Framework;
use super::modules::{self, Module};
use super::server::router::{Chain, Part, Routes, routes};
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

/// Finds the router that serves the pages: the only one of the package, or of the root modules of its crates, or the
/// only one to which all requests come first, or the only one that no other one takes in.
pub(crate) fn main_chain<'a, 'b>(
    modules: &'a [RoutedModule<'a, 'b>],
) -> Option<(&'a RoutedModule<'a, 'b>, &'a Chain)> {
    let only = |is_wanted: &dyn Fn(&RoutedModule<'_, '_>, &Chain) -> bool| {
        let mut wanted = chains(modules).filter(|(module, chain)| is_wanted(module, chain));
        wanted.next().filter(|_| wanted.next().is_none())
    };
    only(&|_, _| true)
        .or_else(|| only(&|module, _| module.module.path.is_empty()))
        .or_else(|| only(&|_, chain| chain.part == Part::Outermost))
        .or_else(|| only(&|module, chain| !is_joined(module, chain, modules)))
}

/// Returns true if the function that makes a router is called where routers are joined.
fn is_joined(
    module: &RoutedModule<'_, '_>,
    chain: &Chain,
    modules: &[RoutedModule<'_, '_>],
) -> bool {
    let Some(function) = &chain.function else { return false };
    let is_own = |named: &str| {
        let own = module.module.path.last();
        ["crate", "self", "super", "Self"].contains(&named) || own.is_none_or(|own| own == named)
    };
    let mut joined = modules.iter().flat_map(|it| &it.routes.joined);
    joined.any(|(named, name)| name == function && named.as_deref().is_none_or(is_own))
}

/// Lists the routers of all modules.
pub(crate) fn chains<'a, 'b>(
    modules: &'a [RoutedModule<'a, 'b>],
) -> impl Iterator<Item = (&'a RoutedModule<'a, 'b>, &'a Chain)> {
    modules.iter().flat_map(|module| module.routes.chains.iter().map(move |chain| (module, chain)))
}
