//! The call that mounts the assets on the server of Rocket.

use std::ops::Range;

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall};

use super::super::crates::Crate;
use super::super::crates::RoutedModule;
use super::super::edits::Edits;
use super::super::home::Home;
use super::super::lines;
use super::super::modules::is_test_function;
use super::router::ends_with;
use super::serve::{assets_from, call};
use crate::set_up::init::project::Framework;
use crate::set_up::init::project::Project;

/// The call by hand, behind the places of the app that it is about.
pub(super) const BY_HAND: &str = "add `.mount(\"/\", assets::service())` to `rocket::build()`";

/// Mounts the assets on the only server that the app makes. Returns the step that is left for the user otherwise.
pub(super) fn add(
    project: &Project,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    url: &str,
    edits: &mut Edits,
) -> Option<String> {
    let place = lines::of_routers(project, Framework::Rocket, modules);
    if let Some(route) = modules.iter().find_map(|it| before_assets(project, it, url)) {
        return Some(format!(
            "{route}: this route answers for URLs below {url} before the assets do: remove it if it serves their files, else \
             give it `rank = 200`; and {place}{BY_HAND}"
        ));
    }
    let mut made: Vec<_> =
        modules.iter().flat_map(|it| servers(it).map(move |end| (it, end))).collect();
    // A module may belong to two crates.
    made.dedup_by(|one, other| one.0.module.file == other.0.module.file && one.1 == other.1);
    let step = || Some(format!("{place}{BY_HAND}"));
    let [(routed, end)] = made[..] else { return step() };
    let Some(assets) = assets_from(routed, crates, home) else { return step() };
    // The call ends within the text.
    let behind = routed.module.text.get(end..).unwrap_or_default();
    let (blank, next) = behind.split_at(behind.len() - behind.trim_start().len());
    let before = if blank.contains('\n') && next.starts_with('.') { blank } else { "" };
    let line = before.rfind('\n').and_then(|at| before.get(at..)).unwrap_or(before);
    edits.add(routed.module, (end, format!("{line}{}", call(Framework::Rocket, &assets))));
    None
}

/// The line of a route for all paths that comes before that of the assets, as `file:line`. Those that Rocket ranks by
/// itself do.
fn before_assets(project: &Project, routed: &RoutedModule<'_, '_>, url: &str) -> Option<String> {
    let module = routed.module;
    let is_before = |line: &str| {
        let line = line.trim_start();
        let is_read = line.starts_with("#[get(") || line.starts_with("#[rocket::get(");
        // A path in another form than a literal is no such route.
        let path = line.split('"').nth(1).unwrap_or_default();
        let fixed = path.split('<').next().unwrap_or_default();
        is_read && path.ends_with("..>") && !line.contains("rank") && url.starts_with(fixed)
    };
    let index = module.text.lines().position(is_before)?;
    Some(format!("{}:{}", project.shown(&module.file), index + 1))
}

/// The ends of the calls that make a server.
fn servers(routed: &RoutedModule<'_, '_>) -> std::vec::IntoIter<usize> {
    let mut finder = Finder { found: Vec::new() };
    routed.module.visit(&mut finder);
    finder.found.into_iter()
}

struct Finder {
    found: Vec<usize>,
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        if !is_test_function(function) {
            visit::visit_item_fn(self, function);
        }
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(path) = &*call.func {
            let makers = [
                ["rocket", "build"],
                ["rocket", "custom"],
                ["Rocket", "build"],
                ["Rocket", "custom"],
            ];
            if makers.iter().any(|names| ends_with(&path.path, names)) {
                let range: Range<usize> = call.span().byte_range();
                self.found.push(range.end);
            }
        }
        visit::visit_expr_call(self, call);
    }
}
