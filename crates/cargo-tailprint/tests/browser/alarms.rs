//! The count of warnings about code that looks for a name, over many packages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::harness::npm::Packages;

/// A warning about a package.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alarm {
    package: &'static str,
    /// The script or style sheet that the warning is about.
    code: &'static str,
    /// The file whose name is looked for.
    file: &'static str,
    /// The loss under a hashed name; none for a false alarm.
    loss: Option<&'static str>,
}

const fn alarm(
    package: &'static str,
    code: &'static str,
    file: &'static str,
    loss: Option<&'static str>,
) -> Alarm {
    Alarm { package, code, file, loss }
}

/// All warnings about the packages, sorted.
const ALARMS: &[Alarm] = &[
    alarm("@ruffle-rs/ruffle", "ruffle.js", "ruffle.js", None),
    alarm(
        "@shoelace-style/shoelace",
        "cdn/chunks/chunk.3Y6SB6QS.js",
        "cdn/shoelace-autoloader.js",
        Some("the library finds no folder, and loads neither components nor icons"),
    ),
    alarm(
        "@shoelace-style/shoelace",
        "cdn/chunks/chunk.3Y6SB6QS.js",
        "cdn/shoelace.js",
        Some("the library finds no folder, and loads neither components nor icons"),
    ),
    alarm(
        "@shoelace-style/shoelace",
        "cdn/chunks/chunk.3Y6SB6QS.js",
        "dist/shoelace-autoloader.js",
        Some("the library finds no folder, and loads neither components nor icons"),
    ),
    alarm(
        "@shoelace-style/shoelace",
        "cdn/chunks/chunk.3Y6SB6QS.js",
        "dist/shoelace.js",
        Some("the library finds no folder, and loads neither components nor icons"),
    ),
    alarm(
        "@sqlite.org/sqlite-wasm",
        "bin/index.js",
        "sqlite-wasm/jswasm/sqlite3-opfs-async-proxy.js",
        None,
    ),
    alarm(
        "cesium",
        "Build/Cesium/Cesium.js",
        "Build/Cesium/Cesium.js",
        Some("the library finds no folder, and loads neither textures nor workers"),
    ),
    alarm(
        "cesium",
        "Build/Cesium/Cesium.js",
        "Build/CesiumUnminified/Cesium.js",
        Some("the library finds no folder, and loads neither textures nor workers"),
    ),
    alarm(
        "cesium",
        "Build/Cesium/Cesium.js",
        "Source/Cesium.js",
        Some("the library finds no folder, and loads neither textures nor workers"),
    ),
    alarm(
        "ckeditor4",
        "ckeditor.js",
        "ckeditor.js",
        Some("the library finds no folder, and loads neither skin nor language"),
    ),
    alarm(
        "leaflet",
        "dist/leaflet-src.esm.js",
        "dist/images/marker-icon.png",
        Some("markers have no image"),
    ),
    alarm("mathjax", "a11y/sre.js", "a11y/sre.js", None),
    alarm(
        "prismjs",
        "plugins/autoloader/prism-autoloader.js",
        "plugins/autoloader/prism-autoloader.js",
        Some("the autoloader looks for its grammars in a wrong folder"),
    ),
    alarm(
        "prismjs",
        "plugins/autoloader/prism-autoloader.js",
        "plugins/autoloader/prism-autoloader.min.js",
        Some("the autoloader looks for its grammars in a wrong folder"),
    ),
    alarm("three", "build/three.tsl.js", "src/nodes/core/StackTrace.js", None),
    alarm("three", "build/three.tsl.js", "src/nodes/tsl/TSLCore.js", None),
    alarm("tinymce", "tinymce.js", "tinymce.js", None),
    alarm("tinymce", "tinymce.js", "tinymce.min.js", None),
];

/// The packages that are counted.
const PACKAGES: usize = 81;

/// The scripts in them.
const SCRIPTS: usize = 16_185;

/// The names of the packages of a `package.json`.
fn names(modules: &Path) -> BTreeSet<String> {
    let manifest = fs::read_to_string(modules.with_file_name("package.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let sections = ["dependencies", "devDependencies"].into_iter();
    let objects = sections.filter_map(|section| manifest[section].as_object());
    objects.flat_map(|object| object.keys().cloned()).collect()
}

/// The scripts in a folder, without nested packages.
fn scripts(folder: &Path) -> usize {
    let entries = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let count = |path: std::path::PathBuf| {
        if path.is_dir() && !path.ends_with("node_modules") {
            return scripts(&path);
        }
        usize::from(path.extension().is_some_and(|it| it == "js" || it == "mjs"))
    };
    entries.map(count).sum()
}

/// The file of each warning about a name, and the file whose name it is.
fn warnings(folder: &Path) -> BTreeSet<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
    command.args(["tailprint", "check", "--no-strict", "--all", "--format", "json", "--from"]);
    let output = command.arg(folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let findings = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut found = BTreeSet::new();
    for finding in findings {
        let message = finding["message"].as_str().unwrap();
        if !message.contains("but not its hashed name") {
            continue;
        }
        let file = finding["file"].as_str().unwrap();
        let code = file.rsplit_once(folder.to_str().unwrap()).map_or(file, |(_, path)| &path[1..]);
        found.insert((code.to_owned(), message.split('"').nth(1).unwrap().to_owned()));
    }
    found
}

#[test]
#[ignore = "checks 81 packages with 16,185 scripts"]
fn code_that_looks_for_a_name_is_found_and_false_alarms_are_rare() {
    let (mut found, mut packages, mut count) = (Vec::new(), BTreeSet::new(), 0);
    for modules in [Packages::All.install(), Packages::Alarms.install()] {
        for name in names(&modules) {
            if !packages.insert(name.clone()) {
                continue;
            }
            let folder = modules.join(&name);
            count += scripts(&folder);
            let warnings = warnings(&folder).into_iter();
            found.extend(warnings.map(|(code, file)| (name.clone(), code, file)));
        }
    }
    found.sort();
    for (package, code, file) in &found {
        println!("{package}: {code}: {file}");
    }
    println!("{} packages, {count} scripts", packages.len());
    let found = found.iter().map(|(package, code, file)| [&**package, code, file]);
    let expected: Vec<_> = ALARMS.iter().map(|it| [it.package, it.code, it.file]).collect();
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert_eq!((packages.len(), count), (PACKAGES, SCRIPTS));
}

/// The section of the document.
pub(crate) fn section() -> String {
    let real = ALARMS.iter().filter(|alarm| alarm.loss.is_some()).count();
    let false_alarms = ALARMS.len() - real;
    let mut text = format!(
        "\n## Code that looks for a name\n\n\
         The warnings about [such code](../guide/references.md#code-that-looks-for-a-name) over {PACKAGES} packages with \
         {SCRIPTS} scripts, each checked as a whole: {real} are right, {false_alarms} are false alarms. The packages are \
         those above and the ones of `tests/browser/alarms/package.json`. This command counts them again:\n\
         `cargo nextest run --workspace --all-features --run-ignored all -E 'test(/alarms/)'`.\n\n\
         | package | code | looks for | without `keep_name` |\n|---|---|---|---|\n"
    );
    for Alarm { package, code, file, loss } in ALARMS {
        let loss = loss.unwrap_or("false alarm: nothing is lost");
        writeln!(text, "| {package} | `{code}` | `{file}` | {loss} |").unwrap();
    }
    text
}
