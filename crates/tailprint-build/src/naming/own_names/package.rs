//! The package that an asset belongs to.

use tailprint_core::lock::MOUNT;

/// Folders whose subfolders are packages.
const CONTAINERS: [&str; 8] =
    ["node_modules", "vendor", "third_party", "packages", "npm", "libs", "lib", "plugins"];

/// Returns the folder of the package of an asset, below the last folder that contains packages; empty for the app itself.
pub(super) fn package(path: &str) -> &str {
    if let Some(package) = pinned(path) {
        return package;
    }
    let mut end = 0;
    let mut start = 0;
    let mut is_container = false;
    while let Some(length) = path[start..].find('/') {
        let folder = &path[start..start + length];
        if is_container {
            end = start + length;
            // A scope is a folder of packages.
            is_container = folder.starts_with('@');
        }
        is_container |= CONTAINERS.contains(&folder) && end != start + length;
        start += length + 1;
    }
    &path[..end]
}

/// Returns the folder of the pinned package of an asset, whose name may begin with a scope.
fn pinned(path: &str) -> Option<&str> {
    let below = path.strip_prefix(MOUNT)?.strip_prefix('/')?;
    let slashes = if below.starts_with('@') { 2 } else { 1 };
    let (end, _) = below.match_indices('/').nth(slashes - 1)?;
    path.get(..path.len() - below.len() + end)
}

/// Returns true for an asset of a package, which others have written.
pub(crate) fn is_of_others(path: &str) -> bool {
    !package(path).is_empty()
}
