//! Links to assets that templates write out: rewritten for askama, told for the other engines.

use std::path::Path;

use tailprint_build::cli_support::constant_path;

use super::plan::Plan;
use super::project::{Engine, Project};
use super::survey::{Files, Survey};
use super::templates::{self, Syntax};
use crate::support::walk;

/// The text in front of a URL that stands alone in an attribute or a style, and the text behind it.
const PLACES: [(&str, &str); 7] = [
    ("href=\"", "\""),
    ("src=\"", "\""),
    ("href='", "'"),
    ("src='", "'"),
    ("url(\"", "\""),
    ("url('", "'"),
    ("url(", ")"),
];

/// A URL of an asset in a template.
struct Link<'a> {
    /// The first byte of the URL.
    at: usize,
    /// The URL up to its query or fragment.
    url: &'a str,
    /// The logical path.
    path: &'a str,
}

/// Rewrites the URLs of files to filters of askama. The style sheet of Tailwind may be built only now.
pub(crate) fn rewritten(text: &str, files: &Files, built: Option<&str>, syntax: &Syntax) -> String {
    let mut new = text.to_owned();
    for link in links(text, files, built).into_iter().rev() {
        new.replace_range(link.at..link.at + link.url.len(), &syntax.url(link.path));
    }
    new
}

/// Lists the URLs of files of the app, in their order.
fn links<'a>(text: &'a str, files: &Files, built: Option<&str>) -> Vec<Link<'a>> {
    let mut found: Vec<Link<'a>> = Vec::new();
    for (before, behind) in PLACES {
        for (start, _) in text.match_indices(before) {
            let at = start + before.len();
            let Some(rest) = text.get(at..) else { continue };
            let Some(value) = rest.find(behind).and_then(|end| rest.get(..end)) else { continue };
            let end = value.find(['?', '#']).unwrap_or(value.len());
            let Some(url) = value.get(..end) else { continue };
            let Some(path) = url.strip_prefix(&*files.url) else { continue };
            let is_file = is_plain(path) && files.path.join(path).is_file();
            if (is_file || built == Some(path)) && !templates::in_comment(text, at) {
                found.push(Link { at, url, path });
            }
        }
    }
    found.sort_by_key(|link| link.at);
    found.dedup_by_key(|link| link.at);
    found
}

/// Returns true for a path without anything that HTML or an engine would decode.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != ".." && part != ".")
        && !path.contains(['%', '&', '{', '}', '<', '>', '"', '\'', '\\', ' ', '\n'])
}

/// Tells for the engines whose templates are not rewritten how an asset is linked, and where links are.
pub(crate) fn by_hand(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let engine = project.engine();
    if engine == Engine::Askama {
        return Ok(());
    }
    let built = survey.tailwind.output();
    let mut places = Vec::new();
    let mut example = None;
    if let Some(files) = &survey.files {
        for file in walk::own_files(project.folder(), &[]) {
            if file.path().starts_with(&files.path) || !is_page(file.path()) {
                continue;
            }
            let text = plan.text_or_empty(file.path())?;
            for link in links(&text, files, built) {
                let line = text.bytes().take(link.at).filter(|byte| *byte == b'\n').count() + 1;
                places.push(format!("{}:{line}", project.shown(file.path())));
                example.get_or_insert_with(|| link.path.to_owned());
            }
        }
    }
    places.dedup();
    let Some(path) = example.or_else(|| built.map(str::to_owned)) else { return Ok(()) };
    let how = how(engine, &path);
    plan.note(match &places[..] {
        [] => format!("link the style sheet in the head of your pages: {how}"),
        places => format!("rewrite the URLs of assets in {}: {how}", places.join(", ")),
    });
    Ok(())
}

fn is_page(file: &Path) -> bool {
    let known =
        ["html", "htm", "j2", "jinja", "jinja2", "tera", "hbs", "handlebars", "rs", "liquid"];
    file.extension().is_some_and(|it| known.iter().any(|known| it == *known))
}

/// The way in which an engine links an asset.
fn how(engine: Engine, path: &str) -> String {
    match engine {
        Engine::Askama | Engine::OldAskama => format!(
            "the filter `static` needs askama 0.16: update it and run this again, or write \
             `{{{{ crate::assets::{} }}}}`",
            constant_path(path)
        ),
        Engine::Maud => {
            format!("maud takes the constant, `href=(crate::assets::{})`", constant_path(path))
        }
        Engine::Minijinja => format!(
            "call `assets::register_minijinja(&mut environment)` where the environment is made, with the feature \
             `minijinja` of tailprint, and write `{{{{ \"{path}\"|static }}}}`, as `cargo tailprint fix` does"
        ),
        Engine::Tera => format!(
            "call `assets::register_tera(&mut tera)` where tera is made, with the feature `tera` of tailprint (tera 1: \
             `register_tera1` and `tera1`), and write `{{{{ \"{path}\"|static }}}}`, as `cargo tailprint fix` does"
        ),
        Engine::Other => format!("the URL is the constant `assets::{}`", constant_path(path)),
    }
}
