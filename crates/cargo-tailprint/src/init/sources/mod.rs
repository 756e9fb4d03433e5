//! The edits of Rust sources: `assets!()`, the filters, the route, the layer and the socket.
//!
//! An edit is planned only where it is sure to be right. Everything else becomes a note to the user.

mod crates;
mod derives;
mod edits;
mod filters;
mod home;
mod imports;
mod listener;
mod live;
mod modules;
mod router;
mod serve;
mod served;

use std::path::PathBuf;

use super::plan::Plan;
use super::project::{Engine, Project};
use super::survey::Survey;
use crates::{Crate, with_routes};
use edits::Edits;
use served::Served;

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
        for module in Crate::read(target, plan).modules {
            for served in served::served(&module) {
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

/// Plans the edits of sources and templates. Returns true if they need the crate `listenfd`.
pub(crate) fn wire(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<bool, String> {
    let crates: Vec<Crate<'_>> = project.crates().map(|target| Crate::read(target, plan)).collect();
    let framework = project.framework();
    let modules = with_routes(&crates, framework);
    let mut edits = Edits::default();
    if let Some(home) = home::find(project, &crates, &mut edits, plan) {
        if project.engine() == Engine::Askama {
            filters::add(project, survey, &crates, &home, &mut edits, plan)?;
        }
        serve::add(project, survey, &crates, &modules, &home, &mut edits, plan)?;
    }
    live::layer(framework, &modules, &mut edits, plan);
    let needs_listenfd = live::socket(framework, &modules, &mut edits, plan);
    edits.apply(plan)?;
    Ok(needs_listenfd)
}
