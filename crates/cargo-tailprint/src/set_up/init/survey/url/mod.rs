//! The URL of a folder that no service of files names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tailprint_build::cli_support::Rewriter;

use super::super::edits::links::{behind_expressions, is_code, is_page};
use super::super::edits::sheets;
use super::super::plan::Plan;
use super::super::project::Project;
use super::Files;

/// Finds the URL by the links of the pages, else by the only route for all paths below one, else by the folder's name.
pub(crate) fn of_folder(
    project: &Project,
    folder: &str,
    path: &Path,
    plan: &Plan,
) -> Result<String, String> {
    if let Some(url) = linked_in_pages(project, folder, (path, &[]), plan)? {
        return Ok(url);
    }
    let mut routes = BTreeSet::new();
    for file in project.files_with_pages(&[path.to_owned()]) {
        if is_code(file.path()) {
            routes.extend(wildcards(&plan.text_or_empty(file.path())?).map(str::to_owned));
        }
    }
    let only = routes.first().filter(|_| routes.len() == 1);
    Ok(only.cloned().unwrap_or_else(|| of_name(folder)))
}

/// Finds the URL below which pages link most files of a folder, without those that are `kept` where they are.
pub(crate) fn linked_in_pages(
    project: &Project,
    folder: &str,
    of: (&Path, &[String]),
    plan: &Plan,
) -> Result<Option<String>, String> {
    Ok(most_linked(project, folder, of, plan)?.map(|(url, _)| url))
}

/// Finds the same with the number of links.
pub(crate) fn most_linked(
    project: &Project,
    folder: &str,
    (path, kept): (&Path, &[String]),
    plan: &Plan,
) -> Result<Option<(String, usize)>, String> {
    let is_linked = |inner: &str| {
        !inner.is_empty() && !kept.iter().any(|it| it == inner) && path.join(inner).is_file()
    };
    let name = of_name(folder);
    let uncustomary = uncustomary(project, path, is_linked, plan)?;
    let mut prefixes = vec![&*name, "/static/", "/assets/", "/public/", "/"];
    prefixes.dedup();
    prefixes.extend(uncustomary.iter().map(String::as_str));
    let rewriter = Rewriter::new(project.folder())?;
    let mut counts = vec![0; prefixes.len()];
    for file in project.files_with_pages(&[path.to_owned()]) {
        let file = file.path();
        if !is_page(file) {
            continue;
        }
        let text = plan.text_or_empty(file)?;
        for (count, prefix) in counts.iter_mut().zip(&prefixes) {
            let links = links(&rewriter, project, (file, &text), prefix)?;
            *count += links.iter().filter(|path| is_linked(path)).count();
        }
    }
    let most = counts.iter().copied().max().unwrap_or_default();
    let linked = counts.iter().position(|count| *count == most && most > 0);
    Ok(linked.and_then(|index| prefixes.get(index)).map(|it| ((*it).to_owned(), most)))
}

/// The number of files of a folder below a URL that say that the folder is served there, whatever the URL. One file may
/// have the name of another one by chance.
const SURE: usize = 2;

/// Finds the URLs below which pages link several files of a folder.
fn uncustomary(
    project: &Project,
    path: &Path,
    is_linked: impl Fn(&str) -> bool,
    plan: &Plan,
) -> Result<BTreeSet<String>, String> {
    let mut below: BTreeMap<String, usize> = BTreeMap::new();
    for link in of_pages(project, (path, "/"), plan)? {
        for (slash, _) in link.match_indices('/') {
            if let Some((prefix, inner)) = link.split_at_checked(slash + 1)
                && is_linked(inner)
            {
                *below.entry(format!("/{prefix}")).or_default() += 1;
            }
        }
    }
    Ok(below.into_iter().filter(|(_, files)| *files >= SURE).map(|(prefix, _)| prefix).collect())
}

/// Finds the style sheet that pages link and Tailwind writes: the only one with the comment that it begins with, or else
/// the only one that is not there.
pub(crate) fn tailwind_sheet(
    project: &Project,
    files: &Files,
    plan: &Plan,
) -> Result<Option<String>, String> {
    let mut linked = of_pages(project, (&files.path, &files.url), plan)?;
    linked.retain(|path| path.ends_with(".css"));
    let is_compiled = |path: &&String| {
        // A file that is not there, or is no text, has no such comment.
        let css = std::fs::read_to_string(files.path.join(path)).unwrap_or_default();
        let comment = css.trim_start().strip_prefix("/*").and_then(|it| it.split("*/").next());
        comment.is_some_and(|it| it.contains("tailwindcss v"))
    };
    let only = |found: Vec<&String>| match found[..] {
        [path] => Some(path.clone()),
        _ => None,
    };
    let compiled = only(linked.iter().filter(is_compiled).collect());
    Ok(compiled.or_else(|| only(linked.iter().filter(|path| !files.has(path)).collect())))
}

/// Returns true if a page or a style sheet links a file of a folder below its URL.
pub(crate) fn is_linked(
    project: &Project,
    (path, url): (&Path, &str),
    plan: &Plan,
) -> Result<bool, String> {
    let is_file = |it: &str| !it.is_empty() && path.join(it).is_file();
    if of_pages(project, (path, url), plan)?.iter().any(|it| is_file(it)) {
        return Ok(true);
    }
    for file in project.own_files(&[path.to_owned()]) {
        if !sheets::is_sheet(file.path()) {
            continue;
        }
        let text = plan.text_or_empty(file.path())?;
        if sheets::links(&text, url).any(|(_, link)| is_file(link)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The paths below a URL that pages link, without the pages in the folder that is served there.
fn of_pages(
    project: &Project,
    (path, url): (&Path, &str),
    plan: &Plan,
) -> Result<BTreeSet<String>, String> {
    let rewriter = Rewriter::new(project.folder())?;
    let mut found = BTreeSet::new();
    for file in project.files_with_pages(&[path.to_owned()]) {
        let file = file.path();
        if is_page(file) {
            let text = plan.text_or_empty(file)?;
            found.extend(links(&rewriter, project, (file, &text), url)?);
        }
    }
    Ok(found)
}

/// The URL that has the name of a folder.
fn of_name(folder: &str) -> String {
    format!("/{}/", folder.rsplit('/').next().unwrap_or(folder))
}

/// The paths of the links below a prefix.
fn links(
    rewriter: &Rewriter,
    project: &Project,
    (file, text): (&Path, &str),
    prefix: &str,
) -> Result<Vec<String>, String> {
    if is_code(file) {
        let starts = [format!("\"{prefix}"), format!("\\\"{prefix}")];
        let urls = starts.iter().flat_map(|start| {
            text.match_indices(&**start).filter_map(|(at, _)| {
                let rest = text.get(at + start.len()..)?;
                rest.split(['"', '\\', '?', '#', '\n']).next()
            })
        });
        return Ok(urls.map(str::to_owned).collect());
    }
    let found = rewriter.find(&project.shown(file), text, prefix)?;
    let prefixed = behind_expressions(text, prefix).into_iter();
    let prefixed = prefixed.map(|(_, path)| path.to_owned());
    Ok(prefixed.chain(found.into_iter().map(|url| url.path)).collect())
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
