//! The registry's own account of a release.

use std::ffi::OsStr;
use std::time::Duration;

use serde::Deserialize;

use super::{Npm, Run};

/// The time after which `npm view` is ended. It fetches one document.
const LIMIT: Duration = Duration::from_secs(60);

/// The options that let `npm view` ask the registry, and give up soon.
const OPTIONS: [&str; 4] =
    ["--json", "--prefer-online", "--fetch-retries=1", "--fetch-timeout=30000"];

/// A release in the registry.
#[derive(Debug, Deserialize)]
pub(in crate::install) struct Published {
    /// `4.3.6`
    pub(in crate::install) version: String,
    /// The digests of the tarball in the notation of subresource integrity, separated by spaces.
    #[serde(rename = "dist.integrity", default)]
    integrity: String,
}

impl Published {
    /// Returns the SHA-512 of the tarball: `sha512-<base64>`.
    pub(in crate::install) fn integrity(&self) -> Option<&str> {
        let digest = self.integrity.split_whitespace().find(|it| it.starts_with("sha512-"))?;
        digest.split('?').next()
    }
}

impl Npm {
    /// Asks the registry for a release of Tailwind. `wanted` is a version or a tag, such as `latest`.
    pub(in crate::install) fn published(&self, wanted: &str) -> Result<Published, String> {
        let package = format!("tailwindcss@{wanted}");
        let folder = std::env::temp_dir();
        let said = self.run(&Run {
            name: "npm view",
            command: "view",
            options: &OPTIONS,
            arguments: &[package.as_ref(), OsStr::new("version"), OsStr::new("dist.integrity")],
            folder: &folder,
            limit: LIMIT,
        })?;
        // Older releases of npm end well and say nothing.
        if said.trim_ascii().is_empty() {
            return Err(format!("the registry has no {package}"));
        }
        serde_json::from_slice(&said)
            .map_err(|error| format!("npm view {package} is not understood: {error}"))
    }
}
