//! The downloads of a first visit of each page.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use tailprint_core::build_json::{BuildJson, Template};
use tailprint_core::path::split_suffix;

use crate::graph::Graph;
use crate::kind::Kind;
use crate::report::{Asset, Sizes, Total};

/// A page, and everything that a browser without a cache may download for it.
///
/// A template that another one extends, includes or imports is a part of a page, and no page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// The template.
    pub template: String,
    /// The templates that it extends, includes or imports, with theirs.
    pub parts: Vec<String>,
    /// The logical paths of the assets.
    pub downloads: Vec<String>,
    /// Their sizes together.
    pub sizes: Sizes,
    /// The number of places in these templates whose assets are known at run time only.
    pub unchecked: usize,
}

/// Elements and attributes of links: a visitor has to follow them.
const LINKS: [&str; 4] = ["a", "area", "form", "meta"];

/// Values of `rel` that a first visit does not follow.
const RELATIONS: [&str; 6] = ["alternate", "canonical", "help", "license", "next", "prev"];

/// Words of template engines before the name of another template.
const WORDS: [&str; 8] = ["extends", "include", "import", "from", "render", "layout", "embed", ">"];

/// Lists the pages with their downloads, the largest first.
pub(crate) fn pages(
    build: &BuildJson,
    read: &dyn Fn(&str) -> Option<String>,
    assets: &[Asset],
    graph: &Graph,
) -> Vec<Visit> {
    let texts: Vec<String> =
        build.templates.iter().map(|it| read(&it.file).unwrap_or_default()).collect();
    let parts = parts(&build.templates, &texts);
    let included: BTreeSet<usize> = parts.references.iter().flatten().copied().collect();
    let places: HashMap<&str, usize> = assets.iter().map(|it| &*it.path).zip(0..).collect();
    let named: Vec<Vec<usize>> = build
        .templates
        .iter()
        .zip(&texts)
        .map(|(template, text)| downloaded(template, text, &places))
        .collect();
    let circles: BTreeSet<usize> = parts.cycles().into_iter().flatten().collect();
    let is_page = |at: &usize| !included.contains(at) || circles.contains(at);
    let page = |at: usize| {
        let whole = parts.reached([at], |_, _| true);
        let named = whole.iter().filter_map(|part| named.get(*part)).flatten().copied();
        let all = graph.reached(named, |from, to| follows(assets, from, to));
        let all: Vec<&Asset> = all.iter().filter_map(|at| assets.get(*at)).collect();
        let templates = || whole.iter().filter_map(|part| build.templates.get(*part));
        Visit {
            template: build.templates[at].file.clone(),
            parts: whole
                .iter()
                .filter(|part| **part != at)
                .map(|part| build.templates[*part].file.clone())
                .collect(),
            downloads: all.iter().map(|asset| asset.path.clone()).collect(),
            sizes: Total::of(all).sizes,
            unchecked: templates().map(|template| template.unchecked.len()).sum(),
        }
    };
    let mut pages: Vec<Visit> = (0..build.templates.len()).filter(is_page).map(page).collect();
    pages.retain(|page| !page.downloads.is_empty() || page.unchecked > 0);
    pages.sort_by(|one, other| {
        (other.sizes.sent(), &one.template).cmp(&(one.sizes.sent(), &other.template))
    });
    pages
}

/// Returns true for a reference that a browser follows by itself: those of style sheets, scripts and pictures, but not of
/// manifests, feeds or pages, and not to source maps.
fn follows(assets: &[Asset], from: usize, to: usize) -> bool {
    let (Some(from), Some(to)) = (assets.get(from), assets.get(to)) else { return false };
    let is_followed = matches!(from.kind, Kind::Css | Kind::Js | Kind::Image);
    is_followed && !to.path.ends_with(".map")
}

/// The assets that a template has a browser download.
fn downloaded(template: &Template, text: &str, places: &HashMap<&str, usize>) -> Vec<usize> {
    let lines = Lines::of(text);
    let used = template.uses.iter().map(|it| (it.line, it.column, split_suffix(&it.path).0));
    let written = template.written.iter().map(|it| (it.line, it.column, &*it.path));
    let named = used.chain(written).filter(|(line, column, _)| {
        lines.offset(*line, *column).is_none_or(|offset| !is_link(text, offset))
    });
    named.filter_map(|(_, _, path)| places.get(path).copied()).collect()
}

/// Returns true if the element around an offset is a link.
fn is_link(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    // The brackets of templates (`<<`, `{%`) begin no element.
    let open = before.rmatch_indices('<').find(|(at, _)| {
        before
            .get(at + 1..)
            .is_some_and(|rest| rest.starts_with(|it: char| it.is_ascii_alphabetic()))
    });
    let Some((open, _)) = open else { return false };
    let element = text.get(open + 1..).unwrap_or_default();
    let name: String = element.chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    if name != "link" {
        return LINKS.contains(&&*name);
    }
    let end = element.find('>').unwrap_or(element.len());
    let element = element.get(..end).unwrap_or_default().to_ascii_lowercase();
    let relation = element.split_once("rel=").map_or("", |(_, rest)| rest);
    let relation = relation.trim_start_matches(['"', '\'']);
    let relation: String = relation.chars().take_while(char::is_ascii_alphabetic).collect();
    RELATIONS.contains(&&*relation)
}

/// The offsets of the lines of a text.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The offset of a line and a column in characters, both from 1.
    fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let rest = self.text.get(start..)?;
        rest.char_indices().nth(column.checked_sub(1)?).map(|(at, _)| start + at)
    }
}

/// The graph of templates: which extends, includes or imports which.
fn parts(templates: &[Template], texts: &[String]) -> Graph {
    let mut by_ending: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, template) in templates.iter().enumerate() {
        let starts = template.file.match_indices('/').map(|(slash, _)| slash + 1);
        for start in std::iter::once(0).chain(starts) {
            by_ending.entry(template.file.get(start..).unwrap_or_default()).or_default().push(at);
        }
    }
    let named = |(from, text): (&Template, &String)| -> Vec<usize> {
        let found = names(text);
        let found = found.iter().filter_map(|name| {
            let ended = by_ending.get(*name);
            // handlebars and liquid leave the extension out.
            let all = ended.or_else(|| {
                let with = |ending| by_ending.get(&*format!("{name}{ending}"));
                [".html", ".hbs", ".liquid", ".html.hbs"].into_iter().find_map(with)
            })?;
            all.iter().copied().min_by_key(|at| nearness(from, &templates[*at], name))
        });
        let mut found: Vec<usize> = found.collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    Graph::new(templates.iter().zip(texts).map(named).collect())
}

/// The order in which several templates whose paths end with a name are meant by it. askama looks beside the template that
/// has the name first. A name begins in a folder of templates, so the shortest path is that of the template itself, and
/// others have the name in a folder below. Of several folders with templates, the first has it.
fn nearness(from: &Template, template: &Template, name: &str) -> (bool, usize) {
    let folder = |file: &str, name: &str| file.strip_suffix(name).map(str::to_owned);
    let own = from.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_beside = folder(&template.file, name).is_some_and(|it| it.trim_end_matches('/') == own);
    (!(from.engine == "askama" && is_beside), template.file.matches('/').count())
}

/// The names of other templates in a text, in the syntax of any engine: `{% extends "base.html" %}`, `{{> nav }}`.
fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for word in WORDS {
        for (at, _) in text.match_indices(word) {
            // A delimiter comes before the word, with the mark of whitespace control between them.
            let before =
                text.get(..at).unwrap_or_default().trim_end_matches([' ', '-', '+', '~', '#']);
            // Behind `%`, the mark of a partial is the end of a tag.
            if !before.ends_with(if word == ">" { &['{'][..] } else { &['%', '{', '<', '[', '('] })
            {
                continue;
            }
            let rest = text.get(at + word.len()..).unwrap_or_default().trim_start();
            let name = match rest.chars().next() {
                Some('"' | '\'') => quoted(rest).next(),
                // Of several templates, the engine takes the first that there is.
                Some('[') => {
                    found.extend(quoted(rest.split(']').next().unwrap_or_default()));
                    None
                }
                _ if word == ">" => rest.split([' ', '}', '\n']).next(),
                _ => None,
            };
            found.extend(name.filter(|name| !name.is_empty()));
        }
    }
    found
}

/// The texts in quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(['"', '\''])?;
        let quote = rest[start..].chars().next()?;
        let (name, behind) = rest[start + 1..].split_once(quote)?;
        rest = behind;
        Some(name)
    })
}

#[cfg(test)]
mod tests;
