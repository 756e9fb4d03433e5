//! The needed files, from a CDN that serves npm packages.

use std::fs;

use super::super::folders::cache::Cache;
use super::super::package::{Flaw, LARGEST, Package, Release};
use super::super::{Error, Places};
use super::{Client, Expected, sha256};

const MIRROR: &str = "https://cdn.jsdelivr.net/npm";

/// Fetches the files that the cache lacks.
pub(in crate::install) fn fetch(
    places: &Places,
    release: &Release<'_>,
    cache: &Cache,
) -> Result<Package, String> {
    let mirror = places.mirror.as_deref().unwrap_or(MIRROR).trim_end_matches('/');
    let base = format!("{mirror}/tailwindcss@{}", release.version);
    let client = Client::new(&places.network).map_err(|error| error.to_string())?;
    match release.known {
        Some(known) => {
            for file in known.files {
                let target = cache.place(file.path)?;
                if fs::read(&target).is_ok_and(|there| sha256(&there) == file.sha256) {
                    continue;
                }
                if let Some(folder) = target.parent() {
                    fs::create_dir_all(folder).map_err(|error| {
                        Error::io("create", folder, &error).message().to_owned()
                    })?;
                }
                let expected = Expected { sha256: file.sha256, size: Some(file.size) };
                let url = format!("{base}/{}", file.path);
                client.file(&url, &target, expected).map_err(|error| error.to_string())?;
            }
            release.read(&cache.folder).map_err(|flaw| refused(release, &base, &flaw))
        }
        None => {
            // A pin has one digest for all files.
            let mut get = |path: &str| {
                let unreadable =
                    |error: super::Error| Flaw::Unreadable(path.to_owned(), error.to_string());
                client.bytes(&format!("{base}/{path}"), LARGEST).map_err(unreadable)
            };
            let package = release.verify(&cache.folder, &mut get);
            cache.keep(package.map_err(|flaw| refused(release, &base, &flaw))?)
        }
    }
}

fn refused(release: &Release<'_>, base: &str, flaw: &Flaw) -> String {
    match flaw {
        Flaw::Unreadable(_, reason) => reason.clone(),
        other => Error::flawed(release.version, base, other, "").message().to_owned(),
    }
}
