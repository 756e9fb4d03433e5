//! The route that serves the assets.

use super::super::plan::Plan;
use super::super::project::{Framework, Project};
use super::crates::{Crate, RoutedModule, only_chain};
use super::edits::Edits;
use super::home::Home;

/// Adds the route to the router, or notes it for the user.
pub(crate) fn add(
    project: &Project,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    edits: &mut Edits,
    plan: &mut Plan,
) {
    let framework = project.framework();
    if let Some(note) = by_hand(framework) {
        if !modules.iter().any(|it| it.module.text.contains("assets::service()")) {
            plan.note(note);
        }
        return;
    }
    if modules.iter().any(|it| it.routes.serves_assets) {
        return;
    }
    let conflict = modules.iter().find_map(|it| Some((it.module, it.routes.conflict.as_ref()?)));
    if let Some((module, path)) = conflict {
        let (shown, call) = (project.shown(&module.file), call(framework, "assets"));
        plan.note(format!(
            "{shown} has a route at \"{path}\", where the assets are served: write `{call}` in its place"
        ));
        return;
    }
    let router = only_chain(modules)
        .and_then(|(it, chain)| Some((it.module, chain, assets_from(it, crates, home)?)));
    if let Some((module, chain, assets)) = router {
        edits.add(module, chain.service.with(&call(framework, &assets)));
    } else {
        let maker = if framework == Framework::Axum { "Router" } else { "App" };
        let call = call(framework, "assets");
        plan.note(format!("add `{call}` to the `{maker}` that serves the pages"));
    }
}

/// The line that serves the assets, for frameworks whose sources are not changed.
fn by_hand(framework: Framework) -> Option<&'static str> {
    Some(match framework {
        Framework::Axum | Framework::Actix => return None,
        Framework::Rocket => "add `.mount(\"/\", assets::service())` to `rocket::build()`",
        Framework::Ntex => "add `.service(assets::service())` to the `App`",
        Framework::Poem => {
            "add `.nest(assets::MOUNT, assets::service().compat())` to the `Route`, with \
             `use poem::endpoint::TowerCompatExt;` and the feature `tower-compat` of poem"
        }
        Framework::Salvo => {
            "add `.push(Router::with_path(\"{**path}\").goal(TowerServiceCompat::<ReqBody, _, _, _>::compat(\
             assets::service().with_mount())))` to the `Router`, behind its routes, with `use salvo::http::ReqBody;` \
             and the feature `tower-compat` of salvo"
        }
        Framework::Warp => {
            "serve `assets::service().with_mount().fallback(warp::service(routes))` with hyper in the place of \
             `warp::serve(routes)`"
        }
        Framework::Hyper => {
            "serve `TowerToHyperService::new(assets::service().with_mount().fallback(app))` of hyper-util, with a \
             tower service `app` that answers everything else"
        }
        Framework::Other => {
            "serve the assets below `assets::MOUNT`: `assets::service()` is a tower::Service, \
             `assets::ASSETS.respond(&request)` a plain function"
        }
    })
}

/// The call on the router that adds the route.
fn call(framework: Framework, assets: &str) -> String {
    match framework {
        Framework::Axum => format!(".nest_service({assets}::MOUNT, {assets}::service())"),
        _ => format!(".service({assets}::service())"),
    }
}

/// The path of `assets` as a module names it, if it can name it.
fn assets_from(from: &RoutedModule<'_, '_>, crates: &[Crate<'_>], home: &Home) -> Option<String> {
    let declaring = crates.get(home.index)?;
    if std::ptr::eq(declaring, from.home) {
        return Some(from.module.assets(&home.path));
    }
    let library = declaring.target.name.replace('-', "_");
    let path = home.path.iter().fold(library, |name, part| name + "::" + part);
    declaring.target.is_library().then(|| path + "::assets")
}
