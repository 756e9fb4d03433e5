//! Advice on a specifier that leads nowhere.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use strsim::levenshtein;

use crate::node::{Manager, is_plug_and_play, split_specifier};

/// Packages that style sheets for Tailwind import often, so that a name like one of these is taken for a slip.
const IMPORTED: [&str; 5] =
    ["@fontsource/inter", "flowbite", "preline", "tailwindcss", "tw-animate-css"];

/// The same of packages that `@plugin` loads, and no `@import`.
const PLUGINS: [&str; 7] = [
    "@iconify/tailwind4",
    "@tailwindcss/aspect-ratio",
    "@tailwindcss/container-queries",
    "@tailwindcss/forms",
    "@tailwindcss/typography",
    "daisyui",
    "tailwindcss-animate",
];

/// Names by which people call Tailwind, and that other packages have.
const CALLED_TAILWIND: [&str; 4] = ["tailwind", "tailwind-css", "tailwind.css", "tailwindcss.css"];

/// The packages that a `package.json` names.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Dependencies {
    dependencies: serde_json::Map<String, serde_json::Value>,
    dev_dependencies: serde_json::Map<String, serde_json::Value>,
}

fn is_known(name: &str) -> bool {
    IMPORTED.contains(&name) || PLUGINS.contains(&name)
}

/// Returns the repair of an `@import`, as [`on`] does.
pub(super) fn on_import(specifier: &str, from: &Path) -> Option<String> {
    if PLUGINS.contains(&specifier) {
        return Some(format!("it is a plugin: write `@plugin \"{specifier}\"`"));
    }
    on(specifier, from)
}

/// Returns the repair of a specifier in a file of the folder `from`, which leads nowhere.
///
/// A package is proposed only if it is meant: some packages of npm have the names of files or of a slip.
pub(super) fn on(specifier: &str, from: &Path) -> Option<String> {
    if specifier.starts_with(['.', '/', '#']) || Path::new(specifier).is_absolute() {
        return None;
    }
    if let Some(file) = beside(specifier, from) {
        return Some(format!("write \"./{file}\""));
    }
    let (name, rest) = split_specifier(specifier)?;
    let declared = declared(from);
    if let Some(meant) = meant(name, &declared, from) {
        return Some(format!("did you mean \"{meant}{rest}\"?"));
    }
    if installed(from).iter().any(|it| it == name) {
        return Some(match rest {
            "" => format!(
                "{name} is installed, but has no main file for this: write the path of a file in it, \"{name}/…\""
            ),
            _ => format!("{name} is installed, but has no such file: correct the path"),
        });
    }
    let manager = Manager::of(from);
    if declared.contains(name) {
        let install = manager.install();
        return Some(if is_plug_and_play(from) {
            format!(
                "Yarn's Plug'n'Play keeps packages in archives: write `nodeLinker: node-modules` into .yarnrc.yml, and run `{install}`"
            )
        } else {
            format!("run `{install}`: package.json names it, but it is not installed")
        });
    }
    let add = manager.add();
    let is_file =
        [".css", ".js", ".mjs", ".cjs", ".ts", ".json"].iter().any(|it| name.ends_with(it));
    match (is_file, name.starts_with('@') || is_known(name)) {
        (true, _) => Some(format!("write \"./{specifier}\" for a file beside this one")),
        (false, true) => Some(format!("{add} {name}")),
        (false, false) => Some(format!(
            "`{add} {name}` if this package is meant, or write \"./{specifier}\" for a file"
        )),
    }
}

/// Returns the file that a specifier without `./` means.
fn beside<'a>(specifier: &'a str, from: &Path) -> Option<Cow<'a, str>> {
    if specifier.is_empty() {
        return None;
    }
    let file = |ending: &str| {
        let name = format!("{specifier}{ending}");
        from.join(&name).is_file().then(|| name.into())
    };
    if from.join(specifier).is_file() { Some(specifier.into()) } else { file(".css") }
}

/// Returns the packages that the nearest `package.json` names.
fn declared(from: &Path) -> BTreeSet<String> {
    let read = |folder: &Path| std::fs::read(folder.join("package.json")).ok();
    let text = from.ancestors().find_map(read).unwrap_or_default();
    let named: Dependencies = serde_json::from_slice(&text).unwrap_or_default();
    named.dependencies.into_iter().chain(named.dev_dependencies).map(|(name, _)| name).collect()
}

/// Returns the package whose name is like this one: a known one, a declared one, or an installed one.
fn meant(name: &str, declared: &BTreeSet<String>, from: &Path) -> Option<String> {
    if CALLED_TAILWIND.contains(&name) {
        return Some("tailwindcss".to_owned());
    }
    let official = format!("@tailwindcss/{name}");
    if is_known(&official) && !declared.contains(name) {
        return Some(official);
    }
    let known = IMPORTED.iter().chain(&PLUGINS).map(|known| (*known).to_owned());
    let all: BTreeSet<String> =
        known.chain(declared.iter().cloned()).chain(installed(from)).collect();
    if all.contains(name) {
        return None;
    }
    let like = |other: &String| {
        let most = (other.len().min(name.len()) / LETTERS_PER_SLIP).min(MOST_SLIPS);
        let slips = levenshtein(name, other);
        (slips <= most).then_some(slips)
    };
    let best = all.iter().filter_map(|other| Some((like(other)?, other))).min()?;
    Some(best.1.clone())
}

/// The letters of a name for each slip that is forgiven. Chosen: below, different short names look alike.
const LETTERS_PER_SLIP: usize = 4;
/// The most slips that are forgiven.
const MOST_SLIPS: usize = 2;

/// Returns the names of the packages that a module of a folder finds.
fn installed(from: &Path) -> Vec<String> {
    let entries = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for modules in from.ancestors().map(|folder| folder.join("node_modules")) {
        for name in entries(&modules) {
            if name.starts_with('@') {
                let inner = entries(&modules.join(&name));
                found.extend(inner.into_iter().map(|inner| format!("{name}/{inner}")));
            } else if !name.starts_with('.') {
                found.push(name);
            }
        }
    }
    found
}
