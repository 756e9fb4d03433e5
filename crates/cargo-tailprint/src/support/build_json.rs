//! The description that a build leaves in `OUT_DIR/tailprint/build.json`.

use std::path::{Path, PathBuf};

use tailprint_build::cli_support::cannot;
use tailprint_core::build_json::{BuildJson, Root};

/// The name of the file in `OUT_DIR/tailprint`.
pub(crate) const NAME: &str = "build.json";

/// Reads the description in an `OUT_DIR/tailprint`.
pub(crate) fn read(folder: &Path) -> Result<BuildJson, String> {
    let file = folder.join(NAME);
    let json = std::fs::read(&file).map_err(|error| cannot("be read", &file, &error))?;
    BuildJson::read(&json).map_err(|error| format!("{}: {error}", file.display()))
}

/// The folders that assets come from, absolute.
pub(crate) fn asset_folders(build: &BuildJson) -> Vec<PathBuf> {
    build.roots.iter().map(|root| build.package.join(&root.folder)).collect()
}

/// Returns the files of a logical path in all roots, the one that is taken first.
pub(crate) fn files<'a>(build: &'a BuildJson, path: &str) -> Vec<(&'a Root, PathBuf)> {
    let in_root = |root: &'a Root| {
        let below = match root.prefix.as_str() {
            "" => Some(path),
            prefix => path.strip_prefix(prefix)?.strip_prefix('/'),
        };
        let file = build.package.join(&root.folder).join(below?);
        file.is_file().then_some((root, file))
    };
    build.roots.iter().filter_map(in_root).collect()
}
