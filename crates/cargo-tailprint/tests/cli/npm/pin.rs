//! `pin`: packages of the real registry, compared with npm.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

use crate::world::World;

/// Packages, and what is pinned of each.
///
/// mermaid and pdfjs-dist are missing: npm takes older versions where its Node.js is older than `engines` says, which is
/// nothing to a browser.
const PACKAGES: [&str; 42] = [
    "lit lit/decorators.js",
    "htmx.org",
    "alpinejs",
    "@hotwired/turbo",
    "@hotwired/stimulus",
    "preact preact/hooks htm/preact htm",
    "vue/dist/vue.esm-browser.prod.js",
    "react react-dom react-dom/client",
    "d3",
    "chart.js",
    "three three/addons/controls/OrbitControls.js",
    "codemirror",
    "prosemirror-view prosemirror-state prosemirror-schema-basic prosemirror-example-setup",
    "@tiptap/core @tiptap/starter-kit",
    "sortablejs",
    "dayjs/esm/index.js dayjs/esm/plugin/relativeTime/index.js",
    "date-fns",
    "lodash-es",
    "idiomorph",
    "morphdom",
    "@floating-ui/dom",
    "tom-select tom-select/dist/css/tom-select.css",
    "flatpickr/dist/esm/index.js flatpickr/dist/flatpickr.css",
    "quill quill/dist/quill.snow.css",
    "leaflet leaflet/dist/leaflet.css",
    "maplibre-gl maplibre-gl/dist/maplibre-gl.css",
    "@shoelace-style/shoelace",
    "@awesome.me/webawesome",
    "echarts",
    "uplot uplot/dist/uPlot.min.css",
    "swiper swiper/swiper.css",
    "photoswipe photoswipe/lightbox photoswipe/style.css",
    "cropperjs",
    "dompurify",
    "marked",
    "highlight.js",
    "prismjs",
    "katex katex/dist/katex.css",
    "rxjs",
    "zod",
    "jquery",
    "bootstrap bootstrap/dist/css/bootstrap.css",
];

const MANIFEST: (&str, &str) =
    ("Cargo.toml", "[workspace]\n[package]\nname = \"app\"\n[lib]\npath = \"lib.rs\"\n");

/// The versions and digests of each package in `tailprint.lock`.
fn pinned(world: &World) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let lock = tailprint_core::lock::Lock::parse(&world.read("tailprint.lock"), "lock").unwrap();
    let mut packages: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for package in lock.packages {
        packages.entry(package.name).or_default().insert((package.version, package.integrity));
    }
    packages
}

/// The versions and digests of each package that npm installs.
fn installed(world: &World, names: &str) -> BTreeMap<String, BTreeSet<(String, String)>> {
    std::fs::create_dir_all(world.file("npm")).unwrap();
    let names = names.split(' ').map(|name| {
        let parts: Vec<&str> = name.split('/').collect();
        parts[..if name.starts_with('@') { 2 } else { 1 }].join("/")
    });
    let names: BTreeSet<String> = names.collect();
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.args(["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--silent"]);
    npm.args(names).current_dir(world.file("npm")).stdout(Stdio::null());
    assert!(npm.status().unwrap().success());
    let lock: serde_json::Value =
        serde_json::from_str(&world.read("npm/package-lock.json")).unwrap();
    let mut packages: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (path, package) in lock["packages"].as_object().unwrap() {
        let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
        let text = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
        packages.entry(name.to_owned()).or_default().insert((text("version"), text("integrity")));
    }
    packages
}

/// Pins packages in a world of their own, and compares them with npm. Returns the last line that `pin` prints.
fn compare(packages: &str) -> Result<String, String> {
    let world = World::new(&[MANIFEST, ("lib.rs", "")]);
    let ran = world.run(&format!("pin {packages}"));
    if ran.code != Some(0) {
        return Err(format!("{packages}: {}", ran.err));
    }
    let npm = installed(&world, packages);
    for (name, versions) in pinned(&world) {
        let theirs = npm.get(&name).cloned().unwrap_or_default();
        if !versions.is_subset(&theirs) {
            return Err(format!("{packages}: {name}: {versions:?}, and npm has {theirs:?}"));
        }
    }
    let last = ran.out.lines().last().unwrap_or_default();
    let notes: Vec<&str> = ran.err.lines().collect();
    Ok(format!("{packages} | {last} | {}", notes.join("; ")))
}

#[test]
fn a_package_of_the_registry_is_pinned_and_removed_with_what_only_it_needed() {
    let world = World::new(&[MANIFEST, ("lib.rs", "")]);
    let ran = world.run("pin lit@3.3.1 lit/decorators.js");
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{}", ran.out);
    assert!(ran.out.contains("lit 3.3.1: "), "{}", ran.out);
    assert!(
        ran.out.contains("    import \"lit\"    (")
            && ran.out.contains("    import \"lit/decorators.js\"    ("),
        "{}",
        ran.out
    );
    let names = world.names("third_party/js");
    for name in [
        "lit/index.js",
        "lit/LICENSE",
        "lit-html/lit-html.js",
        "@lit/reactive-element/reactive-element.js",
    ] {
        assert!(names.contains(&name.to_owned()), "{names:?}");
    }
    let ran = world.run("why lit-html");
    assert!(
        ran.out
            .contains("  lit 3.3.1 imports it\n    you asked for lit, lit/decorators.js (3.3.1)\n"),
        "{}",
        ran.out
    );
    let ran = world.run("licenses");
    assert!(ran.out.contains("lit                    "), "{}", ran.out);
    assert!(ran.out.contains("BSD-3-Clause  third_party/js/lit/LICENSE\n"), "{}", ran.out);
    let ran = world.run("unpin lit-html");
    assert_eq!(
        ran.err,
        "error: lit-html is there because others need it (`cargo tailprint why lit-html` names them)\n"
    );
    let ran = world.run("unpin lit");
    assert!(ran.out.starts_with("removed @lit/reactive-element "), "{}", ran.out);
    assert!(!world.file("third_party/js").exists());
    assert_eq!(world.read("tailprint.lock"), "version = 1\n");
}

#[test]
#[ignore = "42 packages from the registry, each also by npm"]
fn versions_and_digests_are_those_of_npm() {
    let results: Vec<Result<String, String>> = PACKAGES.iter().map(|it| compare(it)).collect();
    for result in &results {
        println!("{}", result.as_ref().unwrap_or_else(|error| error));
    }
    let failed: Vec<&String> = results.iter().filter_map(|it| it.as_ref().err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
}
