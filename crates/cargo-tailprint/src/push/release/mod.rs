//! Releases: the files `releases/<time>-<build>.json` in a store, each the list of the objects of one push.

use std::collections::BTreeMap;
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use tailprint_core::caching::IMMUTABLE;

use super::store::{Headers, Mode, Store};
use crate::support::failure::Failure;

/// The folder of a store that holds the releases and the flags of running commands.
pub(crate) const FOLDER: &str = "releases/";

/// The version of the format that this release writes, and the only one that it reads.
const VERSION: u32 = 1;

/// The content of a release.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Release {
    version: u32,
    /// The version of the program that wrote it.
    tailprint: String,
    /// Twelve hexadecimal digits that name the build: equal builds have equal digits.
    build: String,
    /// The times at which the push began and ended, by the clock of the machine that pushed.
    started: String,
    finished: String,
    /// True if the store refused to replace an object when it was asked not to; none if that is not known.
    pub(crate) conditional: Option<bool>,
    /// The objects of the release.
    pub(crate) objects: Vec<Stored>,
    /// Objects that only earlier releases have, by the release that names them. They are there while that release is.
    pub(crate) earlier: BTreeMap<String, Vec<Stored>>,
}

/// An object in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Stored {
    /// The name below the URL of the store.
    pub(crate) name: String,
    /// The number of the stored bytes.
    pub(crate) size: u64,
    /// The SHA-256 of the stored bytes.
    pub(crate) sha256: String,
    #[serde(flatten)]
    pub(crate) headers: Headers,
    /// The SHA-256 of the decoded bytes, for an object with a content coding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) decoded_sha256: Option<String>,
}

impl Stored {
    /// Returns true if its name never stands for other bytes.
    pub(crate) fn is_fixed(&self) -> bool {
        self.headers.cache_control == IMMUTABLE
    }
}

/// The parts of a release that a push knows.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    pub(crate) build: &'a str,
    pub(crate) begun: SystemTime,
    pub(crate) conditional: Option<bool>,
    pub(crate) objects: Vec<Stored>,
    pub(crate) earlier: BTreeMap<String, Vec<Stored>>,
}

/// A new id of a release: `20261129T041503.123456789Z-0123456789ab`.
pub(crate) fn id(build: &str) -> String {
    id_at(Utc::now(), build)
}

/// An id with this time. Its digits below a millisecond are random: two pushes of one build at the same time would
/// otherwise share a release and a flag, and the flag of the slower one would be down when the other ends.
fn id_at(time: DateTime<Utc>, build: &str) -> String {
    let random = getrandom::u64().unwrap_or(time.timestamp_subsec_nanos().into());
    format!("{}{:06}Z-{build}", time.format("%Y%m%dT%H%M%S%.3f"), random % 1_000_000)
}

/// Returns true if a text has the form of an id. All releases of this program write this form, whatever their format.
pub(crate) fn is_id(text: &str) -> bool {
    let Some((time, build)) = text.split_once("Z-") else { return false };
    let is_time = |byte: u8| byte.is_ascii_digit() || byte == b'T' || byte == b'.';
    time.len() > "20251129T041503".len()
        && time.bytes().all(is_time)
        && build.len() == 12
        && build.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// A time as it is written into a release: `2026-11-29T04:15:03Z`.
pub(crate) fn time(time: SystemTime) -> String {
    DateTime::<Utc>::from(time).to_rfc3339_opts(SecondsFormat::Secs, true)
}

impl Release {
    pub(crate) fn new(parts: Parts<'_>) -> Self {
        let Parts { build, begun, conditional, objects, earlier } = parts;
        Self {
            version: VERSION,
            tailprint: env!("CARGO_PKG_VERSION").to_owned(),
            build: build.to_owned(),
            started: time(begun),
            finished: time(SystemTime::now()),
            conditional,
            objects,
            earlier,
        }
    }

    /// The sum of the sizes of its objects.
    pub(crate) fn bytes(&self) -> u64 {
        self.objects.iter().map(|object| object.size).sum()
    }

    fn read(json: &[u8]) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        // A later format may have nothing but the version in common with this one.
        let head: Head = serde_json::from_slice(json).map_err(|error| damaged(&error))?;
        if head.version != VERSION {
            return Err(format!(
                "has the format {}, but this program knows {VERSION} (install the release of cargo-tailprint that wrote it)",
                head.version
            ));
        }
        serde_json::from_slice(json).map_err(|error| damaged(&error))
    }

    /// Fetches a release.
    pub(crate) async fn fetch(store: &Store, id: &str) -> Result<Self, Failure> {
        let name = format!("{FOLDER}{id}.json");
        let json =
            store.get(&name).await.map_err(|error| store.cannot("be read", &name, &error))?;
        Self::read(&json).map_err(|why| format!("{}: {why}", store.shown(&name)).into())
    }

    /// Writes the release into the store.
    pub(crate) async fn put(&self, store: &Store, id: &str) -> Result<(), Failure> {
        let name = format!("{FOLDER}{id}.json");
        // Serialising text and numbers cannot fail.
        let json = serde_json::to_vec(self).unwrap_or_default();
        let put = store.put(&name, json.into(), &Headers::of_json(), None, Mode::Replace).await;
        put.map_err(|error| store.cannot("be written", &name, &error))
    }
}

/// The message about a release that is no release. Without it a push knows nothing, so the next one lists the store.
fn damaged(error: &serde_json::Error) -> String {
    // What the parser expected says something about the program, and nothing about the file.
    let place = if error.is_data() { String::new() } else { format!(": {error}") };
    format!("is damaged{place} (delete it, then run `cargo tailprint push` with --verify)")
}

#[cfg(test)]
mod tests;
