//! The route that serves the assets.

use super::super::plan::Plan;
use super::super::project::{Framework, Project};
use super::super::survey::{Files, Survey, setting};
use super::crates::{Crate, RoutedModule, only_chain};
use super::edits::Edits;
use super::home::Home;
use super::imports;

/// Adds the route to the router, or notes it for the user.
pub(crate) fn add(
    project: &Project,
    survey: &Survey,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    edits: &mut Edits,
    plan: &mut Plan,
) -> Result<(), String> {
    let is_replaced = !survey.is_set_up && replace(survey, crates, modules, home, edits);
    others(project, survey, is_replaced, plan);
    if is_replaced {
        return Ok(());
    }
    let framework = project.framework();
    if let Some(note) = by_hand(framework) {
        if !modules.iter().any(|it| it.module.text.contains("assets::service()")) {
            plan.note(note);
        }
        return Ok(());
    }
    if modules.iter().any(|it| it.routes.serves_assets) {
        return Ok(());
    }
    let url = url_prefix(project, plan)?;
    // A router with two routes for one path panics at the start.
    let is_below = |path: &&String| format!("{path}/").starts_with(&url);
    let conflict =
        modules.iter().find_map(|it| Some((it.module, it.routes.paths.iter().find(is_below)?)));
    if let Some((module, path)) = conflict {
        let (shown, call) = (project.shown(&module.file), call(framework, "assets"));
        plan.note(format!(
            "{shown} has a route at \"{path}\", where the assets are served: write `{call}` in its place"
        ));
        return Ok(());
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
    Ok(())
}

/// The URL prefix in the build script, as this or an earlier run has written it.
fn url_prefix(project: &Project, plan: &Plan) -> Result<String, String> {
    let script = project.folder().join("build.rs");
    let script = project.build_script().unwrap_or(&script);
    let text = plan.text_or_empty(script)?;
    Ok(setting(&text, ".url_prefix").unwrap_or("/static/").to_owned())
}

/// Puts the service in the place of the one that serves the same files today. Returns true if it did.
fn replace(
    survey: &Survey,
    crates: &[Crate<'_>],
    modules: &[RoutedModule<'_, '_>],
    home: &Home,
    edits: &mut Edits,
) -> bool {
    let Some(place) = survey.replaced() else { return false };
    let is_same =
        |it: &&RoutedModule<'_, '_>| it.module.file == place.file && it.module.path == place.module;
    let Some(routed) = modules.iter().find(is_same) else { return false };
    let Some(assets) = assets_from(routed, crates, home) else { return false };
    let Some(swap) = &place.served.replace else { return false };
    edits.replace(routed.module, swap.range.clone(), swap.with(&assets));
    imports::drop_unused(routed.module, &swap.range, edits);
    true
}

/// Tells which places go on to serve files as before, and what to do about those of the assets.
fn others(project: &Project, survey: &Survey, is_replaced: bool, plan: &mut Plan) {
    let files = survey.files.as_ref();
    for (index, place) in survey.places.iter().enumerate() {
        let is_chosen = files.is_some_and(|it| it.place == Some(index));
        // A second run does not ask again about files that the app may want to serve.
        if is_chosen && is_replaced || !is_chosen && survey.is_set_up {
            continue;
        }
        let at = format!("{}:{}", project.shown(&place.file), place.served.line);
        let name = place.served.name;
        let Some(folder) = place.served.folder.as_deref() else {
            plan.note(format!(
                "{at}: `{name}` goes on to serve a folder that is known at run time only; if its files are part of the app, \
                 add the folder by `.root(\"…\")` to build.rs"
            ));
            continue;
        };
        let is_inside = |files: &Files| project.folder().join(folder).starts_with(&files.path);
        if !is_chosen && place.served.url.is_none() && files.is_some_and(is_inside) {
            // Its files are assets already, and nobody knows whether it serves them.
            continue;
        }
        plan.note(match files {
            Some(files) if is_chosen && files.at_root() => format!(
                "{at}: `{name}` still serves {folder} at the root of the host, without hashes: remove it once nothing \
                 asks for the old URLs, and add `.at_root(\"…\")` to build.rs for more files that have to stay there"
            ),
            Some(files) if is_chosen => format!(
                "{at}: `{name}` serves {folder}: remove it, since `assets::service()` serves these files below {}",
                files.url
            ),
            _ => format!(
                "{at}: `{name}` goes on to serve {folder} without hashes; for files that are part of the app, \
                 add `.root_at(\"…\", {folder:?})` to build.rs"
            ),
        });
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
pub(crate) fn assets_from(
    from: &RoutedModule<'_, '_>,
    crates: &[Crate<'_>],
    home: &Home,
) -> Option<String> {
    let declaring = crates.get(home.index)?;
    if std::ptr::eq(declaring, from.home) {
        return Some(from.module.assets(&home.path));
    }
    let library = declaring.target.name.replace('-', "_");
    let path = home.path.iter().fold(library, |name, part| name + "::" + part);
    declaring.target.is_library().then(|| path + "::assets")
}
