//! Rules of Node.js about packages: their names, `package.json` and its `exports`.
//!
//! Everything that reads a package asks here: the engine's module loader, the search for an installed
//! Tailwind, and the list of files that a build watches.

mod builtin;
mod exports;
mod manager;
mod package_json;

pub use builtin::is_builtin;
#[cfg(feature = "engine")]
pub(crate) use builtin::replaced;
pub use exports::{Target, fill_star};
pub use manager::{Manager, is_plug_and_play};
pub use package_json::{Manifest, ManifestError};

/// Splits a specifier into the name of a package and the path in it, which is empty or begins with `/`.
///
/// `None` if the specifier cannot name a package: `./file`, `/file`, `@scope`.
///
/// ```
/// use tailprint_tailwind::node::split_specifier;
///
/// assert_eq!(split_specifier("@scope/kit/css/base.css"), Some(("@scope/kit", "/css/base.css")));
/// assert_eq!(split_specifier("daisyui"), Some(("daisyui", "")));
/// assert_eq!(split_specifier("./theme.css"), None);
/// ```
#[must_use]
pub fn split_specifier(specifier: &str) -> Option<(&str, &str)> {
    let scope = if specifier.starts_with('@') { specifier.find('/')? + 1 } else { 0 };
    let end = specifier[scope..].find('/').map_or(specifier.len(), |slash| scope + slash);
    let (name, rest) = specifier.split_at(end);
    let legal = end > scope && !name.starts_with('.') && !name.contains(['\\', '%', ':', '\0']);
    legal.then_some((name, rest))
}

#[cfg(test)]
mod tests;
