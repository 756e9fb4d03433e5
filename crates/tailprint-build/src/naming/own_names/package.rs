//! The package that an asset belongs to.

/// Folders whose subfolders are packages.
const CONTAINERS: [&str; 8] =
    ["node_modules", "vendor", "third_party", "packages", "npm", "libs", "lib", "plugins"];

/// Returns the folder of the package of an asset, below the last folder that contains packages; empty for the app itself.
pub(super) fn package(path: &str) -> &str {
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

/// Returns true for an asset of a package, which others have written.
pub(crate) fn is_of_others(path: &str) -> bool {
    !package(path).is_empty()
}
