//! URLs to logical paths, by the rules of browsers. No file is read.
//!
//! A reference is resolved as browsers do it, against the public URL of its asset, and the result is translated into a
//! logical path: `\` counts as `/`, tabs and newlines are dropped, and `..` cannot leave the root of the host. Two rules
//! are our own: several slashes in a row count as one, and `%2F` separates nothing.

mod path;
mod prefix;
mod site;
#[cfg(test)]
mod tests;

use std::ops::Range;

use tailprint_core::path::extension;

use crate::references::reference::{Kind, Reference};
use path::Segment;
pub(crate) use prefix::UrlPrefix;
pub(crate) use site::Site;

/// The most bytes of a part of a URL that stands in front of others, such as a base. Systems open no file whose path is longer
/// (`PATH_MAX` of Linux), and with as many URLs behind it the memory would grow by the square.
pub(crate) const LONGEST_PREFIX: usize = 4096;

/// The target of a [`Reference`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// Not one of our assets: another scheme or host, a fragment, a directory, a bare module specifier.
    Ignore,
    /// The asset with this logical path.
    Asset(String),
    /// The name of a package, unless an asset with this logical path exists.
    Package(String),
    /// A relative URL that leaves the static root, or one from the root of the host to nothing, as a URL path.
    OutsideRoot(String),
    /// A URL of a path that is not below the URL prefix, as the logical path that it would be if the prefix were `/`.
    BesidePrefix(String),
    /// The URL below the prefix that an asset at the root of the host would have, as its logical path.
    NotAtRoot(String),
}

/// Resolves a reference that stands in the asset with the logical path `from`.
pub(crate) fn resolve(reference: &Reference, from: &str, site: &Site) -> Resolution {
    if reference.kind == Kind::Module && is_bare(&reference.url) {
        return Resolution::Ignore;
    }
    let url = path::clean(&reference.url);
    let prefix = site.prefix();
    let Some(target) = Target::parse(&url, prefix) else { return Resolution::Ignore };
    let from_root = site.is_at_root(from);
    let mut segments = Vec::new();
    if !target.is_absolute {
        if !from_root {
            segments.extend_from_slice(prefix.segments());
        }
        let folders = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        segments.extend(folders.split('/').filter(|name| !name.is_empty()).map(str::to_owned));
    }
    if !path::walk(&mut segments, target.path) {
        return Resolution::Ignore;
    }
    // Without a host of its own, the prefix is on the host of the app.
    let on_host_of_prefix = target.has_host || !from_root || !prefix.has_host();
    match prefix.strip(&segments).filter(|_| on_host_of_prefix) {
        Some(path) if path.is_empty() => Resolution::Ignore,
        Some(path) if site.is_at_root(&path) && !site.is_one() => Resolution::NotAtRoot(path),
        Some(path) if may_be_package(reference.kind) && is_package(target.path) => {
            Resolution::Package(path)
        }
        Some(path) => Resolution::Asset(path),
        None if target.has_host => Resolution::Ignore,
        None => beside(reference, &target, &segments, from_root, site),
    }
}

/// Returns the target of a URL that is not below the prefix.
fn beside(
    reference: &Reference,
    target: &Target<'_>,
    segments: &[String],
    from_root: bool,
    site: &Site,
) -> Resolution {
    let names: Vec<&str> =
        segments.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let path = names.join("/");
    let on_host_of_app = from_root || !site.prefix().has_host();
    if on_host_of_app && site.is_at_root(&path) {
        Resolution::Asset(path)
    } else if from_root && may_be_package(reference.kind) && is_package(target.path) {
        Resolution::Package(path)
    } else if target.is_absolute {
        Resolution::BesidePrefix(segments.join("/"))
    } else {
        Resolution::OutsideRoot(format!("/{}", segments.join("/")))
    }
}

/// Returns the byte of the asset before which the fingerprint is inserted: the last `.` of the name, or its end.
///
/// A URL with `.` and the fingerprint inserted there leads to the [hashed
/// name](tailprint_core::fingerprint::hashed_name), however the name is escaped.
pub(crate) fn insertion_point(reference: &Reference) -> usize {
    let last = path::last_segment(&reference.url);
    let segment = Segment::decode(reference.url.get(last.clone()).unwrap_or_default());
    let index = segment.offset(extension(segment.name())).unwrap_or(last.len());
    reference.offset(last.start + index)
}

/// Returns the logical path of a folder, with a slash at its end, that a reference ending with a slash leads to; empty for
/// the static root.
pub(crate) fn folder(reference: &Reference, from: &str, site: &Site) -> Option<String> {
    // Any name will do: the folder is what counts.
    const FILE: &str = "x";
    if !path::clean(&reference.url).ends_with(['/', '\\']) {
        return None;
    }
    let url = format!("{}{FILE}", path::clean(&reference.url));
    match resolve(&Reference::unwritten(reference.kind, &url), from, site) {
        Resolution::Asset(path) => path.strip_suffix(FILE).map(str::to_owned),
        _ => None,
    }
}

/// Returns the bytes of the asset in front of the last segment of the path; none if they do not follow each other there.
pub(crate) fn in_front_of_name(reference: &Reference) -> Option<Range<usize>> {
    let place = reference.offset(0)..reference.offset(path::last_segment(&reference.url).start);
    (place.start <= place.end).then_some(place)
}

/// Returns true if the URL counts from a `<base>`, whose text was put in front of it and has no bytes of its own.
pub(crate) fn is_from_base(reference: &Reference) -> bool {
    reference.url.len() > 1 && reference.offset(0) == reference.offset(1)
}

/// Returns the URL as its author has written it, without the text of a `<base>`.
pub(crate) fn written(reference: &Reference) -> &str {
    if reference.offsets.is_none() {
        return &reference.url;
    }
    let first = reference.offset(0);
    let in_front = (1..reference.url.len()).take_while(|index| reference.offset(*index) == first);
    reference.url.get(in_front.count()..).unwrap_or(&reference.url)
}

/// Returns the query and the fragment of the URL, each with its sign.
pub(crate) fn suffix(reference: &Reference) -> &str {
    let url = reference.url.trim_end_matches(|character| character <= ' ');
    // The end of the path is a place in the URL.
    url.get(path::end(url)..).unwrap_or_default()
}

/// Returns true if the URL is resolved against the URL of a file: it has neither a scheme nor a slash at its beginning.
pub(crate) fn is_relative(url: &str) -> bool {
    let url = path::clean(url);
    !url.starts_with(['/', '\\']) && path::scheme(&url).is_none()
}

/// Returns true if the URL begins with a scheme.
pub(crate) fn has_scheme(url: &str) -> bool {
    path::scheme(url).is_some()
}

/// The path of a URL that may name an asset.
struct Target<'a> {
    has_host: bool,
    is_absolute: bool,
    path: &'a str,
}

impl<'a> Target<'a> {
    /// Returns none if the URL leads to another host or has no path.
    fn parse(url: &'a str, prefix: &UrlPrefix) -> Option<Self> {
        let (scheme, rest) = match path::scheme(url) {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, url),
        };
        let slashes = ['/', '\\'];
        let host = rest.strip_prefix(slashes).and_then(|rest| rest.strip_prefix(slashes));
        let path = match host {
            Some(behind) => prefix.strip_origin(scheme, behind)?,
            None if scheme.is_some() => return None,
            None => rest,
        };
        let path = path.get(..path::end(path))?;
        let has_host = host.is_some();
        (!path.is_empty()).then(|| Self {
            has_host,
            is_absolute: has_host || path.starts_with(slashes),
            path,
        })
    }
}

/// Returns true for a bare specifier, which names a package.
pub(crate) fn is_bare(specifier: &str) -> bool {
    !["/", "./", "../"].iter().any(|start| specifier.starts_with(start)) && !has_scheme(specifier)
}

/// Returns true for an `@import`, also one that browsers ignore.
fn may_be_package(kind: Kind) -> bool {
    matches!(kind, Kind::StyleImport | Kind::Unfetched)
}

/// Returns true if an `@import` may name a package that a bundler was to replace, such as `tailwindcss`.
fn is_package(path: &str) -> bool {
    if path.starts_with(['.', '/', '\\']) {
        return false;
    }
    let (scope, last) = match (path.split_once('/'), path.rsplit_once('/')) {
        (Some((first, _)), Some((_, last))) => (first, last),
        _ => ("", path),
    };
    scope == "tailwindcss" || scope.starts_with('@') || extension(last) == last.len()
}
