//! Folders of templates that have another name than `templates`.

use std::path::{Path, PathBuf};

use tailprint_core::path::is_below;

use super::super::edits::links::{is_code, is_page};
use super::super::plan::Plan;
use super::super::project::Project;
use super::{Files, locate};
use crate::support::walk;

/// Lists the folders with pages that Rust code names, in an app whose engine reads its templates at run time:
/// `path_loader("views")`, `Tera::new("views/**/*.html")`. Those beside the package follow.
pub(super) fn folders(
    project: &Project,
    files: Option<&Files>,
    plan: &Plan,
) -> Result<Vec<String>, String> {
    let mut found: Vec<String> = Vec::new();
    if project.at_run_time().is_none() {
        return Ok(found);
    }
    let not_of_app = ["tests", "benches", "examples"].map(|name| project.folder().join(name));
    for file in project.own_files(&not_of_app).filter(|file| is_code(file.path())) {
        let text = plan.text_or_empty(file.path())?;
        // Tests may have templates of their own.
        let code = text.split_once("#[cfg(test)]\nmod ").map_or(&*text, |(code, _)| code);
        for literal in code.split('"') {
            let Some((folder, path)) = named(project, literal) else { continue };
            let is_new = !folder.starts_with("templates")
                && !found.iter().any(|it| path.starts_with(project.folder().join(it)));
            let is_other =
                files.is_none_or(|it| !path.starts_with(&it.path) && !it.path.starts_with(&path));
            if is_new && is_other && has_pages(&path) {
                found.push(folder);
            }
        }
    }
    found.extend(project.beside().iter().map(|folder| project.relative(folder)));
    Ok(found)
}

/// The folder that a literal names: up to a wildcard, or above a file.
fn named(project: &Project, literal: &str) -> Option<(String, PathBuf)> {
    let path = literal.split('*').next()?.trim_end_matches('/');
    let name = path.trim_start_matches("./");
    let is_path = is_below(Path::new(name))
        && !name.contains(['\n', ' ', '{', '<', '\\'])
        && !["src", "target", "node_modules"].contains(&name);
    if !is_path {
        return None;
    }
    let folder = locate(project, path).or_else(|| {
        let (above, name) = path.rsplit_once('/')?;
        let (folder, path) = locate(project, above).filter(|_| is_page(Path::new(name)))?;
        path.join(name).is_file().then_some((folder, path))
    })?;
    (folder.0 != "src" && !folder.0.starts_with("../")).then_some(folder)
}

fn has_pages(folder: &Path) -> bool {
    walk::own_files(folder, &[]).any(|file| is_page(file.path()) && !is_code(file.path()))
}
