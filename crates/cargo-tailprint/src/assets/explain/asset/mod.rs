//! An asset, as Django's `findstatic` shows it, and everything that refers to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tailprint_build::cli_support::{constant_path, nearest};
use tailprint_core::build_json::{Asset, BuildJson};
use tailprint_core::fingerprint::logical_path;
use tailprint_core::path::split_suffix;

use crate::assets::doctor::usage::{Texts, shown};
use crate::support::build_json::files;
use crate::support::terminal::thousands;

/// Finds the asset that a logical path, a URL, a published name or a file means.
pub(crate) fn find<'a>(build: &'a BuildJson, what: &str) -> Option<&'a Asset> {
    let of_path = |path: &str| build.assets.iter().find(|asset| asset.path == path);
    let below = what.strip_prefix(&build.url_prefix).unwrap_or(what).trim_start_matches('/');
    of_path(what).or_else(|| of_path(below)).or_else(|| of_path(&logical_path(below)?)).or_else(
        || of_file(build, &std::path::absolute(what).ok()?).and_then(|path| of_path(&path)),
    )
}

/// Returns the logical path of a file: that of the result for the entry point of a style sheet.
fn of_file(build: &BuildJson, file: &Path) -> Option<String> {
    if let Some(sheet) = build.tailwind.iter().find(|it| build.package.join(&it.source) == file) {
        return Some(sheet.output.clone());
    }
    build.roots.iter().find_map(|root| {
        let below = file.strip_prefix(build.package.join(&root.folder)).ok()?;
        let below = below.to_str()?.replace('\\', "/");
        Some(if root.prefix.is_empty() { below } else { format!("{}/{below}", root.prefix) })
    })
}

/// Returns the question about the asset that may be meant.
pub(crate) fn question(build: &BuildJson, what: &str) -> Option<String> {
    let below = what.strip_prefix(&build.url_prefix).unwrap_or(what);
    let paths = build.assets.iter().map(|asset| &*asset.path).collect();
    nearest(paths, below.trim_start_matches('/'))
}

/// Describes an asset. `loads` gives the assets that a script loads by their plain names.
pub(crate) fn explained(
    build: &BuildJson,
    asset: &Asset,
    loads: &BTreeMap<String, Vec<String>>,
) -> String {
    let mut lines = vec![asset.path.clone()];
    let mut add = |name: &str, value: &str| lines.push(format!("  {name:<10}  {value}"));
    let files = files(build, &asset.path);
    let sheet = build.tailwind.iter().find(|sheet| sheet.output == asset.path);
    match (sheet, files.first()) {
        (Some(sheet), _) => add("made of", &sheet.source),
        (None, Some((root, file))) => {
            add("root", &shown(build, &build.package.join(&root.folder)));
            add("file", &shown(build, file));
        }
        (None, None) => add("file", "of an npm package or of a dependency"),
    }
    let taken = usize::from(sheet.is_none());
    for (_, hidden) in files.iter().skip(taken) {
        add("hides", &shown(build, hidden));
    }
    add("name", &asset.name);
    add("url", &asset.url);
    add("size", &format!("{} bytes", thousands(usize::try_from(asset.size).unwrap_or(usize::MAX))));
    for other in build.assets.iter().filter(|other| other.references.contains(&asset.path)) {
        add("used by", &other.path);
    }
    for (script, _) in loads.iter().filter(|(_, loaded)| loaded.contains(&asset.path)) {
        add("loaded by", script);
    }
    for (file, line) in mentions(build, asset) {
        add("named in", &format!("{file}:{line}"));
    }
    lines.join("\n") + "\n"
}

/// Lists the lines that name an asset: uses in templates, its path or its URL in any text, and its constant.
fn mentions(build: &BuildJson, asset: &Asset) -> BTreeSet<(String, usize)> {
    let mut found = BTreeSet::new();
    for template in &build.templates {
        let uses = template.uses.iter().filter(|it| split_suffix(&it.path).0 == asset.path);
        found.extend(uses.map(|it| (template.file.clone(), it.line)));
    }
    let texts = Texts::read(build);
    let url = format!("{}{}", build.url_prefix, asset.path);
    let constant = format!("assets::{}", constant_path(&asset.path));
    for text in [&asset.path, &url, &constant] {
        found.extend(texts.places(text).map(|(file, line)| (file.to_owned(), line)));
    }
    found
}

#[cfg(test)]
mod tests;
