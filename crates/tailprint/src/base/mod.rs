//! [`Base`]: the URL prefix that the app is started with, in place of that of the build.

mod import_map;
mod page;
#[cfg(test)]
mod tests;

#[cfg(debug_assertions)]
use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;
use std::{env, error};

use tailprint_core::preload::Destination;
use tailprint_core::table::Table;
use tailprint_core::url_prefix::{Refused, parse};

pub(crate) use self::import_map::Written;
pub(crate) use self::page::Page;
use crate::generated::Settings;
use crate::markup::origin;

/// The environment variable with the base of an app that does not call `set_base`.
const VARIABLE: &str = "TAILPRINT_BASE";

/// The first base of the app, which live reload follows.
#[cfg(debug_assertions)]
static FIRST: OnceLock<First> = OnceLock::new();

#[cfg(debug_assertions)]
struct First {
    /// The root of the site as it is written in URLs.
    root: String,
    /// The path that live reload is below.
    place: String,
    of_build: &'static str,
    prefix: String,
}

/// The URL prefix of a running app, and everything that is written anew for it: once, so that each use only copies.
#[derive(Debug)]
pub(crate) struct Base {
    /// With a slash at its end.
    prefix: String,
    /// The URLs of all assets, one after the other.
    urls: String,
    /// The end of each URL.
    ends: Vec<usize>,
    import_map: OnceLock<Written>,
}

impl Base {
    fn new(prefix: String, table: &Table, settings: &Settings) -> Self {
        let mut urls = String::new();
        let url = |asset| {
            let url = table.url(asset);
            match url.strip_prefix(settings.url_prefix).filter(|_| !table.is_at_root(asset)) {
                Some(name) => urls.extend([&*prefix, name]),
                None => urls.extend([root(&prefix, settings.mount), url.trim_start_matches('/')]),
            }
            urls.len()
        };
        let ends = (0..table.len()).map(url).collect();
        Self { prefix, urls, ends, import_map: OnceLock::new() }
    }

    /// Has live reload follow this base, unless it follows another one.
    #[cfg(debug_assertions)]
    pub(crate) fn lead(&self, settings: &Settings) {
        FIRST.get_or_init(|| First {
            root: self.root(settings).to_owned(),
            place: place(&self.prefix, settings.mount).to_owned(),
            of_build: settings.url_prefix,
            prefix: self.prefix.clone(),
        });
    }

    /// The base that the environment names; none without one, or if it is that of the build.
    ///
    /// # Panics
    /// If it is no base.
    pub(crate) fn of_environment(table: &Table, settings: &Settings) -> Option<Self> {
        // The variable is that of the app.
        if settings.is_library {
            return None;
        }
        let value = env::var_os(VARIABLE).filter(|value| !value.is_empty())?;
        // A text that is no UTF-8 is refused as one that is not ASCII.
        match Self::of(&value.to_string_lossy(), table, settings) {
            Ok(base) => base,
            Err(error) => panic!("{VARIABLE}: {error}"),
        }
    }

    /// The base of this text; none if it is that of the build.
    pub(crate) fn of(
        base: &str,
        table: &Table,
        settings: &Settings,
    ) -> Result<Option<Self>, BaseError> {
        let invalid = |reason| BaseError(Kind::Invalid { base: base.to_owned(), reason });
        let prefix = parse(base).map_err(invalid)?;
        Ok((prefix != settings.url_prefix).then(|| Self::new(prefix, table, settings)))
    }

    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The root of the site as it is written in URLs: `/` or `/app/`.
    pub(crate) fn root(&self, settings: &Settings) -> &str {
        root(&self.prefix, settings.mount)
    }

    /// The path of the prefix without the slash at its end; empty for the root of a host.
    pub(crate) fn mount(&self) -> &str {
        path(&self.prefix).trim_end_matches('/')
    }

    /// The URL of an asset of the table.
    #[inline]
    pub(crate) fn url(&self, asset: usize) -> &str {
        let start = asset.checked_sub(1).and_then(|before| self.ends.get(before));
        let range = start.copied().unwrap_or(0)..self.ends.get(asset).copied().unwrap_or(0);
        self.urls.get(range).unwrap_or_default()
    }

    /// The import map of the build for this base.
    pub(crate) fn import_map(&self, json: &str, table: &Table, settings: &Settings) -> &Written {
        self.import_map.get_or_init(|| {
            let checked = self.checked_modules(table, settings);
            Written::new(json, settings.url_prefix, &self.prefix, checked)
        })
    }

    /// The scripts that another origin has, with their integrity. The map of a build for another origin has them already.
    fn checked_modules<'a>(
        &'a self,
        table: &'a Table,
        settings: &Settings,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_new =
            origin::of(&self.prefix).is_some() && origin::of(settings.url_prefix).is_none();
        let assets = 0..if is_new { table.len() } else { 0 };
        let is_checked = |asset: &usize| {
            Destination::of(table.content_type(*asset)) == Some(Destination::Script)
                && table.is_immutable(*asset)
                && !table.is_at_root(*asset)
                && !table.integrity(*asset).is_empty()
        };
        assets.filter(is_checked).map(|asset| (self.url(asset), table.integrity(asset)))
    }
}

/// The path that live reload is below, as it is written in URLs: `/` or `/app/`.
#[cfg(debug_assertions)]
pub(crate) fn live_reload_place() -> &'static str {
    FIRST.get().map_or("/", |first| &first.place)
}

/// A path below one that live reload is below: a proxy takes a base away, or puts the path of the build in its place, or
/// passes it on.
#[cfg(debug_assertions)]
pub(crate) fn below_live_reload_place<'a>(
    path: &'a str,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let of_build = FIRST.get().map(|first| first.of_build);
    [Some(live_reload_place()), of_build, Some("/")]
        .into_iter()
        .flatten()
        .filter_map(|place| path.strip_prefix(place))
}

/// JSON with URLs of the build, for the base of the app.
#[cfg(debug_assertions)]
pub(crate) fn followed(json: &str) -> Cow<'_, str> {
    match FIRST.get() {
        Some(first) => {
            // A path from the root that is not below the prefix is that of a file there.
            replaced(json, &[(first.of_build, &first.prefix), ("/", &first.root)]).into()
        }
        None => json.into(),
    }
}

/// Writes the beginnings of strings of JSON anew: the first of these that a string has.
///
/// A quotation mark in front of one begins a string, unless it is escaped: a string ends in front of a colon, a comma or
/// a bracket, and no beginning is one of these.
fn replaced(json: &str, beginnings: &[(&str, &str)]) -> String {
    let mut written = String::with_capacity(json.len());
    let mut rest = json;
    while let Some((before, behind)) = rest.split_once('"') {
        written.push_str(before);
        written.push('"');
        rest = behind;
        if before.ends_with('\\') {
            continue;
        }
        let found = beginnings.iter().find_map(|(old, new)| Some((rest.strip_prefix(old)?, new)));
        if let Some((behind, new)) = found {
            written.push_str(new);
            rest = behind;
        }
    }
    written.push_str(rest);
    written
}

/// The path that live reload is below: the root of the site, or the path of a base that says nothing about the root. The
/// proxy passes that path on to the app in any case.
#[cfg(debug_assertions)]
fn place<'a>(prefix: &'a str, mount: &str) -> &'a str {
    match root(prefix, mount) {
        "/" if !prefix.contains("//") && prefix.strip_suffix('/') != Some(mount) => prefix,
        root => root,
    }
}

/// The part of a base that is the app's: `/app/` for `/app/static/`, if the assets of the build are at `/static`. A base
/// on another host, or one that does not end like that of the build, says nothing about the place of the app.
fn root<'a>(prefix: &'a str, mount: &str) -> &'a str {
    let is_path = !prefix.contains("//");
    let root = prefix.strip_suffix('/').and_then(|prefix| prefix.strip_suffix(mount));
    let root = root.filter(|_| is_path).map_or(0, str::len);
    if root == 0 { "/" } else { prefix.get(..=root).unwrap_or("/") }
}

/// The path of a URL.
fn path(url: &str) -> &str {
    match url.split_once("//") {
        None => url,
        Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
    }
}

/// The error of [`Assets::set_base`](crate::Assets::set_base): no URL prefix, or too late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseError(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Invalid { base: String, reason: Refused },
    InUse { base: String, used: String },
}

impl BaseError {
    pub(crate) fn in_use(base: &str, used: &str) -> Self {
        Self(Kind::InUse { base: base.to_owned(), used: used.to_owned() })
    }
}

impl fmt::Display for BaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Invalid { base, reason: Refused { what, repair } } => {
                write!(f, "{base:?} is no base: {what} ({repair})")
            }
            Kind::InUse { base, used } => write!(
                f,
                "the base cannot become {base:?}, since {used:?} is in use (call `set_base` once, before `service` \
                 and before any URL is written)"
            ),
        }
    }
}

impl error::Error for BaseError {}
