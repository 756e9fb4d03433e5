//! `build.json`, as far as the doctor reads it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tailprint_build::tool::cannot;

/// What the last build was told, read and made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Build {
    pub(crate) tailprint: String,
    pub(crate) mode: String,
    pub(crate) package: PathBuf,
    pub(crate) url_prefix: String,
    pub(crate) roots: Vec<Root>,
    pub(crate) encodings: Vec<String>,
    pub(crate) tailwind: Vec<Entry>,
    pub(crate) assets: Vec<Asset>,
    pub(crate) inputs: Inputs,
    pub(crate) timings: Vec<(String, f64)>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Root {
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Entry {
    pub(crate) source: String,
    pub(crate) output: String,
    pub(crate) engine: Option<Engine>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Engine {
    pub(crate) kind: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) found_by: Option<String>,
    pub(crate) classes: Option<usize>,
    pub(crate) advice: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asset {
    pub(crate) path: String,
    pub(crate) content_type: String,
    pub(crate) size: u64,
    pub(crate) encoded: BTreeMap<String, u64>,
    pub(crate) references: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Inputs {
    pub(crate) paths: Vec<PathBuf>,
}

impl Build {
    /// Reads what is in `OUT_DIR/tailprint`.
    pub(crate) fn read(folder: &Path) -> Result<Self, String> {
        let file = folder.join("build.json");
        let text = std::fs::read(&file).map_err(|error| cannot("be read", &file, &error))?;
        serde_json::from_slice(&text)
            .map_err(|error| format!("{}: not understood: {error}", file.display()))
    }

    /// A path as it is shown: relative to the package.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.package).unwrap_or(path);
        let shown = path.to_string_lossy().replace('\\', "/");
        if shown.is_empty() { ".".to_owned() } else { shown }
    }
}
