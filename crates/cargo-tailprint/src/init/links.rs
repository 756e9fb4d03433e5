//! Links to assets that pages write out: rewritten where the engine has filters or constants for them, told otherwise.

use std::path::Path;

use tailprint_build::cli_support::{Rewriter, constant_path};
use tailprint_core::build_json::Written;

use super::import_map::{self, Texts};
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
    found.retain(|url| built == Some(&*url.path) || files.has(&url.path));
    Ok(found)
}

/// The constant of an asset, unless another file has the same one.
pub(crate) fn constant(assets: &str, path: &str, files: &Files) -> Option<String> {
    let constant = constant_path(path);
    let is_same = |file: walkdir::DirEntry| {
        let inner = file.path().strip_prefix(&files.path).ok();
        let inner = inner.map(|inner| inner.to_string_lossy().replace('\\', "/"));
        inner.is_some_and(|inner| inner != path && constant_path(&inner) == constant)
    };
    let is_only = !walk::own_files(&files.path, &[]).any(is_same);
    is_only.then(|| format!("{assets}::{constant}"))
}

/// Returns true if a path below the URL of the files is that of a file, or of the style sheet that Tailwind makes.
pub(crate) fn is_asset(path: &str, files: &Files, built: Option<&str>) -> bool {
    built == Some(path) || is_plain(path) && files.has(path)
}

/// Rewrites the links to assets in the templates of an engine whose filters are registered, and gives their pages the
/// import map that modules need.
pub(crate) fn rewrite(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let Some(files) = &survey.files else { return Ok(()) };
    let rewriter = Rewriter::new(project.folder())?;
    let mut texts = Texts::new();
    for file in walk::own_files(&project.folder().join("templates"), &[]) {
        let file = file.path();
        if file.starts_with(&files.path) || !is_page(file) || is_code(file) {
            continue;
        }
        let text = plan.text_or_empty(file)?;
        let inner = file.strip_prefix(project.folder()).unwrap_or(file);
        let inner = inner.to_string_lossy().replace('\\', "/");
        let urls = written(&rewriter, &inner, &text, files, survey.tailwind.output())?;
        let new = rewriter.rewrite(&inner, &text, &urls).text;
        texts.insert(file.to_owned(), (text, new));
    }
    if import_map::is_needed(files) {
        import_map::add(&mut texts, "{{ import_map() }}");
    }
    texts.into_iter().try_for_each(|(file, (_, new))| plan.set(&file, new))
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
            if is_asset(path, files, built) {
                found.push((line_at(text, at), path));
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

/// Tells which links are left, and how an asset is linked with the engine of the app.
pub(crate) fn by_hand(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let engine = project.engine();
    let built = survey.tailwind.output();
    let left = left(project, survey, plan)?;
    if let Some((_, path)) = left.prefixed.first() {
        let places = left.prefixed.iter().map(|(place, _)| &**place).collect::<Vec<_>>().join(", ");
        plan.note(format!(
            "{places}: an expression stands in front of the URL of an asset: write the asset without it ({}), and give a \
             path below which the app is served to `assets::set_base` at the start of `main`",
            how(engine, path, left.is_registered)
        ));
    }
    if engine == Engine::Askama {
        return Ok(());
    }
    let Left { mut places, example, is_linked, is_registered, .. } = left;
    places.dedup();
    let Some(path) = example.or_else(|| built.map(str::to_owned)) else { return Ok(()) };
    let how = how(engine, &path, is_registered);
    let is_derived = matches!(engine, Engine::OldAskama | Engine::Rinja);
    plan.note(match &places[..] {
        // Templates with derives are told about where they are edited.
        [] if survey.is_set_up || is_linked || is_derived => return Ok(()),
        [] => format!("link the style sheet in the head of your pages: {how}"),
        places => format!("rewrite the URLs of assets in {}: {how}", places.join(", ")),
    });
    Ok(())
}

/// The links that no edit replaces.
#[derive(Default)]
struct Left {
    /// The links as `file:line`.
    places: Vec<String>,
    /// The logical path of the first of them.
    example: Option<String>,
    /// The links behind an expression, as `file:line`, with their logical paths.
    prefixed: Vec<(String, String)>,
    /// True if a page links the style sheet that Tailwind makes.
    is_linked: bool,
    /// True if the filters are registered.
    is_registered: bool,
}

fn left(project: &Project, survey: &Survey, plan: &Plan) -> Result<Left, String> {
    let mut left = Left::default();
    let Some(files) = &survey.files else { return Ok(left) };
    let built = survey.tailwind.output();
    let rewriter = Rewriter::new(project.folder())?;
    for file in walk::own_files(project.folder(), &[]) {
        if file.path().starts_with(&files.path) || !is_page(file.path()) {
            continue;
        }
        let text = plan.text_or_empty(file.path())?;
        let shown = project.shown(file.path());
        let found: Vec<(usize, String)> = if is_code(file.path()) {
            left.is_registered |= text.contains("assets::register_");
            let found = in_code(&text, files, built).into_iter();
            found.map(|(line, path)| (line, path.to_owned())).collect()
        } else {
            let prefixed = behind_expressions(&text, &files.url).into_iter();
            let prefixed = prefixed.filter(|(_, path)| is_plain(path) && files.has(path));
            let place = |at| format!("{shown}:{}", line_at(&text, at));
            left.prefixed.extend(prefixed.map(|(at, path)| (place(at), path.to_owned())));
            let found = written(&rewriter, &shown, &text, files, built)?.into_iter();
            found.map(|url| (url.line, url.path)).collect()
        };
        left.is_linked |= built.is_some_and(|sheet| {
            text.contains(&constant_path(sheet)) || text.contains(&format!("\"{sheet}\""))
        });
        for (line, path) in found {
            left.places.push(format!("{shown}:{line}"));
            left.example.get_or_insert(path);
        }
    }
    Ok(left)
}

/// Lists the paths below a URL prefix that stand behind an expression, each with its offset: `{{ base }}/static/site.css`.
pub(crate) fn behind_expressions<'a>(text: &'a str, prefix: &str) -> Vec<(usize, &'a str)> {
    let ends = |it: char| it.is_whitespace() || ['"', '\'', '?', '#', '>', ')', '<'].contains(&it);
    let start = format!("}}}}{prefix}");
    let found = text.match_indices(&*start).filter_map(|(before, _)| {
        let at = before + start.len();
        Some((at, text.get(at..)?.split(ends).next()?))
    });
    found.collect()
}

/// Returns the line of an offset, from 1 on.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Recognises templates and Rust code by their names.
pub(crate) fn is_page(file: &Path) -> bool {
    let known =
        ["html", "htm", "j2", "jinja", "jinja2", "tera", "hbs", "handlebars", "rs", "liquid"];
    file.extension().is_some_and(|it| known.iter().any(|known| it == *known))
}

/// Recognises Rust code.
pub(crate) fn is_code(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "rs")
}

/// The way in which an engine links an asset.
fn how(engine: Engine, path: &str, is_registered: bool) -> String {
    match engine {
        Engine::Minijinja | Engine::Tera if is_registered => {
            format!("write `{{{{ \"{path}\"|static }}}}`, as `cargo tailprint fix` does")
        }
        Engine::Rinja => format!(
            "rinja has become askama, and the filter `static` needs askama 0.16: change to it and run this again, or \
             write `{{{{ crate::assets::{} }}}}`",
            constant_path(path)
        ),
        Engine::Askama => format!("`{{{{ \"{path}\"|static }}}}`"),
        Engine::OldAskama => format!(
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
