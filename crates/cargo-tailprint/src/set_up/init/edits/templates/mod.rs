//! The link to the style sheet in the `<head>` of askama templates.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use tailprint_build::cli_support::constant_path;
use tailprint_core::path::normalize;
use toml_edit::{DocumentMut, Item};

use super::super::plan::Plan;

/// The settings of `askama.toml` that matter for templates of the default syntax.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    dirs: Vec<String>,
    expr_start: String,
    expr_end: String,
    /// The path of `assets` for versions of askama that have no filter `static`.
    constants: Option<String>,
}

impl Syntax {
    /// Reads the text of `askama.toml`; without it, askama's defaults apply.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, String> {
        let text = text.unwrap_or_default();
        let toml: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            format!("askama.toml: not understood: {}", error.message())
        })?;
        let general = |key: &str| toml.get("general").and_then(|it| it.get(key));
        let dirs = general("dirs").and_then(Item::as_array).map(|dirs| {
            dirs.iter().filter_map(|it| it.as_str()).map(str::to_owned).collect::<Vec<_>>()
        });
        let name = general("default_syntax").and_then(Item::as_str).unwrap_or("default");
        let syntaxes = toml.get("syntax").and_then(Item::as_array_of_tables);
        let syntax = syntaxes
            .into_iter()
            .flatten()
            .find(|syntax| syntax.get("name").and_then(Item::as_str) == Some(name));
        let delimiter = |key: &str, default: &str| {
            let own = syntax.and_then(|it| it.get(key)).and_then(Item::as_str);
            own.unwrap_or(default).to_owned()
        };
        Ok(Self {
            dirs: dirs.unwrap_or_else(|| vec!["templates".to_owned()]),
            expr_start: delimiter("expr_start", "{{"),
            expr_end: delimiter("expr_end", "}}"),
            constants: None,
        })
    }

    /// The same for a version of askama that has no filter `static`.
    pub(crate) fn with_constants(self, assets: String) -> Self {
        Self { constants: Some(assets), ..self }
    }

    /// The folders of templates, relative to the package.
    pub(crate) fn dirs(&self) -> impl Iterator<Item = &str> {
        self.dirs.iter().map(String::as_str)
    }

    /// The path of `assets`, if assets are constants in templates.
    pub(crate) fn constants(&self) -> Option<&str> {
        self.constants.as_deref()
    }

    /// The import map as it is written in a template.
    pub(crate) fn import_map(&self, assets: &str) -> String {
        let Self { expr_start, expr_end, constants, .. } = self;
        // Without our derive, the elements would be escaped.
        let safe = if constants.is_some() { "|safe" } else { "" };
        format!("{expr_start} {assets}::IMPORT_MAP{safe} {expr_end}")
    }

    /// The link to a style sheet as it is written in a template.
    pub(crate) fn link(&self, sheet: &str) -> String {
        format!("<link rel=\"stylesheet\" href=\"{}\">", self.url(sheet))
    }

    /// The URL of an asset as it is written in a template.
    pub(crate) fn url(&self, path: &str) -> String {
        let Self { expr_start, expr_end, constants, .. } = self;
        match constants {
            Some(assets) => {
                format!("{expr_start} {assets}::{}|safe {expr_end}", constant_path(path))
            }
            None => format!("{expr_start} \"{path}\"|static {expr_end}"),
        }
    }

    /// The file of a template that a derive names, or that the template `from` names.
    fn file(&self, package: &Path, from: Option<&Path>, name: &str) -> Option<PathBuf> {
        let beside = from.and_then(Path::parent).map(|folder| folder.join(name));
        let below = self.dirs.iter().map(|dir| normalize(&package.join(dir).join(name)));
        below.chain(beside).find(|file| file.is_file())
    }

    /// Lists the files of a template and of all templates that it extends, includes or imports.
    pub(crate) fn reach(&self, package: &Path, name: &str, plan: &Plan) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        let mut waiting: VecDeque<PathBuf> = self.file(package, None, name).into_iter().collect();
        while let Some(file) = waiting.pop_front() {
            let Ok(Some(text)) = plan.text(&file) else { continue };
            if found.insert(file.clone()) {
                let names = named(&text);
                waiting.extend(names.filter_map(|name| self.file(package, Some(&file), name)));
            }
        }
        found
    }
}

/// The names of the templates that a template extends, includes or imports.
fn named(text: &str) -> impl Iterator<Item = &str> {
    ["extends", "include", "import"].into_iter().flat_map(move |word| {
        text.split(word).skip(1).filter_map(|rest| {
            let rest = rest.trim_start().strip_prefix('"')?;
            rest.split_once('"').map(|(name, _)| name)
        })
    })
}

/// Returns true if a template uses a filter of tailprint.
pub(crate) fn uses_filters(text: &str) -> bool {
    text.split('|').skip(1).any(|rest| {
        let rest = rest.trim_start();
        let name: &str =
            rest.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').next().unwrap_or("");
        tailprint_core::filters::named(name).is_some()
    })
}

/// Adds the link at the end of the head. Returns none if the template has no head, or a link already.
pub(crate) fn linked(text: &str, link: &str, sheet: &str) -> Option<String> {
    if text.contains(sheet) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let end =
        lower.match_indices("</head>").map(|(at, _)| at).find(|&at| !in_comment(&lower, at))?;
    let (before, after) = text.split_at_checked(end)?;
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let (lines, indent) = before.split_at_checked(line)?;
    if lines.is_empty() || !indent.trim().is_empty() {
        return Some(format!("{before}{link}{after}"));
    }
    // The link is indented like the line above, or deeper if that begins the head.
    let above = lines.trim_end().rsplit('\n').next().unwrap_or_default();
    let blank = above.len() - above.trim_start().len();
    let inner = above.get(..blank).unwrap_or_default();
    let is_start = above.trim_start().to_ascii_lowercase().starts_with("<head");
    let inner = if is_start { format!("{inner}  ") } else { inner.to_owned() };
    Some(format!("{lines}{inner}{link}\n{indent}{after}"))
}

/// Returns true if a place in a template is in a comment of HTML or of the engine.
pub(crate) fn in_comment(text: &str, at: usize) -> bool {
    let Some(before) = text.get(..at) else { return false };
    [("<!--", "-->"), ("{#", "#}")].into_iter().any(|(start, end)| {
        before.rfind(start).is_some_and(|start| before.rfind(end).is_none_or(|end| end < start))
    })
}

#[cfg(test)]
mod tests;
