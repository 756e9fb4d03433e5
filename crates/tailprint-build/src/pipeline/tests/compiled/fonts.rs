//! Fonts of npm packages that a style sheet of Tailwind imports, loaded by Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::*;
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

/// The same for images, each with its path.
const IMAGES: &str = "const paint = (text, base) => [...text.matchAll(/url\\(\"([^\"#][^\"]*)\"\\)/g)].map(([, url]) => new URL(url, base));
const urls = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].flatMap((rule) => paint(rule.cssText, sheet.href)));
const images = urls.filter((url) => /[.](png|svg|gif)$/.test(url.pathname)).map((url) => new Promise((done) => {
  const image = new Image();
  image.onload = () => done(`${url.pathname} loaded`);
  image.onerror = () => done(`${url.pathname} error`);
  image.src = url;
}));
Promise.all(images).then((states) => { document.body.textContent = states.sort().join('\\n'); });";

/// A built package that imports style sheets of npm packages, and the folder with its assets.
struct Site {
    package: Package,
    output: Output,
}

impl Site {
    fn new(imports: &[(&str, &str)]) -> Self {
        let lines = imports.iter().map(|(sheet, _)| format!("@import \"{sheet}\";\n"));
        let sheet = format!("@import \"tailwindcss\";\n{}", lines.collect::<String>());
        let package =
            Package::new(&[("static/css/source.css", &sheet), ("templates/a.html", "p-1")]);
        let modules = package.folder().join("node_modules");
        fs::create_dir_all(modules.join("@fontsource")).unwrap();
        let link = |target: PathBuf, name: &str| {
            std::os::unix::fs::symlink(target, modules.join(name)).unwrap();
        };
        link(v4().join("tailwindcss"), "tailwindcss");
        imports.iter().for_each(|(_, name)| link(fonts().join(name), name));
        let output = package.output(&Config::new());
        for asset in &output.published {
            let file = package.folder().join("site").join(&asset.name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, &asset.bytes).unwrap();
        }
        Self { package, output }
    }

    /// The lines of the page after a script has run in it.
    fn lines(&self, script: &str) -> Vec<String> {
        let sheet = names(&self.output)["css/tailwind.css"];
        let link = format!("<link rel=\"stylesheet\" href=\"{sheet}\">");
        let page = format!(
            "<!doctype html>{link}<body><script>addEventListener('load', () => {{ {script} }});</script>"
        );
        let file = self.package.folder().join("site/page.html");
        fs::write(&file, page).unwrap();
        let shown = shown(&file);
        let body = shown.split_once("<body>").and_then(|(_, body)| body.split_once("</body>"));
        body.map_or(Vec::new(), |(body, _)| body.lines().map(str::to_owned).collect())
    }

    /// Asserts that everything is loaded which a script tells the state of. Returns the lines.
    fn assert_loaded(&self, script: &str) -> Vec<String> {
        let lines = self.lines(script);
        let failed: Vec<_> = lines.iter().filter(|line| !line.ends_with(" loaded")).collect();
        assert!(failed.is_empty(), "{failed:?}");
        lines
    }

    /// The files that a browser finds nothing under, among those of the relative URLs.
    fn gone(&self) -> Vec<String> {
        let site = self.package.folder().join("site");
        let sheet = names(&self.output)["css/tailwind.css"];
        let css = fs::read_to_string(site.join(sheet)).unwrap();
        let urls = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        let paths = urls.map(|url| url.trim_matches(['"', '\'']).split(['?', '#']).next().unwrap());
        let paths = paths.filter(|path| !path.is_empty() && !path.starts_with("data:"));
        let gone = paths.filter(|path| !site.join("css").join(path).is_file());
        gone.map(str::to_owned).collect()
    }
}

#[test]
fn all_fonts_of_fontsource_and_katex_load_in_a_browser() {
    let site =
        Site::new(&[("@fontsource/inter", "@fontsource/inter"), ("katex/dist/katex.css", "katex")]);
    let inter =
        names(&site.output)["vendor/npm/@fontsource/inter/files/inter-latin-400-normal.woff2"];
    assert!(!inter.ends_with("normal.woff2"), "{inter} has no hash");
    let lines = site.assert_loaded(SCRIPT);
    let of = |family: &str| lines.iter().filter(|line| line.starts_with(family)).count();
    assert!(of("Inter ") >= 5 && of("KaTeX_") >= 20, "{lines:?}");
    assert_eq!(site.gone(), [""; 0]);
}

#[test]
fn images_and_fonts_of_leaflet_remixicon_and_photon_load_in_a_browser_and_their_sizes_are_told() {
    let site = Site::new(&[
        ("leaflet/dist/leaflet.css", "leaflet"),
        ("remixicon/fonts/remixicon.css", "remixicon"),
        ("photonkit/dist/css/photon.css", "photonkit"),
    ]);
    let fonts = site.assert_loaded(SCRIPT);
    assert_eq!(fonts, ["photon-entypo loaded", "remixicon loaded"]);
    let images = site.assert_loaded(IMAGES);
    for image in ["layers", "layers-2x", "marker-icon"] {
        let of =
            |line: &&String| line.contains(&format!("/vendor/npm/leaflet/dist/images/{image}."));
        assert_eq!(images.iter().filter(of).count(), 1, "{images:?}");
    }
    assert_eq!(site.gone(), [""; 0]);
    for (name, least) in [("leaflet", 3_000), ("photonkit", 10_000), ("remixicon", 500_000)] {
        let start = format!("of the npm package {name} are assets below vendor/npm/{name}/, ");
        let told = site.output.notes.iter().find_map(|note| note.split_once(&start));
        let (_, size) = told.unwrap_or_else(|| panic!("{:?}", site.output.notes));
        let size: usize = size.trim_end_matches(" bytes").parse().unwrap();
        assert!(size >= least, "{name}: {size}");
    }
}
