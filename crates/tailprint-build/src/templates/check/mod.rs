//! Whether the assets that templates name exist.

use tailprint_core::split_suffix;

use super::Use;
use crate::error::{Problem, Problems};
use crate::suggest;

/// Reports every use of a path that is no asset.
///
/// `known` says whether a logical path is one; `paths` are all of them, for suggestions.
pub(crate) fn check(
    uses: &[Use],
    known: &dyn Fn(&str) -> bool,
    paths: &[&str],
    problems: &mut Problems,
) {
    for used in uses {
        let (path, _) = split_suffix(&used.path);
        // A folder is never looked up, nor is a fragment of the page itself.
        if path.is_empty() || path.ends_with('/') || known(path) {
            continue;
        }
        problems.push(
            Problem::error(format!("no static asset {path:?}"))
                .at(&used.file, used.line, used.column)
                .help(repair(path, known, paths)),
        );
    }
}

fn repair(path: &str, known: &dyn Fn(&str) -> bool, paths: &[&str]) -> String {
    if is_absolute_url(path) {
        return "the filter is for static assets only; write this URL without it".to_owned();
    }
    if paths.is_empty() {
        return "there are no static assets at all; put the file into a static root".to_owned();
    }
    let cleaned = clean(path);
    let below_prefix = cleaned.match_indices('/').filter_map(|(index, _)| cleaned.get(index + 1..));
    let meant = std::iter::once(cleaned.as_str())
        .chain(below_prefix)
        .find(|candidate| known(candidate))
        .or_else(|| suggest::nearest(&cleaned, paths.iter().copied()));
    match meant {
        Some(meant) => format!("did you mean {meant:?}?"),
        None => "put the file into a static root, or correct the path".to_owned(),
    }
}

fn is_absolute_url(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme);
    path.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// A path as it would have to be written: no white space around it, `/` for `\`, no `.`, no `..`,
/// nothing in front of the first name.
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
