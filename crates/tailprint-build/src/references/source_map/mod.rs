//! References in source maps: `file` and `sources`, both [`Kind::Optional`].
//!
//! Debuggers find a source by its name in the map; those that are published are renamed here, too. Sources of
//! which only the text is shipped, in `sourcesContent`, and those with a scheme (`webpack://`) stay as they are.

use std::borrow::Cow;

use super::json_text::{self, Json};
use super::{Found, Kind, Reference};

/// Finds the references in a source map, plain or indexed.
pub(crate) fn find(source: &str) -> Found {
    let text = without_guard(json_text::without_bom(source));
    let mut found = Found::default();
    if !text.trim_start().starts_with('{') {
        return found;
    }
    match Json::new(source, text).try_members() {
        Ok(members) => map(&members, &mut found),
        Err(error) => found.problems.push(json_text::invalid(source, text, &error)),
    }
    found.references.sort_by_key(|reference| reference.span.start);
    found
}

/// The text behind the line `)]}'` that keeps a map from being run as a script.
fn without_guard(text: &str) -> &str {
    match text.split_once('\n') {
        Some((line, rest)) if line.starts_with(")]}") => rest,
        _ => text,
    }
}

fn map<'a>(members: &[(Cow<'a, str>, Json<'a>)], found: &mut Found) {
    if let Some(file) = json_text::last(members, "file") {
        file.refer(Kind::Optional, found);
    }
    if let Some(list) = json_text::last(members, "sources") {
        let root = json_text::last(members, "sourceRoot").and_then(Json::string);
        let root = root.as_ref().map_or("", |root| root.text());
        if is_folder(root) {
            sources(list, root, found);
        }
    }
    let sections = json_text::last(members, "sections").map(Json::elements);
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

/// Whether what is below a `sourceRoot` is in a folder; behind a query or fragment it would be no path.
fn is_folder(root: &str) -> bool {
    !root.contains(['?', '#'])
}

/// Puts the `sourceRoot` in front of a source; its bytes stand where the source begins.
fn below(root: &str, reference: Reference) -> Reference {
    if root.is_empty() {
        return reference;
    }
    let separator = if root.ends_with('/') { "" } else { "/" };
    reference.prefixed(&format!("{root}{separator}"))
}

#[cfg(test)]
mod tests;
