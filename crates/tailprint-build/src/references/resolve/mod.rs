//! URLs to logical paths, by the rules of browsers. No file is read.
//!
//! A reference is resolved as browsers do it, against the public URL of its asset, and the result is translated into a
//! logical path: `\` counts as `/`, tabs and newlines are dropped, and `..` cannot leave the root of the host. Two rules
//! are our own: several slashes in a row count as one, and `%2F` separates nothing.

mod path;
mod prefix;
#[cfg(test)]
mod tests;

use tailprint_core::path::extension;

use crate::references::reference::{Kind, Reference};
use path::Segment;
pub(crate) use prefix::UrlPrefix;

/// The target of a [`Reference`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// Not one of our assets: another scheme or host, a fragment, a directory, a bare module specifier.
    Ignore,
    /// The asset with this logical path.
    Asset(String),
    /// The name of a package, unless an asset with this logical path exists.
    Package(String),
    /// A relative URL that leaves the static root, as a URL path.
    OutsideRoot(String),
    /// A URL of a path that is not below the URL prefix, as the logical path that it would be if the prefix were `/`.
    BesidePrefix(String),
}

/// Resolves a reference that stands in the asset with the logical path `from`.
pub(crate) fn resolve(reference: &Reference, from: &str, prefix: &UrlPrefix) -> Resolution {
    if reference.kind == Kind::Module && is_bare(&reference.url) {
        return Resolution::Ignore;
    }
    let url = path::clean(&reference.url);
    let Some(target) = Target::parse(&url, prefix) else { return Resolution::Ignore };
    let mut segments = prefix.segments().to_vec();
    if target.is_absolute {
        segments.clear();
    } else {
        let folders = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        segments.extend(folders.split('/').filter(|name| !name.is_empty()).map(str::to_owned));
    }
    if !path::walk(&mut segments, target.path) {
        return Resolution::Ignore;
    }
    match prefix.strip(&segments) {
        Some(path) if path.is_empty() => Resolution::Ignore,
        Some(path) if may_be_package(reference.kind) && is_package(target.path) => {
            Resolution::Package(path)
        }
        Some(path) => Resolution::Asset(path),
        None if target.has_host => Resolution::Ignore,
        None if target.is_absolute => Resolution::BesidePrefix(segments.join("/")),
        None => Resolution::OutsideRoot(format!("/{}", segments.join("/"))),
    }
}

/// Returns the byte of the asset before which the fingerprint is inserted: the last `.` of the name, or its end.
///
/// A URL with `.` and the fingerprint inserted there leads to the [hashed name](tailprint_core::fingerprint::hashed_name), however the name is escaped.
pub(crate) fn insertion_point(reference: &Reference) -> usize {
    let last = path::last_segment(&reference.url);
    let segment = Segment::decode(reference.url.get(last.clone()).unwrap_or_default());
    let index = segment.offset(extension(segment.name())).unwrap_or(last.len());
    reference.offset(last.start + index)
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
