//! Links in style sheets to folders that become a part of the assets.

use std::path::Path;

use super::super::plan::Plan;
use super::super::project::Project;
use super::super::sources::edits::Edits;
use super::super::survey::Survey;

/// Recognises a style sheet that somebody writes.
pub(crate) fn is_sheet(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "css" || it == "scss")
}

/// Finds the links below a URL: where the path behind it begins, and the path.
pub(crate) fn links<'a>(text: &'a str, url: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    text.match_indices(url).filter_map(move |(at, _)| {
        let start = at + url.len();
        let begins = text.get(..at)?.trim_ascii_end().ends_with(['(', '"', '\'']);
        let path = text.get(start..)?.split([')', '"', '\'', '?', '#', '\n']).next()?;
        begins.then(|| (start, path.trim_end()))
    })
}

/// Gives the links to files of folders with a URL of their own the URL that they have as assets.
pub(crate) fn rewrite(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let Some(files) = &survey.files else { return Ok(()) };
    let moved: Vec<_> = files.urls().skip(1).collect();
    if moved.is_empty() || files.at_root() {
        return Ok(());
    }
    let mut edits = Edits::default();
    for file in project.own_files(&[]).filter(|file| is_sheet(file.path())) {
        let text = plan.text_or_empty(file.path())?;
        for (url, prefix) in &moved {
            for (start, path) in links(&text, url) {
                if files.has(&format!("{prefix}{path}")) {
                    let new = format!("{}{prefix}", files.url);
                    edits.replace_in(file.path(), start - url.len()..start, new);
                }
            }
        }
    }
    edits.apply(plan)
}
