//! The URL of a folder that no service of files names.

use std::collections::BTreeSet;
use std::path::Path;

use tailprint_build::cli_support::Rewriter;

use super::super::links::{behind_expressions, is_code, is_page};
use super::super::plan::Plan;
use super::super::project::Project;
use crate::support::walk;

/// Finds the URL by the links of the pages, else by the only route for all paths below one, else by the folder's name.
pub(crate) fn of_folder(
    project: &Project,
    folder: &str,
    path: &Path,
    plan: &Plan,
) -> Result<String, String> {
    let name = format!("/{}/", folder.rsplit('/').next().unwrap_or(folder));
    let mut prefixes = vec![&*name, "/static/", "/assets/", "/public/", "/"];
    prefixes.dedup();
    let rewriter = Rewriter::new(project.folder())?;
    let mut links = vec![0; prefixes.len()];
    let mut routes = BTreeSet::new();
    for file in walk::own_files(project.folder(), &[path.to_owned()]) {
        let file = file.path();
        if !is_page(file) {
            continue;
        }
        let text = plan.text_or_empty(file)?;
        if is_code(file) {
            routes.extend(wildcards(&text).map(str::to_owned));
        }
        for (count, prefix) in links.iter_mut().zip(&prefixes) {
            *count += linked(&rewriter, project, file, &text, prefix, path)?;
        }
    }
    let most = links.iter().copied().max().unwrap_or_default();
    let linked = links.iter().position(|count| *count == most && most > 0);
    if let Some(prefix) = linked.and_then(|index| prefixes.get(index)) {
        return Ok((*prefix).to_owned());
    }
    let only = routes.first().filter(|_| routes.len() == 1);
    Ok(only.cloned().unwrap_or(name))
}

/// The number of links below a prefix to files of the folder.
fn linked(
    rewriter: &Rewriter,
    project: &Project,
    file: &Path,
    text: &str,
    prefix: &str,
    folder: &Path,
) -> Result<usize, String> {
    if is_code(file) {
        let starts = [format!("\"{prefix}"), format!("\\\"{prefix}")];
        let urls = starts.iter().flat_map(|start| {
            text.match_indices(&**start).filter_map(|(at, _)| {
                let rest = text.get(at + start.len()..)?;
                rest.split(['"', '\\', '?', '#', '\n']).next()
            })
        });
        return Ok(urls.filter(|path| !path.is_empty() && folder.join(path).is_file()).count());
    }
    let inner = project.shown(file);
    let prefixed = behind_expressions(text, prefix).into_iter();
    let prefixed =
        prefixed.filter(|(_, path)| !path.is_empty() && folder.join(path).is_file()).count();
    let found = rewriter.find(&inner, text, prefix)?;
    Ok(prefixed + found.iter().filter(|url| folder.join(&url.path).is_file()).count())
}

/// The beginnings of routes for all paths below them: `"/static/{*path}"`, `"/static/{path:.*}"`, `"/static/<path..>"`.
fn wildcards(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').filter_map(|literal| {
        let ends = ["*", "*}", "..>"].iter().any(|end| literal.ends_with(end))
            || literal.rsplit_once('/').is_some_and(|(_, last)| last.starts_with("{*"));
        let prefix = literal.get(..literal.find(['{', '<', '*'])?)?;
        let is_prefix = prefix.len() > 2 && prefix.starts_with('/') && prefix.ends_with('/');
        (ends && is_prefix && !prefix.contains(char::is_whitespace)).then_some(prefix)
    })
}

#[cfg(test)]
mod tests;
