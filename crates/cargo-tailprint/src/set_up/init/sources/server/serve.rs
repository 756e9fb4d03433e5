//! The route that serves the assets.

use super::super::crates::{Crate, RoutedModule, main_chain};
use super::super::edits::Edits;
use super::super::home::Home;
use super::super::{Place, lines};
use super::replace::{Replaced, replace};
use super::served::{RESOURCES, Served};
use super::{inner, mount};
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
    let framework = project.framework();
    let replaced = match survey.is_set_up {
        false => replace(project, survey, crates, modules, home, edits),
        true => Replaced::default(),
    };
    others(project, survey, &replaced, plan);
    let is_unclear = |it: &Place| it.served.is_unclear && is_route(framework, it.served.name);
    if replaced.is_done || survey.chosen().is_some_and(is_unclear) {
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
    let is_served = modules.iter().any(|it| it.routes.serves_assets);
    if is_served || conflicts(project, survey, modules, plan)? {
        return Ok(());
    }
    let router = main_chain(modules)
        .and_then(|(it, chain)| Some((it.module, chain, assets_from(it, crates, home)?)));
    if let Some((module, chain, assets)) = router {
        let call = route(project, survey, modules, &assets);
        edits.add(module, chain.service.with(&call));
    } else {
        plan.note(to_router(project, modules));
    }
    Ok(())
}

/// The step about a router that the code does not show to be the one of the pages.
fn to_router(project: &Project, modules: &[RoutedModule<'_, '_>]) -> String {
    let framework = project.framework();
    let maker = if framework == Framework::Axum { "Router" } else { "App" };
    let call = call(framework, "assets");
    let place = lines::of_routers(project, framework, modules);
    format!("{place}add `{call}` to the `{maker}` that serves the pages")
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

/// Tells which places go on to serve files as before, and what to do about those of the assets.
pub(crate) fn others(project: &Project, survey: &Survey, replaced: &Replaced, plan: &mut Plan) {
    for (index, it) in survey.places.iter().enumerate() {
        if !replaced.gone.contains(&index)
            && let Some(step) = other(project, survey, replaced.is_done, (index, it))
        {
            plan.note(step);
        }
    }
}

/// The step about a place, if there is one.
fn other(
    project: &Project,
    survey: &Survey,
    is_replaced: bool,
    (index, it): (usize, &Place),
) -> Option<String> {
    let framework = project.framework();
    let (files, served, name) = (survey.files.as_ref(), &it.served, it.served.name);
    let at = format!("{}:{}", project.shown(&it.file), served.line);
    let is_routed = (served.url.is_some() || served.is_unclear) && is_route(framework, name);
    let call = is_routed
        .then(|| format!("`{}` in its place{}", call(framework, "assets"), needs(framework)));
    let Some(folder) = served.folder.as_deref() else {
        return at_run_time(survey, served, &at, call);
    };
    // Another program of the package may serve the same folder.
    let is_chosen = files.is_some_and(|files| {
        files.place == Some(index) || survey::is_whole(project, folder, files)
    });
    if is_chosen && is_replaced && !(served.is_embedded && served.url.is_none()) {
        return None;
    }
    if inner::is_before_assets(framework, survey, it) {
        return Some(format!(
            "{at}: `{name}` serves {folder}, and answers for the hashed URLs of its files before the assets do: remove it, since \
             `assets::service()` serves them as well"
        ));
    }
    if is_silent(project, survey, is_chosen, (index, it, folder)) {
        return None;
    }
    let is_inside = files.is_some_and(|files| survey::is_inside(project, folder, files));
    if !is_chosen && is_inside && (served.url.is_none() || keeps_url(folder)) {
        // Its files are assets already, and it may serve them where they have to be.
        return of_working_folder(survey, served, &at, folder);
    }
    let is_unclear = served.is_unclear;
    let place = Told { at, name, folder, is_chosen, is_inside, is_unclear };
    Some(place.step(files, call, is_at_root(survey, it)))
}

/// Returns true for a place that nothing has to be done about.
fn is_silent(
    project: &Project,
    survey: &Survey,
    is_chosen: bool,
    (index, it, folder): (usize, &Place, &str),
) -> bool {
    let files = survey.files.as_ref();
    let is_other = || {
        !survey::has_files_of_pages(project, folder) || survey::has_templates_alone(project, folder)
    };
    // The step about its route says all.
    files.is_none() && is_default(folder, it.served.url.as_deref())
        // Pages ask for its files by their hashed names now; other URLs stay right.
        || files.is_some_and(|files| survey::is_beside(project, folder, files))
        || !is_chosen
            // A second run does not ask again about files that the app may want to serve.
            && (survey.is_set_up
                || it.served.is_embedded && is_other()
                || survey.unlinked.contains(&index))
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
            "{at}: `{name}` serves a folder that is known at run time only: write {call}, since {} is part of the program \
             now",
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
    /// True if the path of its route is not written there.
    is_unclear: bool,
}

impl Told<'_> {
    /// The step by hand; `call` takes over its route, if it has one.
    fn step(
        &self,
        files: Option<&survey::Files>,
        call: Option<String>,
        is_at_root: bool,
    ) -> String {
        let Self { at, name, folder, is_chosen, is_inside, is_unclear } = self;
        match (files, call) {
            (Some(files), Some(call)) if *is_chosen && *is_unclear => {
                let url = if files.at_root() { "/static/" } else { &files.url };
                format!(
                    "{at}: `{name}` serves {folder} below a path that is not written there: write {call}, and give the path \
                     to `.url_prefix(\"…\")` in build.rs if it is not {url}"
                )
            }
            (Some(_), _) if *is_chosen && is_at_root => format!(
                "{at}: `{name}` still serves {folder} at the root of the host, without hashes: remove it once nothing \
                 asks for the old URLs, and add `.at_root(\"…\")` to build.rs for more files that have to stay there"
            ),
            (Some(_), Some(call)) if *is_chosen => {
                format!("{at}: `{name}` serves {folder}: write {call}")
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
                "{at}: `{name}` goes on to serve {folder} without hashes; {}",
                added(name, folder)
            ),
        }
    }
}

/// The way in which a folder becomes one of assets. Only the folder of a file can.
fn added(name: &str, folder: &str) -> String {
    let is_file = name == "ServeFile" || name == "StaticFileEndpoint";
    let above = folder.rsplit_once('/').map(|(above, _)| above);
    match above.filter(|_| is_file) {
        Some(above) => format!(
            "if it is part of the app, add its folder by `.root_at(\"…\", {above:?})` to build.rs"
        ),
        None if is_file => "if it is part of the app, move it to the static files".to_owned(),
        None => format!(
            "for files that are part of the app, add `.root_at(\"…\", {folder:?})` to build.rs"
        ),
    }
}

/// Returns true for a service that stands in a route which `assets::service()` may take over.
fn is_route(framework: Framework, name: &str) -> bool {
    matches!(
        (framework, name),
        (Framework::Axum, "ServeDir")
            | (Framework::Axum, "ServeEmbed")
            | (Framework::Actix | Framework::Ntex, "Files")
            | (Framework::Actix, RESOURCES)
            | (Framework::Rocket, "FileServer")
            | (Framework::Poem, "StaticFilesEndpoint" | "EmbeddedFilesEndpoint")
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
        Framework::Poem => format!(".nest({assets}::MOUNT, {assets}::service().compat())"),
        _ => format!(".service({assets}::service())"),
    }
}

/// The imports and features that the call needs.
fn needs(framework: Framework) -> &'static str {
    match framework {
        Framework::Poem => {
            ", with `use poem::endpoint::TowerCompatExt;` and the feature `tower-compat` of poem"
        }
        _ => "",
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
