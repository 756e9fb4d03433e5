//! Links to assets that pages write out: rewritten where the engine has filters or constants for them, told otherwise.

use std::path::Path;

use tailprint_build::cli_support::{Rewriter, constant_path};
use tailprint_core::build_json::Written;
use tailprint_core::path::normalize;

use super::super::plan::Plan;
use super::super::project::{Engine, Project};
use super::super::sources::included;
use super::super::survey::{Files, Survey};
use super::import_map::{self, Texts};
use crate::support::walk;

/// The text in front of a URL in Rust code, and the text behind it: in a raw string, and in a usual one.
const PLACES: [(&str, &str); 8] = [
    ("href=\"", "\""),
    ("src=\"", "\""),
    ("href='", "'"),
    ("src='", "'"),
    ("url('", "'"),
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
    let mut found: Vec<Written> = Vec::new();
    for (url, prefix) in files.urls() {
        let mut below = rewriter.find(file, text, url)?;
        below.iter_mut().for_each(|it| it.path.insert_str(0, prefix));
        below.retain(|it| built == Some(&*it.path) || files.has(&it.path));
        found.append(&mut below);
    }
    found.sort_by_key(|it| (it.line, it.column));
    found.dedup_by_key(|it| (it.line, it.column));
    Ok(found)
}

/// The constant of an asset, unless another file has the same one.
pub(crate) fn constant(assets: &str, path: &str, files: &Files) -> Option<String> {
    let constant = constant_path(path);
    let is_same = |other: String| other != path && constant_path(&other) == constant;
    let is_only = !files.logical_paths().any(is_same);
    is_only.then(|| format!("{assets}::{constant}"))
}

/// The logical path of the file at a URL, or of the style sheet that Tailwind makes.
pub(crate) fn asset(url: &str, files: &Files, built: Option<&str>) -> Option<String> {
    let paths = files.urls().filter_map(|(below, prefix)| {
        let rest = url.strip_prefix(below)?;
        Some(format!("{prefix}{rest}"))
    });
    let is_asset = |path: &String| built == Some(path) || is_plain(path) && files.has(path);
    paths.into_iter().find(is_asset)
}

/// Rewrites the links to assets in the templates of an engine whose filters are registered, and gives their pages the
/// import map that modules need.
pub(crate) fn rewrite(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let Some(files) = &survey.files else { return Ok(()) };
    let rewriter = Rewriter::new(project.folder())?;
    let mut texts = Texts::new();
    let plain = included::plain_pages(project, plan);
    let folders = std::iter::once("templates").chain(survey.templates.iter().map(String::as_str));
    let folders = folders.map(|folder| normalize(&project.folder().join(folder)));
    for file in folders.flat_map(|folder| walk::own_files(&folder, &[]).collect::<Vec<_>>()) {
        let file = file.path();
        let is_template = is_page(file) && !is_code(file) && !plain.contains_key(file);
        if !is_template || file.starts_with(&files.path) {
            continue;
        }
        let text = plan.text_or_empty(file)?;
        let inner = project.relative(file);
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
fn urls_in_code(text: &str, files: &Files, built: Option<&str>) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (before, behind) in PLACES {
        for (start, _) in text.match_indices(before) {
            let at = start + before.len();
            let Some(rest) = text.get(at..) else { continue };
            let Some(value) = rest.find(behind).and_then(|end| rest.get(..end)) else { continue };
            let url = value.split(['?', '#']).next().unwrap_or_default();
            found.extend(asset(url, files, built).map(|path| (line_at(text, at), path)));
        }
    }
    for (index, line) in text.lines().enumerate() {
        found.extend(declared(line, files, built).map(|path| (index + 1, path)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The asset whose URL is the value of a constant: `const LOGO: &str = "/static/logo.svg";`. At the root of the host, it
/// may be the path of a route.
fn declared(line: &str, files: &Files, built: Option<&str>) -> Option<String> {
    let (declaration, value) = line.split_once('=')?;
    let is_constant =
        declaration.split_whitespace().any(|word| word == "const" || word == "static");
    let url = value.trim_start().strip_prefix('"')?.split('"').next()?;
    (is_constant && !files.at_root()).then(|| asset(url, files, built)).flatten()
}

/// Returns true for a path without anything that HTML or an engine would decode.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != ".." && part != ".")
        && !path.contains(['%', '&', '{', '}', '<', '>', '"', '\'', '\\', ' ', '\n'])
}

/// Engines whose templates are files, but whose links `init` may leave to the user.
const WITH_FILES: [Engine; 5] =
    [Engine::OldAskama, Engine::Rinja, Engine::Minijinja, Engine::Tera, Engine::Handlebars];

/// Tells which links are left, and how an asset is linked with the engine of the app.
pub(crate) fn by_hand(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let engine = project.engine();
    let built = survey.tailwind.output();
    let left = left(project, survey, plan)?;
    prefixed(engine, &left, plan);
    put_together(engine, &left, plan);
    embedded(&left, plan);
    let Left { mut places, example, is_linked, is_registered, makers, heads, .. } = left;
    places.dedup();
    if engine == Engine::Askama {
        in_code(engine, &places, example, plan);
        return Ok(());
    }
    if WITH_FILES.contains(&engine) {
        // The engine does not read most of the code.
        in_code(engine, &places, example.clone(), plan);
        let had_some = !places.is_empty();
        places.retain(|place| !is_place_in_code(place));
        if places.is_empty() && (had_some || is_registered) {
            return Ok(());
        }
    }
    let Some(path) = example.or_else(|| built.map(str::to_owned)) else { return Ok(()) };
    let of_files = project.at_run_time();
    let made = if is_registered || makers.is_empty() || of_files.is_none() {
        String::new()
    } else {
        format!(" (it is made in {})", makers.join(", "))
    };
    if engine == Engine::Other || of_files != Some(engine) && of_files.is_some() {
        let pages: Vec<String> = places.extract_if(.., |place| !is_place_in_code(place)).collect();
        if let (Some(other), false) = (of_files, pages.is_empty()) {
            plan.note(rewritten(&pages, &how(other, &path, is_registered), &made));
        } else if !pages.is_empty() {
            unread(&pages, &path, survey, plan);
        }
        if places.is_empty() && !pages.is_empty() {
            return Ok(());
        }
    }
    plan.note(match &places[..] {
        // Templates with derives are told about where they are edited.
        [] if is_linked || matches!(engine, Engine::OldAskama | Engine::Rinja) => return Ok(()),
        [] => linked(&heads, &how(engine, &path, is_registered)),
        places => rewritten(places, &how(engine, &path, is_registered), &made),
    });
    Ok(())
}

fn rewritten(places: &[String], how: &str, made: &str) -> String {
    format!("rewrite the URLs of assets in {}: {how}{made}", places.join(", "))
}

fn linked(heads: &[String], how: &str) -> String {
    let places = if heads.is_empty() { String::new() } else { heads.join(", ") + ": " };
    format!("{places}link the style sheet in the head of your pages: {how}")
}

/// Tells of URLs behind an expression.
fn prefixed(engine: Engine, left: &Left, plan: &mut Plan) {
    if let Some((_, path)) = left.prefixed.first() {
        let places = left.prefixed.iter().map(|(place, _)| &**place).collect::<Vec<_>>().join(", ");
        plan.note(format!(
            "{places}: an expression stands in front of the URL of an asset: write the asset without it ({}), and give a \
             path below which the app is served to `assets::set_base` at the start of `main`",
            how(engine, path, left.is_registered)
        ));
    }
}

/// Returns true for a line of Rust code.
fn is_place_in_code(place: &str) -> bool {
    place.contains(".rs:")
}

/// Tells of URLs in the code of an app whose templates are edited, or told about where they are.
fn in_code(engine: Engine, places: &[String], example: Option<String>, plan: &mut Plan) {
    let places: Vec<&str> =
        places.iter().map(String::as_str).filter(|place| is_place_in_code(place)).collect();
    if let Some(path) = example.filter(|_| !places.is_empty()) {
        let expression = match engine {
            Engine::Handlebars => format!("`{{{{static \"{path}\"}}}}`"),
            Engine::OldAskama | Engine::Rinja => {
                format!("`{{{{ crate::assets::{}|safe }}}}`", constant_path(&path))
            }
            _ => format!("`{{{{ \"{path}\"|static }}}}`"),
        };
        plan.note(format!(
            "rewrite the URLs of assets in {}: {expression} in the source of a template, the constant `assets::{}` in \
             other code",
            places.join(", "),
            constant_path(&path)
        ));
    }
}

/// Tells of URLs with an expression in the middle. No edit knows which files they name.
fn put_together(engine: Engine, left: &Left, plan: &mut Plan) {
    if left.put_together.is_empty() {
        return;
    }
    let has_filter = engine == Engine::Askama
        || left.is_registered && matches!(engine, Engine::Minijinja | Engine::Tera);
    let how = if has_filter {
        "give the whole path to the filter `static`"
    } else {
        "look the whole path up, as `assets::ASSETS.resolve(path)` does"
    };
    plan.note(format!(
        "{}: a part of the URL of an asset is an expression, so it stays without a hash: {how}",
        left.put_together.join(", ")
    ));
}

/// Tells of pages that Rust code embeds, which no engine reads.
fn embedded(left: &Left, plan: &mut Plan) {
    let Some((_, path, url)) = left.embedded.first() else { return };
    let mut places: Vec<&str> = left.embedded.iter().map(|(place, ..)| &**place).collect();
    places.dedup();
    plan.note(format!(
        "{}: no template engine reads this page: have the code that embeds it put the constants in, as in \
         `include_str!(…).replace({url:?}, assets::{})`",
        places.join(", "),
        constant_path(path)
    ));
}

/// Tells of pages that Rust code reads at run time, without an engine that is known here.
fn unread(pages: &[String], path: &str, survey: &Survey, plan: &mut Plan) {
    let url = survey.files.as_ref().map_or("/", |files| &*files.url);
    plan.note(format!(
        "{}: no template engine is known that reads this page: have the code that sends it put the constants in, as in \
         `page.replace(\"{url}{path}\", assets::{})`",
        pages.join(", "),
        constant_path(path)
    ));
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
    /// The URLs with an expression in the middle, as `file:line`.
    put_together: Vec<String>,
    /// The URLs in pages that Rust code embeds: the line of the page and that of the code, the logical path and the URL.
    embedded: Vec<(String, String, String)>,
    /// The lines that make an engine, as `file:line`.
    makers: Vec<String>,
    /// The lines at which the head of a page begins, as `file:line`.
    heads: Vec<String>,
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
    let plain = included::plain_pages(project, plan);
    for file in project.files_with_pages(&[]) {
        if file.path().starts_with(&files.path) || !is_page(file.path()) {
            continue;
        }
        let text = plan.text_or_empty(file.path())?;
        if !is_code(file.path()) && is_mail(project, file.path(), &text) {
            continue;
        }
        let shown = project.shown(file.path());
        let heads = text.lines().enumerate().filter(|(_, line)| begins_head(line));
        left.heads.extend(heads.map(|(index, _)| format!("{shown}:{}", index + 1)));
        let found: Vec<(usize, String)> = if is_code(file.path()) {
            left.is_registered |= text.contains("assets::register_");
            let made = text.lines().enumerate().filter(|(_, line)| makes_engine(line));
            left.makers.extend(made.map(|(index, _)| format!("{shown}:{}", index + 1)));
            urls_in_code(&text, files, built)
        } else {
            let code = without_comments(&text);
            let place = |at| format!("{shown}:{}", line_at(&text, at));
            if let Some(embeds) = plain.get(file.path()) {
                let found = written(&rewriter, &shown, &text, files, built)?.into_iter();
                left.embedded.extend(
                    found.map(|it| (format!("{shown}:{} ({embeds})", it.line), it.path, it.url)),
                );
                continue;
            }
            left.put_together.extend(with_expressions(&code, files).into_iter().map(place));
            let prefixed = behind_expressions(&code, &files.url).into_iter();
            let prefixed = prefixed.filter(|(_, path)| is_plain(path) && files.has(path));
            left.prefixed.extend(prefixed.map(|(at, path)| (place(at), path.to_owned())));
            let found = written(&rewriter, &shown, &text, files, built)?.into_iter();
            found.map(|url| (url.line, url.path)).collect()
        };
        // The build script names the style sheet to make it.
        let is_script = project.build_script() == Some(file.path());
        left.is_linked |= built.filter(|_| !is_script).is_some_and(|sheet| {
            let names = [constant_path(sheet), format!("\"{sheet}\""), format!("'{sheet}'")];
            names.iter().any(|name| text.contains(name))
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

/// Lists the offsets of URLs below that of the files that have an expression in the middle, behind a folder of assets:
/// `/static/img/{{ name }}.png`.
fn with_expressions(text: &str, files: &Files) -> Vec<usize> {
    let ends = |it: char| it.is_whitespace() || ['"', '\'', '?', '#', '>', ')', '<'].contains(&it);
    let found = text.match_indices(&*files.url).filter(|(at, url)| {
        let before = text.get(..*at).and_then(|it| it.chars().next_back());
        let rest = text.get(at + url.len()..).unwrap_or_default();
        let Some((head, _)) = rest.split_once("{{") else { return false };
        // Behind the root of the host, any page may be meant.
        let folder = head.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_of_asset = !(files.at_root() && folder.is_empty());
        before.is_some_and(|it| ['"', '\'', '(', '=', ' ', ','].contains(&it))
            && !head.contains(ends)
            && is_of_asset
            && files.path.join(folder).is_dir()
    });
    found.map(|(at, _)| at).collect()
}

/// The text of a template with spaces instead of comments, so that all places stay.
fn without_comments(text: &str) -> String {
    let mut new = text.to_owned();
    for (start, end) in [("{#", "#}"), ("{{!--", "--}}"), ("<!--", "-->")] {
        let mut at = 0;
        while let Some(from) = new.get(at..).and_then(|it| it.find(start)).map(|it| at + it) {
            let length = new.get(from..).and_then(|it| it.find(end)).map(|it| it + end.len());
            let to = length.map_or(new.len(), |length| from + length);
            let blank: String = new
                .get(from..to)
                .unwrap_or_default()
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
                .collect();
            new.replace_range(from..to, &blank);
            at = to;
        }
    }
    new
}

/// Recognises a mail by its path, and by what only pages have. A mail client cannot fetch a style sheet that changes its
/// URL with the next release.
pub(crate) fn is_mail(project: &Project, file: &Path, text: &str) -> bool {
    let is_page = ["<script", "extends"].iter().any(|word| text.contains(word));
    !is_page && project.relative(file).to_ascii_lowercase().contains("mail")
}

/// Returns true for a line with `<head>`, or with that of maud.
fn begins_head(line: &str) -> bool {
    line.contains("<head>") || line.trim_start().starts_with("head {")
}

/// Returns true for a line of code that makes a template engine.
fn makes_engine(line: &str) -> bool {
    let makers = ["Environment::new(", "Tera::new(", "Tera::default(", "Handlebars::new("];
    !line.trim_start().starts_with("//") && makers.iter().any(|maker| line.contains(maker))
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
