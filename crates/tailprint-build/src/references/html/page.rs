//! Elements that load modules, and those with `integrity`.

use super::markup::Element;
use crate::references::json::import_map::claim;
use crate::references::page::{ImportMapText, Object, Page, Specifiers};
use crate::references::reference::{Kind, Reference};

/// Reads a start tag that begins at `start`; none if a script in its place is not run.
pub(super) fn element(element: &Element<'_>, start: Option<usize>, page: &mut Page) {
    let is = |name: &str, value: &str| {
        let words = element.attribute(name).map(|it| it.text().to_ascii_lowercase());
        words.is_some_and(|words| words.split_ascii_whitespace().any(|word| word == value))
    };
    let (is_link, is_script) = (element.name == "link", element.name == "script");
    let is_module = element.is_module_script() || (is_link && is("rel", "modulepreload"));
    if let Some(start) = start {
        page.has_modules |= is_module;
        if is_module || element.is_classic_script() {
            page.first_script.get_or_insert(start);
        } else if element.name == "base" {
            // The addresses of an import map count from the base that is known where it stands.
            page.first_script = None;
        }
    }
    if element.name == "meta" && is("http-equiv", "content-security-policy") {
        page.has_policy = true;
    }
    let url = if is_script { "src" } else { "href" };
    if let (true, Some(value), Some(url)) =
        (is_link || is_script, element.attribute("integrity"), element.attribute(url))
    {
        let target = url.reference(Kind::Url);
        page.claims.extend(target.map(|target| claim(target, value)));
    }
}

/// Adds an import map whose text begins at `start`.
pub(super) fn import_map(map: Option<ImportMapText>, start: usize, page: &mut Page) {
    let Some(mut map) = map else { return };
    let object = |object: &mut Object| object.start += start;
    let specifiers = |specifiers: &mut Specifiers| {
        object(&mut specifiers.object);
        for reference in specifiers.entries.iter_mut().filter_map(|(_, address)| address.as_mut()) {
            moved(reference, start);
        }
    };
    object(&mut map.whole);
    map.imports.iter_mut().for_each(specifiers);
    if let Some(scopes) = &mut map.scopes {
        object(&mut scopes.object);
        scopes.scopes.iter_mut().for_each(|(_, scope)| specifiers(scope));
    }
    if let Some(integrity) = &mut map.integrity {
        object(&mut integrity.object);
        for claim in &mut integrity.claims {
            claim.offset += start;
            for digest in &mut claim.digests {
                digest.place = digest.place.start + start..digest.place.end + start;
            }
        }
    }
    page.import_maps.push(map);
}

fn moved(reference: &mut Reference, by: usize) {
    reference.span = reference.span.start + by..reference.span.end + by;
    if let Some(offsets) = &mut reference.offsets {
        offsets.iter_mut().for_each(|offset| *offset += by);
    }
}

/// Returns the page, if anything in it depends on names.
pub(super) fn finish(mut page: Page) -> Option<Box<Page>> {
    if page.is_empty() {
        return None;
    }
    // Any name will do: the folder of the URL is what counts.
    page.base = Some(Reference::unwritten(Kind::Module, "./x"));
    Some(Box::new(page))
}
