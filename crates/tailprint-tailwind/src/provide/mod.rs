//! Where Tailwind's code comes from.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The verified files of one version of Tailwind.
#[derive(Clone, Debug)]
pub struct Package {
    /// `4.3.5`
    pub version: String,
    /// Where the files lie; messages and source maps name them by it.
    pub folder: PathBuf,
    /// Their bytes by path within the package: `dist/lib.js`, `theme.css`, `package.json` …
    pub files: BTreeMap<String, Vec<u8>>,
}
