//! The words for what a package lacks.

use crate::packages::npm::entry::{Form, candidates, is_script};
use crate::packages::npm::package::Package;
use crate::packages::npm::spec::Request;

/// The words for modules of Node.js that a file imports.
pub(super) fn node_modules<'a>(
    place: &str,
    modules: impl IntoIterator<Item = &'a (impl AsRef<str> + ?Sized + 'a)>,
) -> String {
    let modules: Vec<&str> = modules.into_iter().map(AsRef::as_ref).collect();
    match &modules[..] {
        [module] => format!("{place} imports {module}, a module of Node.js, which browsers lack"),
        modules => format!(
            "{place} imports {}, modules of Node.js, which browsers lack",
            modules.join(", ")
        ),
    }
}

/// The words for an import of a file that is neither a script nor JSON.
pub(super) fn cannot_import(package: &Package, place: &str, file: &str) -> String {
    let mut others = candidates(package, "").into_iter().skip(1);
    let repair = match others.find(|other| package.form(other) == Form::Module) {
        Some(other) => format!("another build: `cargo tailprint pin {}/{other}`", package.name),
        None => "see if the package has another build".to_owned(),
    };
    format!("{place} imports {file}, which browsers cannot import (only bundlers can; {repair})")
}

/// The words for a request that no file of a package answers.
pub(super) fn no_file(package: &Package, request: &Request) -> String {
    let shown = package.shown();
    if request.path.is_empty() {
        let name = match useful(package) {
            Some(file) => format!("a file, such as {}/{file}", package.name),
            None => "a file".to_owned(),
        };
        return format!("{shown} has no module and no script of its own (name {name})");
    }
    let path = request.path.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let near = package.files.keys().find(|file| file.rsplit('/').next() == Some(last));
    let repair = near.map(|near| format!(" (did you mean {}/{near}?)", package.name));
    format!("{shown} has no file and no entry {path}{}", repair.unwrap_or_default())
}

/// Returns a file of a package that a page can use: a script, the style sheet with the shortest path, or a picture or font.
fn useful(package: &Package) -> Option<&str> {
    let files = || package.files.keys().map(String::as_str);
    let ends = |file: &str, endings: &[&str]| endings.iter().any(|ending| file.ends_with(ending));
    let script = files().find(|file| is_script(file));
    let sheet = || {
        let sheets = files().filter(|file| ends(file, &[".css"]));
        sheets.min_by_key(|file| (file.matches('/').count(), file.len()))
    };
    let other = || files().find(|file| ends(file, &[".svg", ".woff2", ".png", ".wasm"]));
    script.or_else(sheet).or_else(other)
}
