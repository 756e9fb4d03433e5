//! An asset, as Django's `findstatic` shows it, and everything that refers to it.

use std::path::PathBuf;

use tailprint_core::build_json::{Asset, BuildJson};

use crate::doctor::usage::{Texts, shown};
use crate::support::terminal::thousands;

/// Describes an asset.
pub(crate) fn explained(build: &BuildJson, asset: &Asset) -> String {
    let mut lines = vec![asset.path.clone()];
    let mut add = |name: &str, value: &str| lines.push(format!("  {name:<10}  {value}"));
    let files = files(build, &asset.path);
    let sheet = build.tailwind.iter().find(|sheet| sheet.output == asset.path);
    match (sheet, files.first()) {
        (Some(sheet), _) => add("made of", &sheet.source),
        (None, Some(file)) => add("file", &shown(build, file)),
        (None, None) => add("file", "of an npm package or of a dependency"),
    }
    for hidden in files.iter().skip(1) {
        add("hides", &shown(build, hidden));
    }
    add("name", &asset.name);
    add("url", &asset.url);
    add("size", &format!("{} bytes", thousands(usize::try_from(asset.size).unwrap_or(usize::MAX))));
    for other in build.assets.iter().filter(|other| other.references.contains(&asset.path)) {
        add("used by", &other.path);
    }
    for place in Texts::read(build).places(&asset.path) {
        add("named in", &place);
    }
    lines.join("\n") + "\n"
}

/// Returns the files of a logical path in all roots, the one that is taken first.
pub(crate) fn files(build: &BuildJson, path: &str) -> Vec<PathBuf> {
    let in_root = |root: &tailprint_core::build_json::Root| {
        let below = match root.prefix.as_str() {
            "" => Some(path),
            prefix => path.strip_prefix(prefix)?.strip_prefix('/'),
        };
        let file = build.package.join(&root.folder).join(below?);
        file.is_file().then_some(file)
    };
    build.roots.iter().filter_map(in_root).collect()
}
