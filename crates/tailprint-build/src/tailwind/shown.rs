//! Paths as the user writes them.

use std::path::{Path, PathBuf};

use tailprint_core::path::{canonical, normalize};

/// Returns a path relative to the package, if it is inside, with `/` as separator.
pub(super) fn shown(path: &Path, package: &Path) -> String {
    let path = normalize(path);
    let inside =
        spellings(package).find_map(|root| path.strip_prefix(root).ok().map(Path::to_owned));
    slashes(inside.unwrap_or(path).display().to_string())
}

/// Returns a message with the paths in it relative to the package. On Windows Tailwind's programs write `\`, and the engine
/// writes `/` in front of a module, and either behind it.
pub(super) fn relative(message: &str, package: &Path) -> String {
    let separated = |root: PathBuf| {
        let root = root.display().to_string();
        let slashed = slashes(root.clone());
        let separator = std::path::MAIN_SEPARATOR;
        [(root, separator), (slashed.clone(), separator), (slashed, '/')]
    };
    spellings(package).flat_map(separated).fold(message.to_owned(), |message, (root, separator)| {
        message.replace(&format!("{root}{separator}"), "").replace(&format!("'{root}'"), "'.'")
    })
}

fn slashes(path: String) -> String {
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}

/// The package as Cargo and as Node.js spell it. Node.js resolves symbolic links in its working directory.
fn spellings(package: &Path) -> impl Iterator<Item = PathBuf> {
    std::iter::once(package.to_owned()).chain(canonical(package).ok())
}
