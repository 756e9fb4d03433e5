//! References in web app manifests (`.webmanifest`, `manifest.json`).
//!
//! | member | kind |
//! |---|---|
//! | `src` of images: `icons` and `screenshots` of the app and of anything in it, also per language, `backgrounds` of a widget | [`Kind::Url`] |
//! | `start_url`, the `url` and `action` of anything, a `serviceworker`, the files of a widget | [`Kind::Address`] |
//!
//! The system opens these addresses when the app is long installed, and an app without `id` is identified by its
//! `start_url`. `id` and `scope` name no files at all.

pub(super) mod import_map;
pub(super) mod raw;

use std::borrow::Cow;
use std::collections::BTreeMap;

use self::raw::Json;
use super::reference::{Found, Kind};

/// Finds the references in a web app manifest; other JSON has none.
pub(crate) fn find(source: &str) -> Found {
    let text = raw::without_bom(source);
    let mut found = Found::default();
    match Json::new(source, text).try_members() {
        Ok(members) if is_manifest(&members) => manifest(&members, &mut found),
        Ok(_) => {}
        Err(error) => found.problems.push(raw::invalid(source, text, &error)),
    }
    found.in_order()
}

/// Returns true for web app manifests: browser extensions and bundlers have other files of the same name.
fn is_manifest(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    let has = |name: &str| members.iter().any(|(member, _)| member == name);
    !has("manifest_version")
        && ["icons", "start_url", "display", "name", "short_name", "screenshots", "shortcuts"]
            .into_iter()
            .any(has)
}

/// Members with a list of images.
const IMAGES: [&str; 3] = ["backgrounds", "icons", "screenshots"];

/// Members with a list of entries that have images and addresses of their own.
const ENTRIES: [&str; 5] =
    ["file_handlers", "protocol_handlers", "related_applications", "shortcuts", "widgets"];

/// Members with one such entry.
const ENTRY: [&str; 5] =
    ["lock_screen", "note_taking", "serviceworker", "share_target", "tab_strip"];

/// Members whose text is an address.
const ADDRESSES: [&str; 7] =
    ["action", "data", "ms_ac_template", "new_note_url", "src", "start_url", "url"];

fn manifest<'a>(members: &[(Cow<'a, str>, Json<'a>)], found: &mut Found) {
    if let Some(url) = raw::last(members, "start_url") {
        url.refer(Kind::Address, found);
    }
    images(members, found);
    for (name, value) in effective(members) {
        match name.strip_suffix(LOCALIZED) {
            Some(list) if ENTRIES.contains(&list) => {
                let languages = value.members().into_iter();
                languages.flat_map(|(_, list)| list.elements()).for_each(|it| entry(it, found));
            }
            _ if ENTRIES.contains(&name) => {
                value.elements().into_iter().for_each(|it| entry(it, found));
            }
            _ if ENTRY.contains(&name) => entry(value, found),
            _ => {}
        }
    }
}

/// Finds the images and addresses of a shortcut, a file handler, a widget and the like.
fn entry(entry: Json<'_>, found: &mut Found) {
    let members = entry.members();
    images(&members, found);
    for (name, value) in effective(&members) {
        if ADDRESSES.contains(&name) {
            value.refer(Kind::Address, found);
        } else if matches!(name, "home_tab" | "new_tab_button") {
            self::entry(value, found);
        }
    }
}

/// Finds the images of an object, also those for a language: `"icons_localized": { "fr": [ … ] }`.
fn images<'a>(members: &[(Cow<'a, str>, Json<'a>)], found: &mut Found) {
    for (name, value) in effective(members) {
        let lists = match name.strip_suffix(LOCALIZED) {
            Some(list) if IMAGES.contains(&list) => {
                value.members().into_iter().map(|(_, list)| list).collect()
            }
            _ if IMAGES.contains(&name) => vec![value],
            _ => continue,
        };
        let sources = lists.into_iter().flat_map(Json::elements);
        sources.filter_map(|it| it.member("src")).for_each(|src| src.refer(Kind::Url, found));
    }
}

/// The end of the names of members with a value for each language.
const LOCALIZED: &str = "_localized";

/// Returns the members that count: of several with one name, the last.
fn effective<'m, 'a>(
    members: &'m [(Cow<'a, str>, Json<'a>)],
) -> impl Iterator<Item = (&'m str, Json<'a>)> {
    let by_name: BTreeMap<&str, Json<'a>> =
        members.iter().map(|(name, value)| (&**name, *value)).collect();
    by_name.into_iter()
}

#[cfg(test)]
mod tests;
