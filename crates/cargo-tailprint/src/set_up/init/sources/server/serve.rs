//! The route that serves the assets.

use std::ops::Range;

use super::super::crates::{Crate, RoutedModule, main_chain};
use super::super::edits::Edits;
use super::super::home::Home;
use super::super::modules::start_of_line;
use super::super::{Place, imports, lines};
use super::mount;
use super::served::Served;
use crate::set_up::init::plan::Plan;
use crate::set_up::init::project::{Framework, Project};
use crate::set_up::init::survey::{self, Survey, setting};

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
    let framework = project.framework();
    others(project, survey, is_replaced, plan);
    if is_replaced {
        return Ok(());
    }
    if let Some(note) = by_hand(framework) {
        if !is_told(framework, survey, modules) {
            let step = match framework {
                Framework::Rocket => {
                    mount::add(project, crates, modules, home, &url_prefix(project, plan)?, edits)
                }
                _ => Some(lines::of_routers(project, framework, modules) + note),
            };
            step.into_iter().for_each(|step| plan.note(step));
        }
        return Ok(());
    }
    if modules.iter().any(|it| it.routes.serves_assets) {
        return Ok(());
    }
    if conflicts(project, survey, modules, plan)? {
        return Ok(());
    }
    let router = main_chain(modules)
        .and_then(|(it, chain)| Some((it.module, chain, assets_from(it, crates, home)?)));
    if let Some((module, chain, assets)) = router {
        let call = route(project, survey, modules, &assets);
        edits.add(module, chain.service.with(&call));
    } else {
        let maker = if framework == Framework::Axum { "Router" } else { "App" };
        let call = call(project.framework(), "assets");
        let place = lines::of_routers(project, framework, modules);
        plan.note(format!("{place}add `{call}` to the `{maker}` that serves the pages"));
    }
    Ok(())
}

/// Returns true if the assets are served already, or if another step says where they take over a route.
fn is_told(framework: Framework, survey: &Survey, modules: &[RoutedModule<'_, '_>]) -> bool {
    let takes_over = |place: &Place| {
        is_route(framework, place.served.name)
            && place.served.url.is_some()
            && !is_at_root(survey, place)
    };
    survey.chosen().is_some_and(takes_over)
        || modules.iter().any(|it| it.module.text.contains("assets::service()"))
}

/// Returns true if a route stands at the URL of the assets. The user is told then.
fn conflicts(
    project: &Project,
    survey: &Survey,
    modules: &[RoutedModule<'_, '_>],
    plan: &mut Plan,
) -> Result<bool, String> {
    let url = url_prefix(project, plan)?;
    // A router with two routes for one path panics at the start.
    let is_below = |path: &&String| format!("{path}/").starts_with(&url);
    let conflict =
        modules.iter().find_map(|it| Some((it.module, it.routes.paths.iter().find(is_below)?)));
    if let Some((module, path)) = conflict {
        // That is the route which another step is about.
        let is_unknown =
            |place: &Place| place.served.folder.is_none() && place.served.url.is_some();
        let mut told =
            survey.chosen().into_iter().chain(survey.places.iter().filter(|it| is_unknown(it)));
        if told.any(|place| place.file == module.file && is_at(place, path)) {
            return Ok(true);
        }
        let call = call(project.framework(), "assets");
        let quoted = format!("{path:?}");
        let in_file = modules.iter().filter(|it| it.module.file == module.file);
        let place = lines::with(project, in_file, &[&quoted]);
        plan.note(format!(
            "{place}a route at {quoted}, where the assets are served: write `{call}` in its place"
        ));
        return Ok(true);
    }
    Ok(false)
}

/// The calls on the router that serve the assets, and those at the root of the host.
fn route(
    project: &Project,
    survey: &Survey,
    modules: &[RoutedModule<'_, '_>],
    assets: &str,
) -> String {
    let framework = project.framework();
    let call = call(framework, assets);
    let root_files = root_files(survey, modules);
    if framework != Framework::Axum || root_files.is_empty() {
        return call;
    }
    if !project.has_old_axum() {
        return format!(".merge({assets}::service().router())");
    }
    let routes = root_files
        .iter()
        .map(|path| format!(".route_service({path:?}, {assets}::service().with_mount())"));
    call + &routes.collect::<String>()
}

/// The paths of assets that stay at the root of the host, unless a route of the app stands in the way of one: a nested
/// service does not answer there.
fn root_files(survey: &Survey, modules: &[RoutedModule<'_, '_>]) -> Vec<String> {
    let kept = survey.files.iter().flat_map(survey::Files::kept_at_root);
    let kept: Vec<String> = kept.map(|it| format!("/{it}")).collect();
    let mut paths = modules.iter().flat_map(|it| &it.routes.paths);
    if paths.any(|path| kept.contains(path)) { Vec::new() } else { kept }
}

/// Returns true if a place serves the files at the root of the host, where other routes are as well.
fn is_at_root(survey: &Survey, place: &Place) -> bool {
    let is_root = place.served.url.as_deref().is_some_and(str::is_empty);
    is_root || survey.files.as_ref().is_some_and(survey::Files::at_root)
}

/// Returns true if a place serves files at the path of a route.
fn is_at(place: &Place, path: &str) -> bool {
    place.served.url.as_deref() == Some(path.trim_end_matches('/'))
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
    let statement = swap.statement.clone();
    if let Some(statement) = &statement {
        edits.replace(routed.module, lines_of(&routed.module.text, statement), String::new());
    }
    let replaced: Vec<Range<usize>> = statement.into_iter().chain([swap.range.clone()]).collect();
    imports::drop_unused(routed.module, &replaced, edits);
    true
}

/// The lines of a statement, if nothing else stands in them.
fn lines_of(text: &str, statement: &Range<usize>) -> Range<usize> {
    let start = start_of_line(text, statement.start);
    let is_first = text.get(start..statement.start).is_some_and(|it| it.trim().is_empty());
    // The statement ends within the text.
    let behind = text.get(statement.end..).unwrap_or_default();
    match behind.find('\n').filter(|end| behind.get(..*end).is_some_and(|it| it.trim().is_empty()))
    {
        Some(end) if is_first => start..statement.end + end + 1,
        _ => statement.clone(),
    }
}

/// Tells which places go on to serve files as before, and what to do about those of the assets.
pub(crate) fn others(project: &Project, survey: &Survey, is_replaced: bool, plan: &mut Plan) {
    let framework = project.framework();
    let files = survey.files.as_ref();
    for (index, it) in survey.places.iter().enumerate() {
        let folder = it.served.folder.as_deref();
        // Another program of the package may serve the same folder.
        let serves_all = |files: &survey::Files| {
            files.place == Some(index)
                || folder.is_some_and(|folder| survey::is_whole(project, folder, files))
        };
        let is_chosen = files.is_some_and(serves_all);
        let at = format!("{}:{}", project.shown(&it.file), it.served.line);
        let name = it.served.name;
        let is_routed = it.served.url.is_some() && is_route(framework, name);
        let Some(folder) = folder else {
            let call = is_routed.then(|| call(framework, "assets"));
            plan.notes.extend(at_run_time(survey, &it.served, &at, call));
            continue;
        };
        // A second run does not ask again about files that the app may want to serve.
        if is_chosen && is_replaced || !is_chosen && survey.is_set_up {
            continue;
        }
        if it.served.is_embedded && !is_chosen && !survey::has_files_of_pages(project, folder) {
            continue;
        }
        if files.is_none() && is_default(folder, it.served.url.as_deref()) {
            // The step about its route says all.
            continue;
        }
        if files.is_some_and(|files| survey::is_beside(project, folder, files)) {
            // Pages ask for its files by their hashed names now; other URLs stay right.
            continue;
        }
        if !is_chosen && survey.unlinked.contains(&index) {
            continue;
        }
        let is_inside = files.is_some_and(|files| survey::is_inside(project, folder, files));
        if !is_chosen && is_inside && (it.served.url.is_none() || keeps_url(folder)) {
            // Its files are assets already, and it may serve them where they have to be.
            plan.notes.extend(of_working_folder(survey, &it.served, &at, folder));
            continue;
        }
        let place = Told { at, name, folder, is_chosen, is_inside };
        plan.note(place.step(
            files,
            is_routed.then(|| call(framework, "assets")),
            is_at_root(survey, it),
        ));
    }
}

/// Returns true for the folder and the URL that tailprint takes by itself, once there are files.
fn is_default(folder: &str, url: Option<&str>) -> bool {
    folder.trim_start_matches("./").trim_end_matches('/') == "static" && url == Some("/static")
}

/// The step about a file at the root of the host, which is read from the disk while the assets are in the program.
fn of_working_folder(survey: &Survey, served: &Served, at: &str, file: &str) -> Option<String> {
    let name = file.rsplit('/').next()?;
    let is_at_root = served.url.as_deref().and_then(|url| url.strip_prefix('/')) == Some(name);
    let is_told = served.name == "ServeFile" && is_at_root && !survey.is_set_up;
    is_told.then(|| {
        format!(
            "{at}: `ServeFile` goes on to read {file} from the folder that the program is started in: to have it in the \
             program, add `.at_root({name:?})` to build.rs, and write `assets::service().with_mount()` in the place of \
             `ServeFile::new(…)`"
        )
    })
}

/// The step about a folder that is known at run time only. One file is what a handler sends for a request.
fn at_run_time(survey: &Survey, served: &Served, at: &str, call: Option<String>) -> Option<String> {
    let name = served.name;
    let is_same = |files: &&survey::Files| {
        served.url.as_ref().is_some_and(|url| format!("{url}/") == files.url)
    };
    match (survey.files.as_ref().filter(is_same), call) {
        (Some(files), Some(call)) => Some(format!(
            "{at}: `{name}` serves a folder that is known at run time only: write `{call}` in its place, since {} is part of \
             the program now",
            files.folder
        )),
        _ if survey.is_set_up || name == "ServeFile" => None,
        _ => Some(format!(
            "{at}: `{name}` goes on to serve a folder that is known at run time only; if its files are part of the app, \
             add the folder by `.root(\"…\")` to build.rs"
        )),
    }
}

/// A place that goes on to serve files.
struct Told<'a> {
    at: String,
    name: &'a str,
    folder: &'a str,
    /// True if it serves the folder of the assets.
    is_chosen: bool,
    /// True if it serves a part of that.
    is_inside: bool,
}

impl Told<'_> {
    /// The step by hand; `call` takes over its route, if it has one.
    fn step(
        &self,
        files: Option<&survey::Files>,
        call: Option<String>,
        is_at_root: bool,
    ) -> String {
        let Self { at, name, folder, is_chosen, is_inside } = self;
        match (files, call) {
            (Some(_), _) if *is_chosen && is_at_root => format!(
                "{at}: `{name}` still serves {folder} at the root of the host, without hashes: remove it once nothing \
                 asks for the old URLs, and add `.at_root(\"…\")` to build.rs for more files that have to stay there"
            ),
            (Some(_), Some(call)) if *is_chosen => {
                format!("{at}: `{name}` serves {folder}: write `{call}` in its place")
            }
            (Some(files), None) if *is_chosen => format!(
                "{at}: `{name}` serves {folder}: remove it, since `assets::service()` serves these files below {}",
                files.url
            ),
            (Some(_), _) if *is_inside => format!(
                "{at}: `{name}` goes on to serve {folder}, which is an asset now, without hashes: remove it once nothing asks \
                 for that URL any more"
            ),
            _ => format!(
                "{at}: `{name}` goes on to serve {folder} without hashes; for files that are part of the app, \
                 add `.root_at(\"…\", {folder:?})` to build.rs"
            ),
        }
    }
}

/// Returns true for a service that stands in a route which `assets::service()` may take over.
fn is_route(framework: Framework, name: &str) -> bool {
    matches!(
        (framework, name),
        (Framework::Axum, "ServeDir")
            | (Framework::Actix, "Files")
            | (Framework::Rocket, "FileServer")
    )
}

/// Returns true for a file whose URL programs or people know: a page, and what browsers and crawlers ask for by its name.
fn keeps_url(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ends = [".html", ".htm", ".webmanifest", ".ico", ".txt", ".xml"];
    survey::OF_HOST.contains(&name) || ends.iter().any(|end| name.ends_with(end))
}

/// The line that serves the assets, for frameworks whose sources are not changed.
fn by_hand(framework: Framework) -> Option<&'static str> {
    Some(match framework {
        Framework::Axum | Framework::Actix => return None,
        Framework::Rocket => mount::BY_HAND,
        Framework::Ntex => "add `.service(assets::service())` to the `App`",
        Framework::Poem => {
            "add `.nest(assets::MOUNT, assets::service().compat())` to the `Route`, with \
             `use poem::endpoint::TowerCompatExt;` and the feature `tower-compat` of poem"
        }
        Framework::Salvo => {
            "write `let service = TowerServiceCompat::<ReqBody, _, _, _>::compat(assets::service().with_mount());`, and add \
             `.push(Router::with_path(format!(\"{}/{{**file}}\", assets::MOUNT)).goal(service))` to the `Router`, with \
             `use salvo::http::ReqBody;` and the feature `tower-compat` of salvo"
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
pub(super) fn call(framework: Framework, assets: &str) -> String {
    match framework {
        Framework::Axum => format!(".nest_service({assets}::MOUNT, {assets}::service())"),
        Framework::Rocket => format!(".mount(\"/\", {assets}::service())"),
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
    let is_own = |(index, it): (usize, &Crate<'_>)| home.has(index) && std::ptr::eq(it, from.home);
    if crates.iter().enumerate().any(is_own) {
        return Some(from.module.assets(&home.path));
    }
    let library = declaring.target.name.replace('-', "_");
    let path = home.path.iter().fold(library, |name, part| name + "::" + part);
    declaring.target.is_library().then(|| path + "::assets")
}
