//! The lines of the app that a step by hand is about.

use std::ops::Range;

use super::super::project::{Framework, Project};
use super::crates::{RoutedModule, chains};
use super::modules::Module;

/// The most places that a step names of routers, each of which could be the one that it is about.
const ROUTERS: usize = 3;

/// Lists the lines of code with one of these texts as `file:line, file:line: `, for the start of a step. Empty if there is
/// none.
pub(crate) fn with<'a>(
    project: &Project,
    modules: impl IntoIterator<Item = &'a RoutedModule<'a, 'a>>,
    texts: &[&str],
) -> String {
    let modules: Vec<&Module> = modules.into_iter().map(|it| it.module).collect();
    let mut places: Vec<String> = Vec::new();
    for module in &modules {
        // Modules in braces share a file.
        let tests = modules.iter().filter(|it| it.file == module.file).flat_map(|it| it.tests());
        let tests: Vec<Range<usize>> = tests.collect();
        let mut start = 0;
        let lines = module.text.split_inclusive('\n').enumerate().filter(|(_, line)| {
            let at = start;
            start += line.len();
            let is_comment = line.trim_start().starts_with("//");
            let is_wanted = !is_comment && texts.iter().any(|text| line.contains(text));
            is_wanted && !tests.iter().any(|test| test.contains(&at))
        });
        let shown = project.shown(&module.file);
        places.extend(lines.map(|(index, _)| format!("{shown}:{}", index + 1)));
    }
    let places = sorted(places);
    if places.is_empty() { String::new() } else { places.join(", ") + ": " }
}

/// Lists the lines with the first of these texts that there is, as [`with`] does.
fn with_first<'a>(
    project: &Project,
    modules: &'a [RoutedModule<'a, 'a>],
    texts: &[&str],
) -> String {
    let mut found = texts.iter().map(|text| with(project, modules, &[text]));
    found.find(|it| !it.is_empty()).unwrap_or_default()
}

/// Lists the lines of the routers that may serve the pages, as [`with`] does: the outermost ones, as far as the code
/// shows that.
pub(crate) fn of_routers(
    project: &Project,
    framework: Framework,
    modules: &[RoutedModule<'_, '_>],
) -> String {
    let greatest = chains(modules).map(|(_, chain)| chain.part).max();
    let wanted = chains(modules).filter(|(_, chain)| Some(chain.part) == greatest);
    let places = wanted
        .map(|(it, chain)| format!("{}:{}", project.shown(&it.module.file), chain.line))
        .collect();
    let mut places = sorted(places);
    if places.is_empty() {
        return with_first(project, modules, made(framework));
    }
    let more = places.len().saturating_sub(ROUTERS);
    places.truncate(ROUTERS);
    let more = if more == 0 { String::new() } else { format!(" or one of {more} more") };
    format!("{}{more}: ", places.join(", "))
}

/// The texts by which the code makes a router or a server.
fn made(framework: Framework) -> &'static [&'static str] {
    match framework {
        Framework::Axum => &["Router::new(", ".route(", "axum::serve("],
        Framework::Salvo => &["Router::new(", "Router::with_path("],
        Framework::Actix | Framework::Ntex => &["App::new("],
        Framework::Rocket => &["rocket::build(", "rocket::custom(", "Rocket::build("],
        Framework::Poem => &["Route::new("],
        Framework::Warp => &["warp::serve("],
        Framework::Hyper | Framework::Other => &["TcpListener::bind("],
    }
}

/// The places in the order of files and lines, each once.
fn sorted(mut places: Vec<String>) -> Vec<String> {
    places.sort_by(|one, other| key(one).cmp(&key(other)));
    places.dedup();
    places
}

/// The file, and the line as a number.
fn key(place: &str) -> (&str, usize) {
    let (file, line) = place.rsplit_once(':').unwrap_or((place, ""));
    (file, line.parse().unwrap_or_default())
}
