//! Paths as the user writes them.

use std::path::{Path, PathBuf};

use tailprint_core::path::{canonical, normalize};

/// Returns a path relative to the package, if it is inside, with `/` as separator.
pub(super) fn shown(path: &Path, package: &Path) -> String {
    let path = normalize(path);
    let inside =
        spellings(package).find_map(|root| path.strip_prefix(root).ok().map(Path::to_owned));
    let inside = inside.unwrap_or(path).display().to_string();
    if cfg!(windows) { inside.replace('\\', "/") } else { inside }
}

/// Returns a message with the paths in it relative to the package.
pub(super) fn relative(message: &str, package: &Path) -> String {
    spellings(package).fold(message.to_owned(), |message, root| {
        let root = root.display().to_string();
        let separated = format!("{root}{}", std::path::MAIN_SEPARATOR);
        message.replace(&separated, "").replace(&format!("'{root}'"), "'.'")
    })
}

/// The package as Cargo and as Node.js spell it. Node.js resolves symbolic links in its working directory.
fn spellings(package: &Path) -> impl Iterator<Item = PathBuf> {
    std::iter::once(package.to_owned()).chain(canonical(package).ok())
}
