//! Names of packages with versions, as npm reads them: `lit`, `lit@3`, `@hotwired/turbo@latest`.

use std::collections::BTreeMap;

use nodejs_semver::{Range, Version};
use tailprint_tailwind::node::split_specifier;

use super::registry::{Packument, Release};

/// The tag of the version that npm takes if none is named.
const LATEST: &str = "latest";

/// A package to pin, as the user names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Request {
    /// `@hotwired/turbo`
    pub(crate) name: String,
    /// A version, a range or a tag; none if the user names none.
    pub(crate) wanted: Option<String>,
    /// A path in the package that begins with `/`, or nothing for the package itself.
    pub(crate) path: String,
}

impl Request {
    /// Reads `[@scope/]name[@version][/path]`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| {
            format!(
                "`{text}` {why} (write a package as on npm, such as lit, lit@3 or lit/decorators.js)"
            )
        };
        if text.contains("://") || text.starts_with("git+") || text.starts_with("file:") {
            return Err(wrong("is an address, and packages are taken from the registry"));
        }
        let (whole, path) = split_specifier(text).ok_or_else(|| wrong("names no package"))?;
        let at = whole.char_indices().skip(1).find(|(_, letter)| *letter == '@').map(|(at, _)| at);
        let (name, wanted) = match at {
            Some(at) => (&whole[..at], Some(&whole[at + 1..])),
            None => (whole, None),
        };
        if !is_name(name) {
            return Err(wrong("names no package"));
        }
        if wanted.is_some_and(|wanted| wanted.starts_with("npm:")) {
            return Err(wrong("gives a package another name, which is not supported"));
        }
        let parts_up = path.split('/').any(|part| part == ".." || part == ".");
        if wanted == Some("") || path == "/" || parts_up {
            return Err(wrong("is not complete"));
        }
        let (name, path) = (name.to_owned(), path.to_owned());
        Ok(Self { name, wanted: wanted.map(str::to_owned), path })
    }

    /// Returns what modules import: `lit/decorators.js`.
    pub(crate) fn specifier(&self) -> String {
        format!("{}{}", self.name, self.path)
    }
}

/// Returns true for a name that a package may have, <https://docs.npmjs.com/cli/configuring-npm/package-json#name>. A name
/// becomes a folder, so it is checked wherever it comes from.
pub(crate) fn is_name(name: &str) -> bool {
    const LONGEST: usize = 214;
    let is_part = |part: &str| {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_.~".contains(letter);
        !part.is_empty() && !part.starts_with(['.', '_']) && part.chars().all(is_letter)
    };
    let is_legal = match name.strip_prefix('@') {
        None => is_part(name),
        Some(scoped) => {
            scoped.split_once('/').is_some_and(|(scope, name)| is_part(scope) && is_part(name))
        }
    };
    is_legal && name.len() <= LONGEST && name != "node_modules" && name != "favicon.ico"
}

/// Chooses the version that npm chooses for a range, a version or a tag
/// (<https://github.com/npm/npm-pick-manifest>): the one with the tag `latest` if it is in the range, otherwise the
/// highest. One that is deprecated is the last choice.
pub(crate) fn pick<'a>(
    packument: &'a Packument,
    wanted: &str,
) -> Result<(Version, &'a Release), String> {
    let name = &packument.name;
    let tagged = |tag: &str| {
        let text = packument.tags.get(tag)?;
        let release = packument.versions.get(text)?;
        Some((Version::parse(text).ok()?, release))
    };
    if let Ok(version) = Version::parse(wanted.trim_start_matches(['=', 'v'])) {
        let exact = packument
            .versions
            .iter()
            .find(|(text, _)| Version::parse(text.as_str()).is_ok_and(|other| other == version));
        let missing = || format!("{name} has no version {wanted} ({})", newest(packument));
        return exact.map(|(_, release)| (version.clone(), release)).ok_or_else(missing);
    }
    let Ok(range) = Range::parse(wanted) else {
        let tags: Vec<&str> = packument.tags.keys().map(String::as_str).collect();
        let missing = || format!("{name} has no tag {wanted:?} (it has {})", tags.join(", "));
        return tagged(wanted).ok_or_else(missing);
    };
    let is_any = matches!(wanted.trim(), "" | "*");
    if let Some((version, release)) = tagged(LATEST)
        && (is_any || range.satisfies(&version))
        && release.deprecated.is_none()
    {
        return Ok((version, release));
    }
    let versions = parsed(&packument.versions).filter(|(version, _)| range.satisfies(version));
    let best = versions.max_by(|(a, first), (b, second)| {
        let preferred = |release: &Release| release.deprecated.is_none();
        preferred(first).cmp(&preferred(second)).then_with(|| a.cmp(b))
    });
    best.ok_or_else(|| format!("{name} has no version in {wanted:?} ({})", newest(packument)))
}

fn newest(packument: &Packument) -> String {
    match packument.tags.get(LATEST) {
        Some(latest) => format!("the latest is {latest}"),
        None => "it has no version with the tag latest".to_owned(),
    }
}

/// Returns the releases with versions that can be read.
pub(crate) fn parsed(
    versions: &BTreeMap<String, Release>,
) -> impl Iterator<Item = (Version, &Release)> {
    versions.iter().filter_map(|(text, release)| Some((Version::parse(text).ok()?, release)))
}

/// Returns true if a version is one that `wanted` allows. A tag allows none but the one that it names now.
pub(crate) fn allows(wanted: &str, version: &str) -> bool {
    let range = Range::parse(wanted).ok();
    let version = Version::parse(version).ok();
    range.zip(version).is_some_and(|(range, version)| range.satisfies(&version))
}
