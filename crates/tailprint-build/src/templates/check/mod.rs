//! The check that the assets exist that templates name.

use tailprint_core::filters::Argument;
use tailprint_core::glob::{self, GlobSet};
use tailprint_core::media_type;
use tailprint_core::path::split_suffix;
use tailprint_core::preload::Destination;

use super::{Engine, Reason, Template, Unchecked, Use, Written};
use crate::error::{Cause, Problem, Problems, Setting, Severity};
use crate::sources::left_out::LeftOut;
use crate::support::suggest::{Purpose, Suggestions};

/// The files that a template may name, or may have been meant to name.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// The paths of all assets.
    pub(crate) assets: Suggestions<'a>,
    pub(crate) left_out: LeftOut<'a>,
}

/// The globs over templates and assets that allow what is a warning otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowed<'a> {
    /// Templates in which a path may be unknown until run time.
    pub(crate) unchecked: &'a GlobSet,
    /// Templates in which URLs may be written out.
    pub(crate) unhashed: &'a GlobSet,
}

/// Reports every use of a path that is no asset, everything that cannot be checked, and every URL of an asset that is
/// written out. URLs of no asset are apart afterwards, and those that may stay are gone. `is_hashed` is true for an asset
/// whose name has a hash in a release.
pub(crate) fn check(
    templates: &mut [Template],
    known: &Known<'_>,
    is_hashed: impl Fn(&str) -> bool,
    allowed: Allowed<'_>,
    problems: &mut Problems,
) {
    for template in templates {
        let file = &*template.file;
        for used in &template.uses {
            problems.extend(literal(used, known).map(|it| it.at(file, used.line, used.column)));
        }
        if !allowed.unchecked.matches_within(file) {
            problems.extend(template.unchecked.iter().map(|it| unchecked(file, it)));
        }
        let is_allowed = allowed.unhashed.matches_within(file);
        let all = std::mem::take(&mut template.written);
        let (present, missing): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|it| known.assets.has(&it.path));
        template.missing = missing;
        template.written =
            present.into_iter().filter(|it| !is_allowed && is_hashed(&it.path)).collect();
        problems.extend(template.written.iter().map(|it| written(file, template.engine, it)));
    }
}

/// The problem of a literal path.
fn literal(used: &Use, known: &Known<'_>) -> Option<Problem> {
    match used.filter.argument {
        Argument::Reference => reference(&used.path, known),
        Argument::Asset => asset(used, known),
        Argument::Preload => asset(used, known).or_else(|| preload(&used.path)),
        Argument::Module | Argument::Graph => asset(used, known).or_else(|| module(&used.path)),
        Argument::Checked => asset(used, known).or_else(|| checked(&used.path)),
    }
}

fn unchecked(file: &str, unchecked: &Unchecked) -> Problem {
    let (message, repair) = match &unchecked.reason {
        Reason::Dynamic(filter) => (
            format!(
                "the path for `{}` is known at run time only, so this build cannot check it",
                filter.name
            ),
            "write the path as a literal",
        ),
        Reason::Unclosed(delimiter) => (
            format!("\"{delimiter}\" is never closed, so the paths behind it are not checked"),
            "close it",
        ),
        Reason::Outside(filter) => (
            format!(
                "`{}` stands outside of the delimiters that are known here, so its path is not checked",
                filter.name
            ),
            "write `{{ … }}` around it, if the engine has no delimiters of its own",
        ),
        Reason::NotUtf8 => (
            "this template is not UTF-8, so the paths in it are not checked".to_owned(),
            "save it as UTF-8",
        ),
    };
    let problem = Problem::warning(message).of(Cause::Unchecked, file).help(repair);
    let problem = problem.or_set("or accept it with", Setting::AllowUnchecked, glob::escape(file));
    problem.at(file, unchecked.line, unchecked.column)
}

fn written(file: &str, engine: Engine, written: &Written) -> Problem {
    let message = format!(
        "the URL \"{}\" is written out, so it has no hash, and browsers ask for it again each time",
        written.url
    );
    Problem::warning(message)
        .of(Cause::WrittenOut, &written.path)
        .help(format!("write `{}` there, as `cargo tailprint fix` does", engine.url(&written.path)))
        .or_set("or accept it with", Setting::AllowUnhashed, glob::escape(file))
        .at(file, written.line, written.column)
}

/// The problem of an argument that may have a query and a fragment.
fn reference(argument: &str, known: &Known<'_>) -> Option<Problem> {
    let (path, _) = split_suffix(argument);
    // A folder is never looked up, nor is a fragment of the page itself.
    if path.is_empty() || path.ends_with('/') {
        return None;
    }
    missing(path, known)
}

/// The problem of an argument that has to be the path of an asset and nothing else.
fn asset(used: &Use, known: &Known<'_>) -> Option<Problem> {
    let (path, suffix) = split_suffix(&used.path);
    let filter = used.filter.name;
    let repair = if path.is_empty() || path.ends_with('/') {
        format!("`{filter}` takes the path of a file")
    } else if !suffix.is_empty() && known.assets.has(path) {
        format!("`{filter}` takes a path without query or fragment: {path:?}")
    } else {
        return missing(path, known);
    };
    Some(Problem::error(format!("no static asset {:?}", used.path)).help(repair))
}

/// The problem of a known asset whose preloaded bytes no browser would use.
fn preload(path: &str) -> Option<Problem> {
    let media_type = media_type(path);
    Destination::of(media_type).is_none().then(|| {
        Problem::error(format!("{path:?} is {media_type}, which browsers do not preload"))
            .help("write `preload=\"auto\"` in the media element instead")
    })
}

/// The problem of a known asset that browsers would refuse to load as a module (HTML standard, "fetch a single module
/// script").
fn module(path: &str) -> Option<Problem> {
    let media_type = media_type(path);
    let essence = media_type.split(';').next().unwrap_or(media_type);
    (Destination::of(media_type) != Some(Destination::Script)).then(|| {
        Problem::error(format!("{path:?} is {essence}, which browsers do not load as a module"))
            .help("use `preload`")
    })
}

/// The problem of a known asset whose integrity no browser checks (Subresource Integrity, section 3.4).
fn checked(path: &str) -> Option<Problem> {
    let media_type = media_type(path);
    let essence = media_type.split(';').next().unwrap_or(media_type);
    let is_checked = Destination::of(media_type).is_some_and(Destination::is_checked);
    (!is_checked).then(|| {
        Problem::error(format!("{path:?} is {essence}, whose integrity browsers do not check"))
            .help("leave `sri` out")
    })
}

fn missing(path: &str, known: &Known<'_>) -> Option<Problem> {
    if known.assets.has(path) {
        return None;
    }
    // `./a.css` and `../a.css` are no hidden files.
    let has_dots = path.split('/').any(|part| part == "." || part == "..");
    if !has_dots && let Some(problem) = known.left_out.problem(Severity::Error, path) {
        return Some(problem);
    }
    let problem =
        Problem::error(format!("no static asset {path:?}")).of(Cause::MissingInTemplate, path);
    Some(problem.help(repair(path, known)))
}

fn repair(path: &str, known: &Known<'_>) -> String {
    if is_absolute_url(path) {
        return "the filter is for static assets only; write this URL without it".to_owned();
    }
    if known.assets.is_empty() {
        return "there are no static assets at all; put the file into a static root".to_owned();
    }
    let cleaned = clean(path);
    let below_prefix = cleaned.match_indices('/').filter_map(|(index, _)| cleaned.get(index + 1..));
    let meant = std::iter::once(cleaned.as_str())
        .chain(below_prefix)
        .find(|candidate| known.assets.has(candidate))
        .map(|meant| format!("did you mean {meant:?}?"));
    let near = || known.assets.nearest(&cleaned, Purpose::Any).map(|near| near.question());
    meant
        .or_else(near)
        .unwrap_or_else(|| "put the file into a static root, or correct the path".to_owned())
}

fn is_absolute_url(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    path.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// The path as it would have to be written: without white space around it, with `/` for `\`, without `.` and `..`,
/// and without anything in front of the first name.
fn clean(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests;
