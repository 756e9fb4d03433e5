//! Links to assets that templates write out: rewritten for askama, told for the other engines.

use std::path::Path;

use tailprint_build::cli_support::{Rewriter, constant_path};
use tailprint_core::build_json::Written;

use super::plan::Plan;
use super::project::{Engine, Project};
use super::survey::{Files, Survey};
use crate::support::walk;

/// The text in front of a URL in Rust code, and the text behind it: in a raw string, and in a usual one.
const PLACES: [(&str, &str); 5] = [
    ("href=\"", "\""),
    ("src=\"", "\""),
    ("href=\\\"", "\\\""),
    ("src=\\\"", "\\\""),
    ("url(", ")"),
];

/// Lists the URLs of files of the app in a template. The style sheet of Tailwind may be built only now.
pub(crate) fn written(
    rewriter: &Rewriter,
    file: &str,
    text: &str,
    files: &Files,
    built: Option<&str>,
) -> Result<Vec<Written>, String> {
    let mut found = rewriter.find(file, text, &files.url)?;
    found.retain(|url| built == Some(&*url.path) || files.path.join(&url.path).is_file());
    Ok(found)
}

/// Lists the lines and the logical paths of URLs of files in Rust code.
fn in_code<'a>(text: &'a str, files: &Files, built: Option<&str>) -> Vec<(usize, &'a str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for (before, behind) in PLACES {
        for (start, _) in text.match_indices(before) {
            let at = start + before.len();
            let Some(rest) = text.get(at..) else { continue };
            let Some(value) = rest.find(behind).and_then(|end| rest.get(..end)) else { continue };
            let url = value.split(['?', '#']).next().unwrap_or_default();
            let Some(path) = url.strip_prefix(&*files.url) else { continue };
            let is_file = is_plain(path) && files.path.join(path).is_file();
            if is_file || built == Some(path) {
                let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1;
                found.push((line, path));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
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
        let rewriter = Rewriter::new(project.folder())?;
        for file in walk::own_files(project.folder(), &[]) {
            if file.path().starts_with(&files.path) || !is_page(file.path()) {
                continue;
            }
            let text = plan.text_or_empty(file.path())?;
            let shown = project.shown(file.path());
            let found: Vec<(usize, String)> = if is_code(file.path()) {
                let found = in_code(&text, files, built).into_iter();
                found.map(|(line, path)| (line, path.to_owned())).collect()
            } else {
                let found = written(&rewriter, &shown, &text, files, built)?.into_iter();
                found.map(|url| (url.line, url.path)).collect()
            };
            for (line, path) in found {
                places.push(format!("{shown}:{line}"));
                example.get_or_insert(path);
            }
        }
    }
    places.dedup();
    let Some(path) = example.or_else(|| built.map(str::to_owned)) else { return Ok(()) };
    let how = how(engine, &path);
    plan.note(match &places[..] {
        [] if survey.is_set_up => return Ok(()),
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

fn is_code(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "rs")
}

/// The way in which an engine links an asset.
fn how(engine: Engine, path: &str) -> String {
    match engine {
        Engine::Rinja => format!(
            "rinja has become askama, and the filter `static` needs askama 0.16: change to it and run this again, or \
             write `{{{{ crate::assets::{} }}}}`",
            constant_path(path)
        ),
        Engine::Askama | Engine::OldAskama => format!(
            "the filter `static` needs askama 0.16: update it and run this again, or write \
             `{{{{ crate::assets::{} }}}}`",
            constant_path(path)
        ),
        Engine::Maud => {
            format!("maud takes the constant, `href=(crate::assets::{})`", constant_path(path))
        }
        Engine::Hypertext => {
            format!("hypertext takes the constant, `href=(crate::assets::{})`", constant_path(path))
        }
        Engine::Leptos => {
            format!("leptos takes the constant, `href=crate::assets::{}`", constant_path(path))
        }
        Engine::Minijinja => format!(
            "call `assets::register_minijinja(&mut environment)` where the environment is made, with the feature \
             `minijinja` of tailprint, and write `{{{{ \"{path}\"|static }}}}`, as `cargo tailprint fix` does"
        ),
        Engine::Tera => format!(
            "call `assets::register_tera(&mut tera)` where tera is made, with the feature `tera` of tailprint (tera 1: \
             `register_tera1` and `tera1`), and write `{{{{ \"{path}\"|static }}}}`, as `cargo tailprint fix` does"
        ),
        Engine::Handlebars => format!(
            "register a helper `static` that returns `assets::ASSETS.resolve(path)`, and write `{{{{static \"{path}\"}}}}`, \
             as `cargo tailprint fix` does"
        ),
        Engine::Other => format!("the URL is the constant `assets::{}`", constant_path(path)),
    }
}
