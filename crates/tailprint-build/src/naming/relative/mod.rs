//! References below any base: URLs that count from the root or have a host, written anew relative to their asset.
//!
//! The app may be started with another URL prefix than that of the build. A relative URL leads to the same asset then, an
//! absolute one does not. So the part in front of the name is written anew, and the name, the query and the fragment stay
//! as the author has spelled them.
//!
//! Two kinds of files need the base all the same, so the places of their URLs are handed on as [`Based`], and the running
//! app writes them: a page that is sent for another path than its own, as the page of an app in the browser is, and a file
//! at the root of the host, from where no relative URL leads to assets on another host.

use std::ops::Range;

use crate::error::{Cause, Problem};
use crate::naming::link::Naming;
use crate::naming::publish::{encoded, relative};
use crate::references::resolve::{
    Resolution, Site, folder, in_front_of_name, is_from_base, is_relative, resolve, written,
};
use crate::references::{Kind, Reference};
use crate::sources::asset::Asset;

/// The beginning of a URL that is written anew, now or when the app starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    /// The bytes in front of the name.
    pub(crate) place: Range<usize>,
    /// The text instead of these.
    pub(crate) text: String,
    /// The folder of the target as it is written in a URL, with a slash at its end or empty. It begins with a slash if it
    /// is at the root of the host.
    pub(crate) folder: String,
}

/// A place in published bytes at which a relative URL begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Based {
    pub(crate) start: usize,
    pub(crate) len: usize,
    /// The text that leads to the same folder behind the base; behind the root of the site, if it begins with a slash.
    pub(crate) folder: String,
}

/// Returns the folder that relative URLs of an asset start in, with a slash at its end or empty; none if a `<base>` names
/// it in a way that stays.
pub(crate) fn start(asset: &Asset, naming: Naming, site: &Site) -> Option<String> {
    let Some(base) = asset.found.base.as_deref().filter(|base| !base.folder.is_empty()) else {
        return Some(folder_of(&asset.path).to_owned());
    };
    if !is_relative(&base.folder) && of_base(asset, naming, site).is_none() {
        return None;
    }
    folder(&Reference::unwritten(Kind::Url, &base.folder), &asset.path, site)
}

/// Writes the URL of a `<base>` anew.
///
/// A base of `/` is that of an app whose pages have other paths than their files. It stays in a page below a prefix, and
/// the running app writes it in a page at the root.
pub(crate) fn of_base(asset: &Asset, naming: Naming, site: &Site) -> Option<Moved> {
    let href = asset.found.base.as_deref()?.href.as_ref()?;
    if is_relative(&href.url) || naming == Naming::Prehashed {
        return None;
    }
    if href.url == "/" && (asset.is_at_root() || site.is_one()) {
        let (place, text) = (href.offset(0)..href.offset(1), "/".to_owned());
        let folder = if asset.is_at_root() { text.clone() } else { String::new() };
        return Some(Moved { place, text, folder });
    }
    if site.prefix().mount().is_empty() {
        return None;
    }
    let path = match folder(href, &asset.path, site) {
        Some(folder) => folder,
        None => match resolve(href, &asset.path, site) {
            Resolution::Asset(path) => path,
            _ => return None,
        },
    };
    if asset.is_at_root() {
        return kept(href, &path, asset, site);
    }
    moved(href, &path, folder_of(&asset.path), site)
}

/// Writes a URL anew that leads to a path; one that ends with a slash is a folder. `start` is the folder below the
/// prefix that the URL counts from then. Returns none if it is spelled in a way that this cannot do.
pub(crate) fn moved(reference: &Reference, path: &str, start: &str, site: &Site) -> Option<Moved> {
    if is_from_base(reference) {
        return None;
    }
    let place = in_front_of_name(reference)?;
    let to = folder_of(path);
    let text = if site.is_at_root(path) {
        // The way leads through the prefix, so it is right for bases that end like that of the build.
        relative(&format!("{}/{start}", site.prefix().mount()), to)
    } else {
        relative(start, to)
    };
    Some(Moved { place, text, folder: based(path, site) })
}

/// Leaves the URL of a path in a file at the root of the host as it is, and hands its place on.
pub(crate) fn kept(reference: &Reference, path: &str, asset: &Asset, site: &Site) -> Option<Moved> {
    let place = in_front_of_name(reference)?;
    let text = str::from_utf8(asset.bytes.get(place.clone())?).ok()?.to_owned();
    Some(Moved { place, text, folder: based(path, site) })
}

/// Returns the folder of a path as [`Based`] has it.
fn based(path: &str, site: &Site) -> String {
    let slash = if site.is_at_root(path) { "/" } else { "" };
    format!("{slash}{}", encoded(folder_of(path)))
}

fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..=slash])
}

/// Describes a URL that stays as it is.
pub(crate) fn problem(reference: &Reference, path: &str, why: &str) -> Problem {
    let what = format!("\"{}\" keeps the URL prefix of the build, since {why}", written(reference));
    Problem::warning(what)
        .of(Cause::FixedPrefix, path)
        .help("write it relative, if the app is to be started with another prefix")
}

/// The reasons why a URL stays.
pub(crate) mod why {
    pub(crate) const PREHASHED: &str = "the bytes of a prehashed file do not change";
    pub(crate) const SPELLING: &str = "a part of it is written elsewhere";
    pub(crate) const BASE: &str = "the `<base>` of the page does";
    pub(crate) const USERS: &str =
        "the custom property is used in places from which a relative URL would lead elsewhere";
    pub(crate) const SCRIPT: &str = "nothing rewrites this import";
}

#[cfg(test)]
mod tests;
