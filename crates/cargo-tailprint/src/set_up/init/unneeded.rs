//! Dependencies that nothing uses any more once tailprint serves the files.

use super::edits::manifest;
use super::plan::{Change, Plan};
use super::project::Project;
use super::sources::imports::names;

/// Crates that serve files, and their names in code.
const SERVERS: [(&str, &str); 6] = [
    ("actix-files", "actix_files"),
    ("axum-embed", "axum_embed"),
    ("ntex-files", "ntex_files"),
    ("rust-embed", "rust_embed"),
    ("tower-embed", "tower_embed"),
    ("tower-http", "tower_http"),
];

/// Removes a crate that only code which is replaced by this plan has named.
pub(crate) fn remove(project: &Project, plan: &mut Plan) -> Result<(), String> {
    for (name, word) in SERVERS {
        let named = |change: &Change| change.before.as_deref().is_some_and(|it| names(it, word));
        if !plan.changes().any(named) {
            continue;
        }
        let mut is_used = false;
        for file in project.own_files(&[]) {
            if file.path().extension().is_some_and(|it| it == "rs") {
                is_used |= names(&plan.text_or_empty(file.path())?, word);
            }
        }
        if !is_used {
            let text = plan.text_or_empty(&project.manifest)?;
            let mut document = manifest::parse(&text, &project.shown(&project.manifest))?;
            if manifest::release(&mut document, name) {
                plan.set(&project.manifest, document.to_string())?;
            }
        }
    }
    Ok(())
}
