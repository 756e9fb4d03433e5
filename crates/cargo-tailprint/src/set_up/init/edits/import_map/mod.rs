//! The import map, which pages need whose modules import each other: it leads from plain names to hashed ones.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::super::plan::Plan;
use super::super::project::Project;
use super::super::survey::{Files, Survey};
use super::links;
use super::templates::in_comment;
use crate::support::walk;

/// The old and the new text of a template.
pub(crate) type Texts = BTreeMap<PathBuf, (String, String)>;

/// Returns true if a script of the app imports another one by a relative path.
pub(crate) fn is_needed(files: &Files) -> bool {
    let scripts = walk::own_files(&files.path, &[])
        .filter(|file| file.path().extension().is_some_and(|it| it == "js" || it == "mjs"));
    // A file that is no text has no imports.
    scripts.filter_map(|file| std::fs::read_to_string(file.path()).ok()).any(|text| imports(&text))
}

/// Returns true if a script has `from "./…"`, `import "./…"` or `import("./…")`.
fn imports(text: &str) -> bool {
    ["\"./", "'./", "\"../", "'../"].into_iter().any(|start| {
        text.match_indices(start).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let before = before.strip_suffix('(').map_or(before, str::trim_end);
            ["from", "import"].iter().any(|word| before.ends_with(word))
        })
    })
}

/// Tells how pages get the import map, if no page of the app has it.
pub(crate) fn by_hand(project: &Project, survey: &Survey, plan: &mut Plan) -> Result<(), String> {
    let Some(files) = survey.files.as_ref().filter(|files| is_needed(files)) else { return Ok(()) };
    // Modules that are rewritten need no import map.
    let mut is_there = plan.text_or_empty(&project.manifest)?.contains("js_modules");
    for file in project.files_with_pages(&[]) {
        if !file.path().starts_with(&files.path) && links::is_page(file.path()) {
            is_there |= has_map(&plan.text_or_empty(file.path())?);
        }
    }
    if !is_there {
        plan.note(
            "scripts of the app import others by their plain names, which have no hash: print \
             `assets::IMPORT_MAP` in front of the first module of each page, or add the feature `js_modules` to \
             tailprint-build",
        );
    }
    Ok(())
}

/// Returns true if a page has an import map.
fn has_map(text: &str) -> bool {
    ["IMPORT_MAP", "import_map()", "\"importmap\"", "'importmap'"]
        .iter()
        .any(|it| text.contains(it))
}

/// Adds the import map in front of the first module of each template with a head, and in the heads around others.
pub(crate) fn add(texts: &mut Texts, map: &str) {
    if texts.values().any(|(_, new)| has_map(new)) {
        return;
    }
    let loads: Vec<bool> = texts.values().map(|(_, new)| first_module(new).is_some()).collect();
    let has_head = |text: &str| text.to_ascii_lowercase().contains("</head>");
    let is_outside = |((_, new), loads): (&(String, String), &bool)| *loads && !has_head(new);
    let has_parts = texts.values().zip(&loads).any(is_outside);
    for ((_, new), loads) in texts.values_mut().zip(&loads) {
        let lower = new.to_ascii_lowercase();
        let at = match first_module(new) {
            Some(at) if has_head(new) => Some(at),
            _ if has_parts && !loads => lower.find("</head>").filter(|&at| !in_comment(&lower, at)),
            _ => None,
        };
        let at =
            at.map(|at| place_for_parts(new).filter(|_| has_parts).map_or(at, |part| part.min(at)));
        if let Some(at) = at {
            insert(new, at, map);
        }
    }
}

/// The place of the first element that loads a module.
fn first_module(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let is_module = |tag: &str| {
        ["type=\"module\"", "type='module'", "type=module", "modulepreload"]
            .iter()
            .any(|word| tag.contains(word))
    };
    let mut tags: Vec<usize> = ["<script", "<link"]
        .iter()
        .flat_map(|tag| lower.match_indices(tag))
        .map(|(at, _)| at)
        .collect();
    tags.sort_unstable();
    tags.into_iter().find(|&at| {
        let tag = lower.get(at..).and_then(|rest| rest.split_once('>')).map_or("", |(tag, _)| tag);
        is_module(tag) && !in_comment(&lower, at)
    })
}

/// The first place in a head, on a line of its own, at which the engine puts a part of another template: that may load a
/// module. A title has none.
fn place_for_parts(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let (start, end) = (lower.find("<head")?, lower.find("</head>")?);
    let mut at = start;
    for line in text.get(start..end)?.split_inclusive('\n') {
        let inner = line.trim_start();
        let begins = PARTS.iter().any(|part| {
            inner.strip_prefix(part.0).is_some_and(|rest| {
                rest.trim_start_matches(['-', '~', '+', ' ']).starts_with(part.1)
            })
        });
        let is_part = begins && !inner.contains("title") && !in_comment(&lower, at);
        if is_part {
            return Some(at + line.len() - inner.len());
        }
        at += line.len();
    }
    None
}

/// The starts of the statements by which engines put parts of other templates into a page.
const PARTS: [(&str, &str); 7] = [
    ("{%", "block"),
    ("{%", "include"),
    ("{%", "call"),
    ("{{", ">"),
    ("{{#", ">"),
    ("{{#", "block"),
    ("{{{", ""),
];

/// Inserts a line in front of the line of an element, with its indent.
fn insert(text: &mut String, at: usize, line: &str) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |it| it + 1);
    let indent = text.get(start..at).unwrap_or_default();
    let inserted = if indent.trim().is_empty() {
        let deeper = if text.get(at..).is_some_and(|it| it.starts_with("</")) { "  " } else { "" };
        (start, format!("{indent}{deeper}{line}\n"))
    } else {
        (at, line.to_owned())
    };
    text.insert_str(inserted.0, &inserted.1);
}

#[cfg(test)]
mod tests;
