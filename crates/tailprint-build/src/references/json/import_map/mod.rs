//! Import maps in pages.

use super::raw::{self, Json};
use crate::references::page::{
    Claim, ClaimedDigest, ImportMapText, Integrity, Object, Scopes, Specifiers,
};
use crate::references::reference::{Found, Kind, Reference};
use crate::references::spelling::decoded::Decoded;

/// Finds the addresses in an import map, which are module specifiers, but never bare ones. Returns the map as well, with
/// the places in `source`.
pub(in crate::references) fn find(source: &str) -> (Found, Option<ImportMapText>) {
    let mut found = Found::default();
    let whole = Json::new(source, source);
    let members = match whole.try_members() {
        Ok(members) => members,
        Err(error) => {
            found.problems.push(raw::invalid(source, source, &error));
            return (found, None);
        }
    };
    let map = ImportMapText {
        whole: object(whole),
        imports: raw::last(&members, "imports").map(|imports| specifiers(imports, &mut found)),
        scopes: raw::last(&members, "scopes").map(|scopes| Scopes {
            object: object(scopes),
            scopes: scopes
                .members()
                .into_iter()
                .map(|(scope, value)| {
                    (Reference::unwritten(Kind::Url, &scope), specifiers(value, &mut found))
                })
                .collect(),
        }),
        integrity: raw::last(&members, "integrity").map(integrity),
    };
    (found.in_order(), Some(map))
}

fn object(json: Json<'_>) -> Object {
    Object { start: json.start(), is_empty: json.members().is_empty() }
}

fn specifiers(json: Json<'_>, found: &mut Found) -> Specifiers {
    let mut entries = Vec::new();
    for (specifier, address) in json.members() {
        let address = address.string().and_then(|text| text.reference(Kind::Module));
        found.references.extend(address.clone());
        entries.push((Reference::unwritten(Kind::Module, &specifier), address));
    }
    Specifiers { object: object(json), entries }
}

fn integrity(json: Json<'_>) -> Integrity {
    let mut claims = Vec::new();
    for (url, value) in json.members() {
        let value = value.string();
        claims.extend(value.map(|value| claim(Reference::unwritten(Kind::Url, &url), &value)));
    }
    Integrity { object: object(json), claims }
}

/// Reads the value of an `integrity` attribute or of an entry of an import map.
pub(in crate::references) fn claim(target: Reference, value: &Decoded<'_>) -> Claim {
    let text = value.text();
    let mut digests = Vec::new();
    let mut at = 0;
    for word in text.split_ascii_whitespace() {
        let start = text.get(at..).and_then(|rest| rest.find(word)).map_or(at, |ahead| at + ahead);
        at = start + word.len();
        let Some((algorithm, rest)) = word.split_once('-') else { continue };
        let digest = rest.split('?').next().unwrap_or_default();
        let start = start + algorithm.len() + 1;
        let place = value.offset(start)..value.offset(start + digest.len());
        digests.push(ClaimedDigest {
            algorithm: algorithm.to_owned(),
            digest: digest.to_owned(),
            place,
        });
    }
    Claim { target, offset: value.offset(0), digests }
}

#[cfg(test)]
mod tests;
