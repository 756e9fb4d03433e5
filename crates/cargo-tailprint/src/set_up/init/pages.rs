//! The folders with pages of an app: its package, and folders of templates beside it.
//!
//! `cargo run` starts a program of a workspace in the folder where the user is, which mostly is that of the workspace. So
//! `Tera::new("templates/**/*")` may name a folder there.

use std::path::{Path, PathBuf};

use tailprint_core::path::normalize;
use toml_edit::DocumentMut;

use super::edits::links::{is_code, is_page};
use super::edits::templates::Syntax;
use super::project::{Engine, Project};
use crate::support::walk;

/// Calls whose argument is a folder of templates, or a pattern for the files in it.
const LOADERS: [&str; 6] =
    ["path_loader", "Tera::", "from_glob", "from_directory", "templates_directory", "template_dir"];

/// Lists the folders of templates that are not in the package.
pub(super) fn beside(project: &Project) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    let mut add = |folder: PathBuf| {
        let folder = normalize(&folder);
        let holds_package = project.folder().starts_with(&folder);
        let is_new =
            !folder.starts_with(project.folder()) && !found.iter().any(|it| folder.starts_with(it));
        if is_new && !holds_package && has_pages(&folder) {
            found.push(folder);
        }
    };
    match project.engine() {
        Engine::Askama | Engine::OldAskama | Engine::Rinja => {
            let toml = std::fs::read_to_string(project.folder().join("askama.toml")).ok();
            // A file that askama does not understand either is reported where it is read for the plan.
            let syntax = Syntax::read(toml.as_deref()).ok();
            let dirs = syntax.iter().flat_map(Syntax::dirs);
            dirs.for_each(|dir| add(project.folder().join(dir)));
        }
        Engine::Minijinja | Engine::Tera | Engine::Handlebars if project.is_member() => {
            for folder in in_code(project).into_iter().chain(of_rocket(project)) {
                // The program may as well be started in the folder of the package.
                if !project.folder().join(&folder).is_dir() {
                    add(project.root.join(&folder));
                }
            }
        }
        _ => {}
    }
    found
}

/// The folders that the code names as those of templates, relative to where the program starts.
fn in_code(project: &Project) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for file in project.own_files(&[]).filter(|file| is_code(file.path())) {
        // A file that cannot be read is reported where it is read for the plan.
        let text = std::fs::read_to_string(file.path()).unwrap_or_default();
        for loader in LOADERS {
            let calls = text.match_indices(loader).filter_map(|(at, _)| text.get(at..));
            found.extend(calls.filter_map(|call| {
                let (arguments, _) = call.split_once(';').unwrap_or((call, ""));
                let literals = arguments.split('"').skip(1).step_by(2);
                literals.filter_map(folder).next()
            }));
        }
    }
    found
}

/// The folder of a literal: up to a wildcard.
fn folder(literal: &str) -> Option<PathBuf> {
    let fixed = literal.split(['*', '{', '?', '[']).next()?.trim_start_matches("./");
    let fixed = fixed.trim_end_matches('/');
    let is_path = !fixed.is_empty()
        && !Path::new(fixed).is_absolute()
        && !fixed.contains([' ', '\n', '\\', '<', '%']);
    is_path.then(|| PathBuf::from(fixed))
}

/// The folder of templates of Rocket: the one in `Rocket.toml`, or `templates`.
fn of_rocket(project: &Project) -> Option<PathBuf> {
    if !["tera", "handlebars", "minijinja"].iter().any(|engine| project.is_in_rocket(engine)) {
        return None;
    }
    // Rocket itself complains about a file that cannot be read.
    let named = [project.folder(), &*project.root].into_iter().find_map(|above| {
        let text = std::fs::read_to_string(above.join("Rocket.toml")).ok()?;
        let toml: DocumentMut = text.parse().ok()?;
        let mut tables = toml.iter().filter_map(|(_, table)| table.get("template_dir"));
        tables.find_map(|dir| folder(dir.as_str()?))
    });
    Some(named.unwrap_or_else(|| PathBuf::from("templates")))
}

fn has_pages(path: &Path) -> bool {
    walk::own_files(path, &[]).any(|file| is_page(file.path()) && !is_code(file.path()))
}
