//! Metadata and tarballs of packages.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::Deserialize;

use super::config::NPMJS;
use super::http::{Client, Error, REQUESTS};
use super::spec::pick;
use super::{integrity, tarball};

/// The form of metadata with what an installer needs, see `responses/package-metadata.md` in npm/registry.
const ABBREVIATED: &str =
    "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*";
/// The most bytes of metadata. It is a choice, not a measurement.
const LARGEST_METADATA: u64 = 128 << 20;
/// The most bytes of a tarball. It is a choice, not a measurement.
const LARGEST_TARBALL: u64 = 128 << 20;

/// The metadata of a package.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Packument {
    pub(crate) name: String,
    #[serde(rename = "dist-tags", default)]
    pub(crate) tags: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) versions: BTreeMap<String, Release>,
}

/// A published version.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Release {
    pub(crate) dist: Dist,
    /// The reason; registries also write `false`.
    #[serde(default, deserialize_with = "reason")]
    pub(crate) deprecated: Option<String>,
}

/// The place and the digests of a tarball.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Dist {
    pub(crate) tarball: String,
    pub(crate) integrity: Option<String>,
    pub(crate) shasum: Option<String>,
}

fn reason<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(value)? {
        serde_json::Value::String(text) if !text.is_empty() => Some(text),
        serde_json::Value::Bool(true) => Some("no reason is given".to_owned()),
        _ => None,
    })
}

/// The files of a package by their paths.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A client of the registries that the configuration names.
#[derive(Debug)]
pub(crate) struct Registry {
    client: Client,
    packuments: Known<Result<Arc<Packument>, String>>,
    /// By their URLs, as they were sent.
    tarballs: Known<Result<Arc<[u8]>, Error>>,
}

/// Answers that are asked for once.
type Known<T> = Mutex<HashMap<String, T>>;

/// Returns the answer for a key. Two threads that ask at once may both fetch it.
fn known<T: Clone>(answers: &Known<T>, key: &str, fetch: impl FnOnce() -> T) -> T {
    // A thread that panics leaves whole entries.
    let lock = || answers.lock().unwrap_or_else(PoisonError::into_inner);
    let known = lock().get(key).cloned();
    known.unwrap_or_else(|| {
        let answer = fetch();
        lock().insert(key.to_owned(), answer.clone());
        answer
    })
}

impl Registry {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, packuments: Mutex::default(), tarballs: Mutex::default() }
    }

    /// Fetches the metadata and the tarballs of packages, given by name and range, several at once. An error is told by
    /// the method that needs the answer.
    pub(crate) fn prefetch(&self, packages: &[(String, String)]) {
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some((name, range)) = packages.get(next.fetch_add(1, Ordering::Relaxed)) {
                let Ok(packument) = self.packument(name) else { continue };
                if let Ok((_, release)) = pick(&packument, range) {
                    drop(self.tarball(&self.tarball_url(name, &release.dist.tarball)));
                }
            }
        };
        thread::scope(|scope| {
            for _ in 0..REQUESTS.min(packages.len()) {
                scope.spawn(work);
            }
        });
    }

    /// Fetches the metadata of a package, once.
    pub(crate) fn packument(&self, name: &str) -> Result<Arc<Packument>, String> {
        known(&self.packuments, name, || self.fetch_packument(name).map(Arc::new))
    }

    fn fetch_packument(&self, name: &str) -> Result<Packument, String> {
        let url = format!("{}{}", self.client.config().registry(name), name.replace('/', "%2f"));
        let bytes =
            self.client.get_text(&url, ABBREVIATED, LARGEST_METADATA).map_err(
                |error| match error.status {
                    Some(404) => format!("the registry has no package {name} ({url} answers 404)"),
                    _ => error.message,
                },
            )?;
        let packument: Packument = serde_json::from_slice(&bytes)
            .map_err(|error| format!("{url}: is not the metadata of a package: {error}"))?;
        if packument.name != name {
            return Err(format!("{url}: is the metadata of {:?}", packument.name));
        }
        Ok(packument)
    }

    /// Fetches a tarball, once.
    fn tarball(&self, url: &str) -> Result<Arc<[u8]>, Error> {
        known(&self.tarballs, url, || self.client.get(url, LARGEST_TARBALL).map(Arc::from))
    }

    /// Fetches a tarball and checks its digest. Returns its files, and its SHA-512.
    pub(crate) fn files(&self, name: &str, dist: &Dist) -> Result<(Files, String), String> {
        let url = self.tarball_url(name, &dist.tarball);
        let bytes = self.tarball(&url)?;
        let refused = |why: String| format!("{url}: is refused: {why}");
        integrity::check(&bytes, dist.integrity.as_deref(), dist.shasum.as_deref())
            .map_err(refused)?;
        Ok((tarball::unpack(&bytes).map_err(refused)?, integrity::sha512(&bytes)))
    }

    /// Returns the place of a tarball. Mirrors pass on metadata that names npm's own host, which is replaced, as by npm.
    fn tarball_url(&self, name: &str, url: &str) -> String {
        match url.strip_prefix(NPMJS) {
            Some(path) => self.client.config().registry(name) + path,
            None => url.to_owned(),
        }
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }
}
