//! References in web app manifests (`.webmanifest`, `manifest.json`).
//!
//! | member | kind |
//! |---|---|
//! | `src` of `icons`, `screenshots`, and of the `icons` of `shortcuts` and `file_handlers` | [`Kind::Url`] |
//! | `start_url`, `url` of `shortcuts` | [`Kind::Optional`]: mostly pages of the application |
//!
//! `id` identifies an installed app and `scope` is a prefix of URLs, so neither changes. Other members (`share_target`,
//! `protocol_handlers`, `related_applications`) name no files. An app without `id` is identified by its `start_url`: if
//! that names a published file, the manifest should have an `id`.

pub(super) mod raw;

use std::borrow::Cow;

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
    found.references.sort_by_key(|reference| reference.span.start);
    found
}

/// Finds the addresses in an import map. They are module specifiers, but never bare ones.
pub(super) fn find_import_map(source: &str) -> Found {
    let mut found = Found::default();
    match Json::new(source, source).try_members() {
        Ok(members) => {
            addresses(raw::last(&members, "imports"), &mut found);
            let scopes = raw::last(&members, "scopes").map(Json::members);
            for (_, scope) in scopes.unwrap_or_default() {
                addresses(Some(scope), &mut found);
            }
        }
        Err(error) => found.problems.push(raw::invalid(source, source, &error)),
    }
    found
}

fn addresses(specifiers: Option<Json<'_>>, found: &mut Found) {
    for (_, address) in specifiers.map(Json::members).unwrap_or_default() {
        address.refer(Kind::Module, found);
    }
}

/// Returns true for web app manifests: browser extensions and bundlers have other files of the same name.
fn is_manifest(members: &[(Cow<'_, str>, Json<'_>)]) -> bool {
    let has = |name: &str| members.iter().any(|(member, _)| member == name);
    !has("manifest_version")
        && ["icons", "start_url", "display", "name", "short_name", "screenshots", "shortcuts"]
            .into_iter()
            .any(has)
}

fn manifest<'a>(members: &[(Cow<'a, str>, Json<'a>)], found: &mut Found) {
    if let Some(url) = raw::last(members, "start_url") {
        url.refer(Kind::Optional, found);
    }
    images(raw::last(members, "icons"), found);
    images(raw::last(members, "screenshots"), found);
    for list in ["shortcuts", "file_handlers"] {
        for entry in elements(raw::last(members, list)) {
            images(entry.member("icons"), found);
            if let Some(url) = entry.member("url") {
                url.refer(Kind::Optional, found);
            }
        }
    }
}

fn images(list: Option<Json<'_>>, found: &mut Found) {
    for image in elements(list) {
        if let Some(src) = image.member("src") {
            src.refer(Kind::Url, found);
        }
    }
}

fn elements(list: Option<Json<'_>>) -> Vec<Json<'_>> {
    list.map(Json::elements).unwrap_or_default()
}

#[cfg(test)]
mod tests;
