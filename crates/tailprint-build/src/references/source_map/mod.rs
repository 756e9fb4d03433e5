//! References in source maps: `file` and `sources`, both [`Kind::Optional`].
//!
//! Debuggers find a source by its name in the map, so published sources are renamed in the map as well. Sources that are
//! shipped in `sourcesContent` only, and those with a scheme (`webpack://`), stay as they are.

use std::borrow::Cow;

use super::json::raw::{self, Json};
use super::reference::{Found, Kind, Reference};
use super::resolve::LONGEST_PREFIX;

/// Finds the references in a source map, plain or indexed.
pub(crate) fn find(source: &str) -> Found {
    let text = without_guard(raw::without_bom(source));
    let mut found = Found::default();
    if !text.trim_start().starts_with('{') {
        return found;
    }
    match Json::new(source, text).try_members() {
        Ok(members) => map(&members, &mut found),
        Err(error) => found.problems.push(raw::invalid(source, text, &error)),
    }
    found.in_order()
}

/// Removes the line `)]}'`, which keeps a map from being run as a script.
fn without_guard(text: &str) -> &str {
    match text.split_once('\n') {
        Some((line, rest)) if line.starts_with(")]}") => rest,
        _ => text,
    }
}

fn map<'a>(members: &[(Cow<'a, str>, Json<'a>)], found: &mut Found) {
    if let Some(file) = raw::last(members, "file") {
        file.refer(Kind::Optional, found);
    }
    if let Some(list) = raw::last(members, "sources") {
        let root = raw::last(members, "sourceRoot").and_then(Json::string);
        let root = root.as_ref().map_or("", |root| root.text());
        if is_folder(root) {
            sources(list, root, found);
        }
    }
    let sections = raw::last(members, "sections").map(Json::elements);
    for section in sections.unwrap_or_default() {
        if let Some(url) = section.member("url") {
            url.refer(Kind::Optional, found);
        }
        if let Some(nested) = section.member("map") {
            map(&nested.members(), found);
        }
    }
}

fn sources(list: Json<'_>, root: &str, found: &mut Found) {
    for source in list.elements() {
        let reference = source.string().and_then(|text| text.reference(Kind::Optional));
        found.references.extend(reference.map(|reference| below(root, reference)));
    }
}

/// Returns true if a `sourceRoot` may be the folder of an asset. Behind a query or a fragment, a source would be no path.
fn is_folder(root: &str) -> bool {
    root.len() <= LONGEST_PREFIX && !root.contains(['?', '#'])
}

/// Puts the `sourceRoot` in front of a source.
fn below(root: &str, reference: Reference) -> Reference {
    if root.is_empty() {
        return reference;
    }
    let separator = if root.ends_with('/') { "" } else { "/" };
    reference.prefixed(&format!("{root}{separator}"))
}

#[cfg(test)]
mod tests;
