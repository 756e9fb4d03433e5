//! Fonts of npm packages that a style sheet of Tailwind imports, loaded by Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;
use crate::tailwind::tests::{fonts, v4};

/// Writes the state of every font into the page. Fonts that no text uses are loaded as well.
const SCRIPT: &str = "Promise.allSettled([...document.fonts].map((font) => font.load())).then(() => {
  const states = [...document.fonts].map((font) => `${font.family.replaceAll('\"', '')} ${font.status}`);
  document.body.textContent = states.sort().join('\\n');
});";

#[allow(clippy::disallowed_methods, reason = "a test may ask the environment")]
fn chromium() -> PathBuf {
    if let Some(program) = std::env::var_os("CHROMIUM").filter(|program| !program.is_empty()) {
        return program.into();
    }
    let path = std::env::var_os("PATH").unwrap();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut programs =
        std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    programs.find(|program| program.is_file()).expect("no Chromium: set CHROMIUM to its path")
}

/// The page after its script, from files.
fn shown(page: &Path) -> String {
    let profile = tempfile::tempdir().unwrap();
    let output = Command::new(chromium())
        .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--no-first-run", "--disable-background-networking", "--virtual-time-budget=20000"])
        // A font is not loaded from a file otherwise.
        .args(["--allow-file-access-from-files", "--dump-dom"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn all_fonts_of_fontsource_and_katex_load_in_a_browser() {
    let sheet = "@import \"tailwindcss\";\n@import \"@fontsource/inter\";\n@import \"katex/dist/katex.css\";\n";
    let package = Package::new(&[("static/css/source.css", sheet), ("templates/a.html", "p-1")]);
    let modules = package.folder().join("node_modules");
    fs::create_dir_all(modules.join("@fontsource")).unwrap();
    let links = [
        (v4().join("tailwindcss"), "tailwindcss"),
        (fonts().join("katex"), "katex"),
        (fonts().join("@fontsource/inter"), "@fontsource/inter"),
    ];
    for (target, name) in links {
        std::os::unix::fs::symlink(target, modules.join(name)).unwrap();
    }
    let output = package.output(&Config::new());
    let site = package.folder().join("site");
    for asset in &output.published {
        let file = site.join(&asset.name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, &asset.bytes).unwrap();
    }
    let names = names(&output);
    let inter = names["vendor/npm/@fontsource/inter/files/inter-latin-400-normal.woff2"];
    assert!(!inter.ends_with("normal.woff2"), "{inter} has no hash");
    let page = format!(
        "<!doctype html><link rel=\"stylesheet\" href=\"{}\"><body><script>{SCRIPT}</script>",
        names["css/tailwind.css"]
    );
    fs::write(site.join("page.html"), page).unwrap();
    let shown = shown(&site.join("page.html"));
    let states: Vec<&str> = shown
        .split_once("<body>")
        .and_then(|(_, body)| body.split_once("</body>"))
        .map_or(Vec::new(), |(body, _)| body.lines().collect());
    let of = |family: &str| states.iter().filter(|state| state.starts_with(family)).count();
    assert!(of("Inter ") >= 5 && of("KaTeX_") >= 20, "{shown}");
    let failed: Vec<_> = states.iter().filter(|state| !state.ends_with(" loaded")).collect();
    assert!(failed.is_empty(), "{failed:?}");
}
