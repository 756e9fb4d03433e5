//! The files that the names of a package mean: `exports`, `module`, `browser`, `unpkg`, `jsdelivr`, `main`.

use tailprint_build::cli_support::{ScriptToken, script, script_tokens};
use tailprint_tailwind::node::{Manifest, Target, fill_star};

use super::package::Package;

/// The conditions of `exports` that hold, besides `default`.
const CONDITIONS: [&str; 4] = ["browser", "import", "module", "production"];

/// The condition of CommonJS modules. It holds where nothing else does.
const REQUIRE: &str = "require";

/// The endings that bundlers add to a path.
const ENDINGS: [&str; 6] = ["", ".js", ".mjs", "/index.js", "/index.mjs", ".cjs"];

/// The form of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// An ES module.
    Module,
    /// A module of Node.js, which no browser loads.
    CommonJs,
    /// A script that sets a global name, or is a CommonJS module where there is such a thing.
    Universal,
    /// Any other script.
    Classic,
}

/// Returns true for files that are read for imports.
pub(crate) fn is_script(path: &str) -> bool {
    [".js", ".mjs", ".cjs"].iter().any(|ending| path.ends_with(ending))
}

/// Returns the files that a path of the package may mean, the best first. `path` is empty or begins with `/`.
pub(crate) fn candidates(package: &Package, path: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for file in named(package, path).into_iter().filter_map(|file| for_browsers(package, file)) {
        if !found.contains(&file) {
            found.push(file);
        }
    }
    found
}

/// Returns the file that the field `browser` has in place of a file; none if browsers do without it.
fn for_browsers(package: &Package, path: String) -> Option<String> {
    match replaced(package, &format!("./{path}")) {
        Some(to) => file(package, to?),
        None => Some(path),
    }
}

fn named(package: &Package, path: &str) -> Vec<String> {
    if let Some(exports) = &package.manifest.exports {
        return exported(package, exports, &format!(".{path}"));
    }
    if let Some(path) = path.strip_prefix('/') {
        return folder_or_file(package, path).into_iter().collect();
    }
    let fields = &package.fields;
    let named = [
        package.manifest.module.as_deref(),
        fields.browser_module(),
        fields.unpkg(),
        fields.jsdelivr(),
        package.manifest.main.as_deref(),
        Some("index.js"),
    ];
    named.into_iter().flatten().filter_map(|path| file(package, path)).collect()
}

/// Returns the files for a key of `exports` or `imports` that exist.
pub(crate) fn exported(package: &Package, exports: &Target, key: &str) -> Vec<String> {
    let Some((target, star)) = exports.entry(key) else { return Vec::new() };
    let files = |holds: &dyn Fn(&str) -> bool| {
        let filled = target.paths(holds).into_iter().map(|path| fill_star(path, star));
        let files = filled.filter_map(|path| path.strip_prefix("./").map(str::to_owned));
        files.filter(|path| package.files.contains_key(path)).collect::<Vec<_>>()
    };
    let found = files(&|condition| CONDITIONS.contains(&condition));
    if !found.is_empty() {
        return found;
    }
    // A package for `require()` alone, whose modules are wrapped.
    files(&|condition| condition == REQUIRE || CONDITIONS.contains(&condition))
}

/// Returns the specifiers in the values of a key of `imports`, such as the name of another package.
pub(crate) fn imported(imports: &Target, key: &str) -> Option<String> {
    let (target, star) = imports.entry(key)?;
    let paths = target.paths(&|condition| CONDITIONS.contains(&condition));
    paths.first().map(|path| fill_star(path, star))
}

/// Returns the file that a path means to bundlers, which add endings and look into folders.
pub(crate) fn file(package: &Package, path: &str) -> Option<String> {
    let path = normal(path)?;
    let names = ENDINGS.iter().map(|ending| format!("{path}{ending}"));
    names
        .map(|name| name.trim_start_matches('/').to_owned())
        .find(|name| package.files.contains_key(name))
}

/// Returns the file of a path that may be a folder with a `package.json` of its own, as in preact.
fn folder_or_file(package: &Package, path: &str) -> Option<String> {
    let inner = package.files.get(&format!("{path}/package.json"));
    let manifest = inner.and_then(|json| Manifest::parse(json).ok());
    let inner = manifest.and_then(|manifest| {
        let target = manifest.module.or(manifest.main)?;
        file(package, &format!("{path}/{target}"))
    });
    if package.files.contains_key(path) {
        Some(path.to_owned())
    } else {
        inner.or_else(|| file(package, path))
    }
}

/// Resolves `.` and `..`; none if the path leads out of the package.
pub(crate) fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns the path that a relative URL in the file `from` means.
pub(crate) fn relative(from: &str, url: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    normal(&format!("{folder}/{url}"))
}

/// Returns a relative URL that leads from the file `from` to the file `to`.
pub(crate) fn url_between(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = &from[..from.len() - 1];
    let shared = folders.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let ups = folders.len() - shared;
    let start = if ups == 0 { "./".to_owned() } else { "../".repeat(ups) };
    start + &to[shared..].join("/")
}

/// Returns the replacement of a module by the field `browser`: a path or name, or nothing for an empty module.
pub(crate) fn replaced<'a>(package: &'a Package, key: &str) -> Option<Option<&'a str>> {
    let Some(Target::Keyed(entries)) = &package.fields.browser else { return None };
    let bare = key.strip_suffix(".js").unwrap_or(key);
    let entry = entries.iter().find(|(from, _)| from == key || from == bare)?;
    match &entry.1 {
        Target::Path(to) => Some(Some(to)),
        _ => Some(None),
    }
}

/// Returns the form of a script by its text, and where that may be either by its name.
pub(super) fn form(package: &Package, path: &str) -> Form {
    let Some(text) = package.text(path) else { return Form::Classic };
    if path.ends_with(".mjs") || script(text).is_module {
        return Form::Module;
    }
    let marks = Marks::find(text);
    if marks.defines_amd || (marks.asks_exports && marks.names_exports) {
        return Form::Universal;
    }
    if marks.names_exports || marks.requires || path.ends_with(".cjs") {
        return Form::CommonJs;
    }
    let is_module = package.manifest.module_type.as_deref() == Some("module");
    if is_module { Form::Module } else { Form::Classic }
}

/// Names of CommonJS and AMD in a script.
#[derive(Clone, Copy, Debug, Default)]
struct Marks {
    /// `module.exports`, `exports.name`
    names_exports: bool,
    /// `typeof exports`, `typeof module`
    asks_exports: bool,
    /// `require("…")`
    requires: bool,
    /// `define.amd`
    defines_amd: bool,
}

impl Marks {
    fn find(text: &str) -> Self {
        use ScriptToken::{Sign, Text, Word};
        let tokens = script_tokens(text);
        let mut marks = Self::default();
        let at = |index: usize| tokens.get(index).map(|(_, token)| token);
        for (index, (_, token)) in tokens.iter().enumerate() {
            let is_dot =
                |behind: usize| index.checked_sub(behind).and_then(at) == Some(&Sign(b'.'));
            // Several are those of `...require("…")`.
            let is_property = is_dot(1) && !is_dot(2);
            match token {
                Word("module") if !is_property => {
                    marks.names_exports |= at(index + 1) == Some(&Sign(b'.'))
                        && at(index + 2) == Some(&Word("exports"));
                }
                Word("exports") if !is_property => {
                    marks.names_exports |=
                        matches!(at(index + 1), Some(Sign(b'.' | b'[' | b',' | b')')));
                }
                Word("typeof") => {
                    marks.asks_exports |= matches!(at(index + 1), Some(Word("exports" | "module")));
                }
                Word("require") if !is_property => {
                    marks.requires |= at(index + 1) == Some(&Sign(b'('))
                        && matches!(at(index + 2), Some(Text(_)))
                        && at(index + 3) == Some(&Sign(b')'));
                }
                Word("define") if !is_property => {
                    marks.defines_amd |=
                        at(index + 1) == Some(&Sign(b'.')) && at(index + 2) == Some(&Word("amd"));
                }
                _ => {}
            }
        }
        marks
    }
}
