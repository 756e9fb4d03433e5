//! The assets that the scripts of a build load by plain names.

use std::collections::BTreeMap;
use std::path::Path;

use tailprint_build::cli_support::{Loads, parallel};
use tailprint_core::build_json::{Asset, BuildJson};

use crate::support::build_json::files;

/// The import map of a build, in its `OUT_DIR/tailprint`.
const IMPORT_MAP: &str = "importmap.json";

/// Returns for each script the logical paths that it loads, apart from its references. `folder` is the `OUT_DIR/tailprint`
/// of the build.
pub(crate) fn loads(
    folder: &Path,
    build: &BuildJson,
) -> Result<BTreeMap<String, Vec<String>>, String> {
    // A build without modules may have none.
    let map = std::fs::read(folder.join(IMPORT_MAP)).unwrap_or_default();
    let loads = Loads::new(build, &map)?;
    let is_script = |asset: &&Asset| asset.content_type.contains("javascript");
    let scripts: Vec<&Asset> = build.assets.iter().filter(is_script).collect();
    let loaded = parallel(&scripts, |asset| {
        let mut loaded = loads.of(&source(folder, build, asset), &asset.path);
        loaded.retain(|path| !asset.references.contains(path) && *path != asset.path);
        loaded
    });
    let named = scripts.iter().map(|asset| asset.path.clone()).zip(loaded);
    Ok(named.filter(|(_, loaded)| !loaded.is_empty()).collect())
}

/// The text of a script: that of its file, or what the build made of a TypeScript source.
fn source(folder: &Path, build: &BuildJson, asset: &Asset) -> String {
    let own = files(build, &asset.path).into_iter().next().map(|(_, file)| file);
    let made = folder.join(tailprint_build::cli_support::TYPESCRIPT).join(&asset.path);
    // A file that is gone since the build loads nothing.
    let bytes = own.and_then(|file| std::fs::read(file).ok());
    let bytes = bytes.or_else(|| std::fs::read(made).ok()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
