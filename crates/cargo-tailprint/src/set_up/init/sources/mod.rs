//! The edits of Rust sources: `assets!()`, the filters, the route, the layer and the socket.
//!
//! An edit is planned only where it is sure to be right. Everything else becomes a note to the user.

mod crates;
mod derives;
pub(super) mod edits;
mod filters;
mod home;
pub(super) mod imports;
pub(crate) mod included;
mod lines;
mod macros;
mod modules;
mod naming;
mod register;
mod server;

use std::path::PathBuf;

use super::edits::links;
use super::plan::Plan;
use super::project::{Engine, Project};
use super::survey::Survey;
use crate::support::walk;
use crates::{Crate, with_routes};
use edits::Edits;
use home::Home;
pub(crate) use modules::{Constants, Module, of_crate};
use naming::Names;
use server::embeds::Embeds;
use server::replace::Replaced;
use server::served::{self, RESOURCES, Served};
pub(crate) use server::{Folder, Paths, Variable};
use server::{live, serve};

/// A place that serves files, with its module.
pub(crate) struct Place {
    pub(crate) file: PathBuf,
    /// The names from the root of the crate to the module.
    pub(crate) module: Vec<String>,
    pub(crate) served: Served,
}

/// Lists the places of the package that serve or embed files.
pub(crate) fn places(project: &Project, plan: &Plan) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for target in project.crates() {
        let modules = Crate::read(target, plan).modules;
        let (constants, embeds) = (Constants::of(&modules), Embeds::of(&modules));
        for module in modules {
            for mut served in served::served(&module, &constants, &embeds) {
                if served.folder.is_none() {
                    served.folder = loaded(project, served.name, plan);
                }
                let has_index = |folder: &str| {
                    served.index.as_ref().is_some_and(|index| {
                        let folder = project.folder().join(folder);
                        walk::own_files(&folder, &[]).any(|file| file.path().ends_with(index))
                    })
                };
                if served.folder.as_deref().is_some_and(has_index) {
                    // It answers for a folder, which `assets::service()` does not.
                    served.replace = None;
                }
                let is_known = found.iter().any(|it| it.file == module.file && it.served == served);
                // A module may belong to two crates.
                if !is_known {
                    let (file, module) = (module.file.clone(), module.path.clone());
                    found.push(Place { file, module, served });
                }
            }
        }
    }
    found
}

/// The call by which a build script embeds files for the service of a crate.
struct Script {
    /// The service as the user knows it.
    name: &'static str,
    call: &'static str,
    /// The last use of it in the app, and the crate.
    uses: (&'static str, &'static str),
}

const SCRIPTS: [Script; 2] = [
    Script {
        name: "memory_serve::load",
        call: "load_directory",
        uses: ("memory_serve::load!", "memory-serve"),
    },
    Script {
        name: RESOURCES,
        call: "resource_dir",
        uses: ("ResourceFiles", "actix-web-static-files"),
    },
];

/// The folder that a service sends, as the build script names it.
fn loaded(project: &Project, name: &str, plan: &Plan) -> Option<String> {
    let script = SCRIPTS.iter().find(|it| it.name == name)?;
    let (_, rest) = script_call(project, script, plan)?;
    rest.strip_prefix('"')?.split_once('"').map(|(folder, _)| folder.to_owned())
}

/// The call in the build script: its line, and the text behind its bracket.
fn script_call(project: &Project, script: &Script, plan: &Plan) -> Option<(usize, String)> {
    let text = plan.text(project.build_script()?).ok()??;
    let (before, rest) = text.split_once(&format!("{}(", script.call))?;
    Some((links::line_at(&text, before.len()), rest.to_owned()))
}

/// Tells the calls by which the build script embeds files that are assets now.
fn embedded_twice(project: &Project, survey: &Survey, plan: &mut Plan) {
    for it in SCRIPTS {
        let is_loaded = survey.places.iter().any(|place| place.served.name == it.name);
        let Some(path) = project.build_script().filter(|_| is_loaded) else { continue };
        let Some((line, _)) = script_call(project, &it, plan) else { continue };
        let Script { name, call, uses: (last, source) } = it;
        let called =
            name.split_once("::").map_or_else(String::new, |(name, _)| format!("{name}::"));
        plan.note(format!(
            "{}:{line}: `{called}{call}` goes on to embed these files a second time: remove it with the last `{last}`, and \
             the crate {source} from Cargo.toml",
            project.shown(path)
        ));
    }
}

/// The crate and the feature that the edits of sources need in `Cargo.toml`.
#[derive(Debug, Default)]
pub(crate) struct Needed {
    /// The crate `listenfd`.
    pub(crate) listenfd: bool,
    /// The feature of tailprint that registers the filters.
    pub(crate) feature: Option<&'static str>,
    /// The paths of `assets` for steps.
    pub(crate) names: Names,
}

/// Plans the edits of sources and templates.
pub(crate) fn wire(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<Needed, String> {
    let crates: Vec<Crate<'_>> = project.crates().map(|target| Crate::read(target, plan)).collect();
    let framework = project.framework();
    let mut modules = with_routes(&crates, framework);
    let mut edits = Edits::default();
    let mut needed = Needed::default();
    if let Some(home) = home::find(project, &crates, &mut edits, plan) {
        home.join(&mut modules);
        let engine = project.engine();
        match engine {
            Engine::Askama | Engine::OldAskama | Engine::Rinja => {
                filters::add(project, survey, &crates, &home, &mut edits, plan)?;
            }
            _ if survey.is_set_up => {}
            Engine::Maud | Engine::Hypertext | Engine::Leptos => {
                macros::add(engine, survey, &crates, &home, &mut edits);
            }
            _ => {}
        }
        if let Some(engine) = project.at_run_time().filter(|_| !survey.is_set_up) {
            needed.feature = register::add(project, engine, &crates, &modules, &home, &mut edits);
            if needed.feature.is_some() {
                links::rewrite(project, survey, plan)?;
            }
        }
        needed.names = Names::of(project, &crates, &modules, &home);
        serve::add(project, survey, &crates, &modules, &home, &mut edits, plan)?;
    } else {
        serve::others(project, survey, &Replaced::default(), plan);
    }
    included::by_hand(project, survey, &crates, plan);
    embedded_twice(project, survey, plan);
    live::layer(project, framework, &modules, &mut edits, plan);
    needed.listenfd = live::socket(project, framework, &modules, &mut edits, plan);
    edits.apply(plan)?;
    Ok(needed)
}
