//! The `sha256sums.txt` of a release: from the server, or from what this build has read before.

use std::fs;
use std::path::PathBuf;

use tailprint_core::whole_file::write_if_changed;

use super::super::Places;
use super::super::http::Client;
use super::trusted::Trusted;

const RELEASES: &str = "https://github.com/tailwindlabs/tailwindcss/releases/download";
const FILE: &str = "sha256sums.txt";

/// The most bytes of a `sha256sums.txt`. A release has seven binaries, each a line of about 90 bytes.
const LARGEST: u64 = 1 << 16;

/// The digests of one release.
#[derive(Debug)]
pub(super) struct Sums<'a> {
    places: &'a Places,
    version: &'a str,
    /// A copy in the folder of the build; none without one.
    kept: Option<PathBuf>,
}

impl<'a> Sums<'a> {
    pub(super) fn of(places: &'a Places, version: &'a str) -> Self {
        let scratch = places.scratch.as_deref();
        let kept = scratch.map(|scratch| scratch.join(format!("tailwindcss-{version}-{FILE}")));
        Self { places, version, kept }
    }

    /// Returns the digests, from the copy if there is one.
    pub(super) fn get(&self) -> Result<Trusted, String> {
        let kept = self.kept.as_ref().and_then(|kept| fs::read_to_string(kept).ok());
        match kept.and_then(|text| self.parse(&text).ok()) {
            Some(digests) => Ok(digests),
            None => self.ask(),
        }
    }

    /// Asks the server for the digests, and keeps a copy.
    pub(super) fn ask(&self) -> Result<Trusted, String> {
        let client = client(self.places)?;
        let bytes = client
            .bytes(&url(self.places, self.version, FILE), LARGEST)
            .map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let digests = self.parse(&text)?;
        if let Some(kept) = &self.kept {
            // Without the copy they are asked for again.
            let _ = write_if_changed(kept, text.as_bytes());
        }
        Ok(digests)
    }

    /// Forgets the copy: the release may have been made anew meanwhile.
    pub(super) fn forget(&self) {
        let _ = self.kept.as_ref().map(fs::remove_file);
    }

    fn parse(&self, text: &str) -> Result<Trusted, String> {
        let version = self.version;
        Trusted::of_release(version, text).map_err(|name| {
            format!("the sha256sums.txt of the release {version} has two digests of {name}")
        })
    }
}

/// The URL of a file of a release.
pub(super) fn url(places: &Places, version: &str, name: &str) -> String {
    let base = places.releases.as_deref().unwrap_or(RELEASES).trim_end_matches('/');
    format!("{base}/v{version}/{name}")
}

/// Returns the client, if anything may be fetched.
pub(super) fn client(places: &Places) -> Result<Client, String> {
    if let Some(reason) = &places.offline {
        return Err(format!("nothing may be fetched: {reason}"));
    }
    Client::new(&places.network).map_err(|error| error.to_string())
}
