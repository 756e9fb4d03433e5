//! The edits of Rust sources: `assets!()`, the filters, the route, the layer and the socket.
//!
//! An edit is planned only where it is sure to be right. Everything else becomes a note to the user.

mod crates;
mod derives;
mod edits;
mod filters;
mod home;
mod listener;
mod live;
mod modules;
mod router;
mod serve;

use super::plan::Plan;
use super::project::{Engine, Project};
use crates::{Crate, with_routes};
use edits::Edits;

/// Plans the edits of sources and templates. Returns true if they need the crate `listenfd`.
pub(crate) fn wire(project: &Project, plan: &mut Plan) -> Result<bool, String> {
    let crates: Vec<Crate<'_>> = project.crates().map(|target| Crate::read(target, plan)).collect();
    let framework = project.framework();
    let modules = with_routes(&crates, framework);
    let mut edits = Edits::default();
    if let Some(home) = home::find(project, &crates, &mut edits, plan) {
        if project.engine() == Engine::Askama {
            filters::add(project, &crates, &home, &mut edits, plan)?;
        }
        serve::add(project, &crates, &modules, &home, &mut edits, plan);
    }
    live::layer(framework, &modules, &mut edits, plan);
    let needs_listenfd = live::socket(framework, &modules, &mut edits, plan);
    edits.apply(plan)?;
    Ok(needs_listenfd)
}
