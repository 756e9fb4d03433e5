//! npm packages: installed once below `target/`, by whichever test comes first.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use tailprint_tailwind::install::Package;

/// The folder with the `node_modules` that `version` is in.
pub(crate) fn folder(version: &str) -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pinned = crate_folder.join("tests/npm").join(version);
    if let Some(release) = release_to_try().filter(|_| version == TRIED) {
        return other_release(&pinned, &release);
    }
    let folder = target().join("npm-tailwind").join(version);
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let wanted = fs::read(pinned.join("package-lock.json")).unwrap();
    if fs::read(folder.join("installed.json")).is_ok_and(|installed| installed == wanted) {
        return folder;
    }
    for file in ["package.json", "package-lock.json"] {
        fs::copy(pinned.join(file), folder.join(file)).unwrap();
    }
    install(&folder);
    fs::write(folder.join("installed.json"), wanted).unwrap();
    folder
}

fn install(folder: &Path) {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let status = Command::new(npm)
        .args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success(), "npm install failed in {}", folder.display());
}

/// The packages in whose place another release is tried.
const TRIED: &str = "4.3";

/// The release that `cargo xtask tailwind-releases` tries.
fn release_to_try() -> Option<String> {
    std::env::var("TAILWIND_RELEASE").ok()
}

/// The packages of [`TRIED`] with another release of Tailwind.
fn other_release(pinned: &Path, release: &str) -> PathBuf {
    let folder = target().join("npm-tailwind").join(release);
    fs::create_dir_all(&folder).unwrap();
    let lock = File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let installed = folder.join("installed.json");
    if installed.exists() {
        return folder;
    }
    let manifest = fs::read(pinned.join("package.json")).unwrap();
    let mut manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    for package in ["tailwindcss", "@tailwindcss/cli"] {
        manifest["dependencies"][package] = release.into();
    }
    fs::write(folder.join("package.json"), manifest.to_string()).unwrap();
    install(&folder);
    fs::write(installed, manifest.to_string()).unwrap();
    folder
}

/// The number of the release in the folder of `version`.
#[allow(dead_code, reason = "for the tests that name a scanner")]
pub(crate) fn release(version: &str) -> String {
    let manifest = folder(version).join("node_modules/tailwindcss/package.json");
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(manifest).unwrap()).unwrap();
    manifest["version"].as_str().unwrap().to_owned()
}

/// Cargo's target folder, which the test's own program is in.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().to_owned()
}

/// The files of Tailwind that a package has.
pub(crate) fn package(version: &str) -> Package {
    let folder = folder(version).join("node_modules/tailwindcss");
    let mut files = BTreeMap::new();
    for below in ["", "dist"] {
        for entry in fs::read_dir(folder.join(below)).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if matches!(extension, Some("js" | "css" | "json")) {
                let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let manifest: serde_json::Value = serde_json::from_slice(&files["package.json"]).unwrap();
    let version = manifest["version"].as_str().unwrap().to_owned();
    Package::new(version, folder, files)
}

/// Every class that Tailwind lists for editors, and of each that takes modifiers one with the first of them.
pub(crate) fn all_classes(version: &str) -> String {
    let script = r#"
        import { __unstable__loadDesignSystem as load } from "tailwindcss";
        import { readFileSync } from "node:fs";
        const css = readFileSync("node_modules/tailwindcss/index.css", "utf8");
        for (const [name, { modifiers }] of (await load(css)).getClassList()) {
            console.log(modifiers.length > 0 ? `${name}\n${name}/${modifiers[0]}` : name);
        }
    "#;
    let output = Command::new("node")
        .args(["--input-type=module", "-e", script])
        .current_dir(folder(version))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
