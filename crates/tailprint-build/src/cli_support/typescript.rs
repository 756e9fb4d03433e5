//! One TypeScript source that was saved, for `cargo tailprint dev`.

use std::path::Path;

use tailprint_core::glob::GlobSet;

use crate::error::Interface;
use crate::output::problems_json::Finding;
use crate::sources::typescript;
use crate::support::fs;

/// Returns the script of a source that was saved.
///
/// `path` is the logical path of the source, `shown` the file in problems, and `globs` are those of all sources.
///
/// # Errors
/// The problems of the source.
pub fn typescript(
    file: &Path,
    path: &str,
    shown: &str,
    globs: &GlobSet,
) -> Result<Vec<u8>, Vec<Finding>> {
    // The folder of the root that the source is in.
    let root = file.ancestors().nth(path.split('/').count()).unwrap_or(file);
    let is_source =
        |other: &str| typescript::script_of(globs, other).is_some() && root.join(other).is_file();
    let bytes = fs::read(file, shown).map_err(|problem| vec![problem]);
    let script = bytes.and_then(|bytes| typescript::saved(&bytes, path, shown, &is_source));
    script.map_err(|problems| Finding::all(&problems, Interface::BuildScript))
}
