use std::collections::BTreeSet;
use std::fs;

use serde_json::json;
use tailprint_core::lock::Lock;

use super::*;
use crate::packages::npm::tests::{Answer, Server};

mod odd;

/// A package with its registry.
pub(super) struct World {
    folder: tempfile::TempDir,
    pub(super) server: Server,
}

impl World {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), server: Server::start() }
    }

    pub(super) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn lock(&self) -> Lock {
        lockfile::read(self.root()).unwrap()
    }

    /// Pins packages as the command does.
    pub(super) fn pin(&self, packages: &[&str]) -> Result<Vec<Package>, String> {
        let lock = self.lock();
        let new: Vec<Request> = packages.iter().map(|it| Request::parse(it).unwrap()).collect();
        let named = new.iter().map(|request| request.name.clone()).collect();
        let kept = keys(&lock.packages).collect();
        let plan =
            Plan { requests: merged(&lock, new), kept, named, minify: minify::wanted(&lock) };
        self.change(&lock, &plan)
    }

    pub(super) fn change(&self, lock: &Lock, plan: &Plan) -> Result<Vec<Package>, String> {
        change(self.root(), lock, plan, &self.server.registry()).map_err(|failure| match failure {
            Failure::CannotRun(message) => message,
            other => panic!("{other:?}"),
        })
    }

    fn notes(&self, packages: &[&str]) -> Vec<String> {
        let requests: Vec<Request> =
            packages.iter().map(|it| Request::parse(it).unwrap()).collect();
        let registry = self.server.registry();
        let wanted = Wanted { registry: &registry, requests: &requests, kept: BTreeSet::new() };
        graph::resolve(&wanted).unwrap().notes.into_iter().collect()
    }

    pub(super) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("third_party/js").join(path)).unwrap()
    }

    /// All files below `third_party`.
    pub(super) fn files(&self) -> Vec<String> {
        let home = self.root().join("third_party/js");
        let entries = walkdir::WalkDir::new(&home).sort_by_file_name().into_iter().flatten();
        let files = entries.filter(|entry| entry.file_type().is_file());
        files
            .map(|file| {
                file.path().strip_prefix(&home).unwrap().to_str().unwrap().replace('\\', "/")
            })
            .collect()
    }
}

fn versions(packages: &[Package]) -> Vec<String> {
    packages.iter().map(|it| format!("{}@{} in {}", it.name, it.version, it.folder)).collect()
}

#[test]
fn the_files_that_an_entry_reaches_are_copied_with_the_licence_and_locked() {
    let world = World::new();
    world.server.publish(
        "kit",
        "1.0.0",
        json!({ "license": "MIT", "exports": {
            ".": { "node": "./node.js", "import": "./index.js" },
            "./parts/*": "./lib/*.js",
        }, "dependencies": { "@sub/base": "^2.0.0" } }),
        &[
            ("LICENSE", "terms"),
            ("README.md", "unused"),
            (
                "index.js",
                "import './lib/a.js'; import('./lazy.js'); import {b} from '@sub/base/b.js';",
            ),
            ("node.js", "import 'fs'"),
            ("lib/a.js", "export default new URL('../a.wasm', import.meta.url)"),
            ("lib/c.js", "export {}"),
            ("lazy.js", "export {}"),
            ("a.wasm", "wasm"),
        ],
    );
    world.server.publish(
        "@sub/base",
        "2.3.0",
        json!({ "license": "ISC", "type": "module" }),
        &[("b.js", "export const b = 1"), ("unused.js", "export {}")],
    );
    let packages = world.pin(&["kit", "kit/parts/c"]).unwrap();
    assert_eq!(versions(&packages), ["@sub/base@2.3.0 in @sub/base", "kit@1.0.0 in kit"]);
    assert_eq!(
        world.files(),
        [
            ".gitattributes",
            "@sub/base/b.js",
            "kit/LICENSE",
            "kit/a.wasm",
            "kit/index.js",
            "kit/lazy.js",
            "kit/lib/a.js",
            "kit/lib/c.js",
        ]
    );
    let lock = world.lock();
    assert_eq!(lock.packages, packages);
    let kit = &lock.packages[1];
    assert_eq!(kit.wanted.as_deref(), Some("^1.0.0"));
    assert_eq!(kit.asked, ["kit", "kit/parts/c"]);
    assert_eq!(kit.license.as_deref(), Some("MIT"));
    assert_eq!(kit.notices, ["LICENSE"]);
    assert_eq!(kit.entries["kit/parts/c"], "lib/c.js");
    assert_eq!(kit.dependencies["@sub/base"], "2.3.0");
    assert_eq!(kit.files["a.wasm"], sha256_hex(b"wasm"));
    assert_eq!(lock.packages[0].asked, Vec::<String>::new());
    assert_eq!(lock.packages[0].entries["@sub/base/b.js"], "b.js");
}

#[test]
fn one_version_serves_all_whose_ranges_allow_it() {
    let world = World::new();
    for version in ["1.0.0", "1.1.0", "1.2.0"] {
        world.server.publish("base", version, json!({}), &[("index.js", "export {}")]);
    }
    for (name, range) in [("a", "^1.0.0"), ("b", "~1.1.0")] {
        let manifest = json!({ "dependencies": { "base": range } });
        world.server.publish(name, "1.0.0", manifest, &[("index.js", "import 'base'")]);
    }
    let packages = world.pin(&["a"]).unwrap();
    assert_eq!(versions(&packages), ["a@1.0.0 in a", "base@1.2.0 in base"]);
    // The second one asks for less, so that both get what it allows.
    let packages = world.pin(&["b"]).unwrap();
    assert_eq!(versions(&packages), ["a@1.0.0 in a", "b@1.0.0 in b", "base@1.1.0 in base"]);
}

#[test]
fn a_second_copy_lies_beside_the_first_where_no_version_serves_all() {
    let world = World::new();
    for version in ["1.0.0", "2.0.0"] {
        world.server.publish("base", version, json!({}), &[("index.js", "export {}")]);
    }
    for (name, range) in [("a", "1"), ("b", "2")] {
        let manifest = json!({ "dependencies": { "base": range } });
        world.server.publish(name, "1.0.0", manifest, &[("index.js", "import 'base'")]);
    }
    let packages = world.pin(&["a", "b", "base@2"]).unwrap();
    assert_eq!(
        versions(&packages),
        ["a@1.0.0 in a", "b@1.0.0 in b", "base@1.0.0 in base@1.0.0", "base@2.0.0 in base"]
    );
    assert_eq!(packages[0].dependencies["base"], "1.0.0");
    assert_eq!(packages[1].dependencies["base"], "2.0.0");
}

#[test]
fn versions_stay_until_an_update() {
    let world = World::new();
    world.server.publish("a", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.pin(&["a"]).unwrap();
    world.server.publish(
        "a",
        "1.1.0",
        json!({}),
        &[("index.js", "export {}"), ("new.js", "export {}")],
    );
    world.server.publish("b", "1.0.0", json!({}), &[("index.js", "export {}")]);
    assert_eq!(versions(&world.pin(&["b"]).unwrap()), ["a@1.0.0 in a", "b@1.0.0 in b"]);
    let lock = world.lock();
    let requests = lockfile::requests(&lock.packages);
    let (kept, named, minify) = Default::default();
    let plan = Plan { requests, kept, named, minify };
    let packages = world.change(&lock, &plan).unwrap();
    assert_eq!(versions(&packages), ["a@1.1.0 in a", "b@1.0.0 in b"]);
    assert_eq!(packages[0].wanted.as_deref(), Some("^1.0.0"));
}

#[test]
fn specifiers_that_only_bundlers_follow_are_written_for_browsers() {
    let world = World::new();
    world.server.publish(
        "old",
        "1.0.0",
        json!({ "module": "esm/index", "browser": { "./esm/io.js": "./esm/web.js", "fs": false },
                "imports": { "#in": "./esm/in.js" } }),
        &[
            ("esm/index.js", "import a from './a'; import './io.js'; import fs from 'fs'; import b from '../b'; import '#in'; export * from \"./dir\""),
            ("esm/a.js", "export default 1"),
            ("esm/io.js", "import 'fs'"),
            ("esm/web.js", "export {}"),
            ("esm/in.js", "export {}"),
            ("esm/dir/index.js", "export {}"),
            ("b.mjs", "export default 1"),
        ],
    );
    world.pin(&["old"]).unwrap();
    assert_eq!(
        world.read("old/esm/index.js"),
        "import a from './a.js'; import './web.js'; import fs from '../tailprint-empty.js'; \
         import b from '../b.mjs'; import './in.js'; export * from \"./dir/index.js\""
    );
    assert!(!world.files().contains(&"old/esm/io.js".to_owned()));
    assert_eq!(world.read("old/tailprint-empty.js"), "export default {};\n");
}

#[test]
fn a_style_sheet_brings_its_fonts_and_images() {
    let world = World::new();
    world.server.publish(
        "map",
        "1.0.0",
        json!({}),
        &[
            ("dist/map.css", "@import 'base.css'; a { background: url(img/a.png?x#y) url(data:,) url(none.png) }"),
            ("dist/base.css", "@font-face { src: url('../fonts/f.woff2') }"),
            ("dist/img/a.png", "png"),
            ("dist/img/b.png", "png"),
            ("fonts/f.woff2", "font"),
        ],
    );
    let packages = world.pin(&["map/dist/map.css"]).unwrap();
    let files: Vec<&String> = packages[0].files.keys().collect();
    assert_eq!(files, ["dist/base.css", "dist/img/a.png", "dist/map.css", "fonts/f.woff2"]);
    assert_eq!(
        world.notes(&["map/dist/map.css"]),
        ["map@1.0.0: dist/map.css names none.png, which the package lacks"]
    );
    let packages = world.pin(&["map/dist/img/"]).unwrap();
    assert!(packages[0].files.contains_key("dist/img/b.png"));
}

#[test]
fn universal_scripts_are_classic_ones() {
    let world = World::new();
    let umd = "!function(a,b){'object'==typeof exports?module.exports=b():a.lib=b()}(this,()=>1)";
    world.server.publish("lib", "1.0.0", json!({ "main": "lib.js" }), &[("lib.js", umd)]);
    let packages = world.pin(&["lib"]).unwrap();
    assert_eq!(packages[0].scripts, ["lib.js"]);
    assert!(packages[0].entries.is_empty());
    assert_eq!(world.read("lib/lib.js"), umd);
}

#[test]
fn commonjs_is_wrapped_with_the_names_that_its_text_has() {
    let world = World::new();
    world.server.publish(
        "react",
        "19.0.0",
        json!({ "main": "index.js" }),
        &[
            ("index.js", "'use strict';\nif (process.env.NODE_ENV === 'production') {\n  module.exports = require('./cjs/prod.js');\n} else {\n  module.exports = require('./cjs/dev.js');\n}\n"),
            ("cjs/prod.js", "exports.useState = function () {}; exports.version = '19'; exports.default = 1;"),
            ("cjs/dev.js", "\"production\" !== process.env.NODE_ENV && (function () { exports.useState = 1; })();"),
        ],
    );
    world.pin(&["react"]).unwrap();
    assert_eq!(world.files(), [".gitattributes", "react/cjs/prod.js", "react/index.js"]);
    let index = world.read("react/index.js");
    assert!(index.starts_with("import * as r0 from \"./cjs/prod.js\";\n"), "{index}");
    assert!(index.ends_with("export { e0 as useState, e1 as version };\n"), "{index}");
    assert!(!index.contains("dev.js") && !index.contains("process"), "{index}");
}

#[test]
fn commonjs_that_cannot_be_wrapped_is_an_error_that_names_the_es_module() {
    let world = World::new();
    let files = [("index.js", "module.exports = (x) => require(x)"), ("esm/index.js", "export {}")];
    world.server.publish("node", "1.0.0", json!({}), &files[..1]);
    world.server.publish("both", "1.0.0", json!({}), &files);
    assert_eq!(
        world.pin(&["node"]).unwrap_err(),
        "node@1.0.0: index.js is a CommonJS module that requires a module whose name is computed, \
         so it cannot be wrapped (the package has no ES module)"
    );
    assert!(world.pin(&["both"]).unwrap_err().ends_with(
        " (it has the ES module both/esm/index.js: `cargo tailprint pin both/esm/index.js`)"
    ));
}

#[test]
fn commonjs_modules_in_a_circle_are_an_error_and_a_shared_one_is_not() {
    let world = World::new();
    let files = [
        ("index.js", "exports.a = require('./a'); exports.b = require('./b')"),
        ("a.js", "exports.shared = require('./shared'); exports.b = require('./b')"),
        ("b.js", "exports.shared = require('./shared')"),
        ("shared.js", "exports.x = 1"),
    ];
    world.server.publish("shared", "1.0.0", json!({}), &files);
    world.pin(&["shared"]).unwrap();
    let mut circle = files;
    circle[3].1 = "exports.x = () => require('./a')";
    world.server.publish("circle", "1.0.0", json!({}), &circle);
    assert_eq!(
        world.pin(&["circle"]).unwrap_err(),
        "circle@1.0.0: a.js and shared.js require each other, and CommonJS modules in a circle cannot be \
         wrapped (the package has no ES module)"
    );
}

#[test]
fn what_has_changed_is_told_with_its_requests() {
    let world = World::new();
    let module =
        json!({ "type": "module", "exports": "./index.js", "dependencies": { "base": "1" } });
    let files = [
        ("index.js", "import './a.js'; import 'base'; import('./lazy.js')"),
        ("a.js", "import './index.js'"),
        ("lazy.js", "export {}"),
    ];
    world.server.publish("kit", "1.0.0", module, &files);
    let base = json!({ "type": "module", "exports": "./b.js" });
    world.server.publish("base", "1.0.0", base.clone(), &[("b.js", "export {}")]);
    world.server.publish("other", "1.0.0", base, &[("b.js", "export {}")]);
    let told = |before: &[Package], packages: &[Package], named: &[&str]| {
        let home = world.root().join("third_party/js");
        let files = |package: &Package| {
            let read = |path: &String| {
                (path.clone(), fs::read(home.join(&package.folder).join(path)).unwrap())
            };
            (package.folder.clone(), package.files.keys().map(read).collect())
        };
        let folders = packages.iter().map(files).collect();
        let named = named.iter().map(|name| (*name).to_owned()).collect();
        let syntax = &Syntax::read(None).unwrap();
        let saved = &BTreeMap::new();
        Outcome { before, packages, folders: &folders, named: &named, saved, syntax }.text()
    };
    let first = world.pin(&["kit"]).unwrap();
    let text = told(&[], &first, &["kit"]);
    assert!(text.contains("    import \"kit\"    (3 requests)\n"), "{text}");
    assert!(text.starts_with("base 1.0.0: 1 file, 9 bytes in third_party/js/base\n"), "{text}");
    let second = world.pin(&["other"]).unwrap();
    let text = told(&first, &second, &["other"]);
    assert!(text.starts_with("other 1.0.0: 1 file, "), "{text}");
    assert!(
        text.contains("    import \"other\"    (1 request)\n2 packages are as they were\n"),
        "{text}"
    );
    let text = told(&second, &second, &["base", "kit", "other"]);
    assert!(text.starts_with("3 packages are as they were\n"), "{text}");
}

#[test]
fn peers_and_modules_of_node_are_told() {
    let world = World::new();
    world.server.publish(
        "plugin",
        "1.0.0",
        json!({ "peerDependencies": { "host": "^2", "extra": "1" },
                "peerDependenciesMeta": { "extra": { "optional": true } } }),
        &[("index.js", "export {}"), ("server.js", "import 'node:fs'")],
    );
    world.server.publish("host", "1.0.0", json!({}), &[("index.js", "export {}")]);
    assert_eq!(
        world.notes(&["plugin"]),
        ["plugin@1.0.0 expects host ^2 beside it, which is not pinned \
          (`cargo tailprint pin \"host@^2\"`, if you use it)"]
    );
    assert_eq!(
        world.notes(&["plugin", "host"]),
        ["plugin@1.0.0 expects host ^2 beside it, and 1.0.0 is pinned"]
    );
    // A copy of its own is not the one that is expected.
    world.server.publish("host", "2.0.0", json!({}), &[("index.js", "export {}")]);
    let imports = json!({ "peerDependencies": { "host": "^2" } });
    world.server.publish("addon", "1.0.0", imports, &[("index.js", "import 'host'")]);
    assert_eq!(
        world.notes(&["addon", "host@1"]),
        ["addon@1.0.0 expects host ^2 beside it, and 1.0.0 is pinned"]
    );
    assert_eq!(world.notes(&["addon"]), [""; 0]);
    assert_eq!(
        world.pin(&["plugin/server.js"]).unwrap_err(),
        "plugin@1.0.0: server.js imports node:fs, a module of Node.js, which browsers lack"
    );
}

#[test]
fn a_failure_writes_nothing() {
    let world = World::new();
    let manifest = json!({ "dependencies": { "b": "1" } });
    world.server.publish("a", "1.0.0", manifest, &[("index.js", "import 'b'")]);
    world.server.publish("b", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.server.answer("/b/-/1.0.0.tgz", Answer::Truncated(vec![1; 1000]));
    world.pin(&["a"]).unwrap_err();
    assert_eq!(fs::read_dir(world.root()).unwrap().count(), 0);
    world.server.answer("/b/-/1.0.0.tgz", Answer::Bytes(b"another".to_vec()));
    assert!(world.pin(&["a"]).unwrap_err().contains("is refused: its integrity is"));
    assert_eq!(fs::read_dir(world.root()).unwrap().count(), 0);
}

#[test]
fn edits_are_kept_on_request_and_never_lost_by_the_way() {
    let world = World::new();
    world.server.publish("a", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.server.publish("b", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.pin(&["a"]).unwrap();
    let file = world.root().join("third_party/js/a/index.js");
    fs::write(&file, "export default 1").unwrap();
    assert_eq!(
        world.pin(&["b"]).unwrap_err(),
        "third_party/js/a/index.js: differs from tailprint.lock (keep the edit with `cargo tailprint pin --patch a`, \
         or undo it with `cargo tailprint pin a`)"
    );
    keep_edits(world.root(), &world.lock(), &[Request::parse("a").unwrap()]).unwrap();
    let packages = world.pin(&["b"]).unwrap();
    assert_eq!(packages[0].patched, ["index.js"]);
    assert_eq!(packages[0].files["index.js"], sha256_hex(b"export default 1"));
    assert_eq!(world.read("a/index.js"), "export default 1");
}

#[test]
fn an_update_of_all_packages_keeps_edits_as_well() {
    let world = World::new();
    world.server.publish("a", "1.0.0", json!({}), &[("index.js", "export {}")]);
    world.pin(&["a"]).unwrap();
    let file = world.root().join("third_party/js/a/index.js");
    fs::write(&file, "export default 1").unwrap();
    let error = up_to_date(world.root(), &[], false).unwrap_err();
    assert!(format!("{error:?}").contains("a/index.js: differs from tailprint.lock"), "{error:?}");
    assert_eq!(world.read("a/index.js"), "export default 1");
}

#[test]
fn the_lines_for_templates_have_the_delimiters_of_the_app() {
    let world = World::new();
    world.server.publish("old", "1.0.0", json!({ "main": "a.js" }), &[("a.js", "window.a = 1")]);
    let packages = world.pin(&["old"]).unwrap();
    let angle = "[general]\ndefault_syntax = \"angle\"\n\n[[syntax]]\nname = \"angle\"\nexpr_start = \"<<\"\n\
                 expr_end = \">>\"\n";
    fs::write(world.root().join("askama.toml"), angle).unwrap();
    let outcome = Outcome {
        before: &[],
        packages: &packages,
        folders: &BTreeMap::new(),
        named: &BTreeSet::new(),
        saved: &BTreeMap::new(),
        syntax: &syntax(world.root()).unwrap(),
    };
    let text = outcome.text();
    let line = "<script src=\"<< \"vendor/js/old/a.js\"|static >>\"></script>";
    assert!(text.contains(line), "{text}");
}

#[test]
fn the_rest_of_the_lock_stays_as_it_is() {
    let tailwind = "# mine\nversion = 1\n\n[[tailwind]]\nversion = \"4.99.0\" # newest\n";
    let package = Package { name: "a".into(), folder: "a".into(), ..Package::default() };
    let with = lockfile::edited(tailwind, std::slice::from_ref(&package)).unwrap();
    assert!(with.starts_with(tailwind) && with.contains("[[package]]\nname = \"a\"\n"), "{with}");
    assert_eq!(lockfile::edited(&with, &[]).unwrap(), tailwind);
}

#[test]
fn a_new_app_uses_the_packages_that_it_starts_with() {
    let world = World::new();
    let publish = |name: &str, text: &str| {
        world.server.publish(name, "1.0.0", json!({ "main": "index.js" }), &[("index.js", text)]);
    };
    publish("alpinejs", "export default 1");
    publish("lit", "export const html = 1");
    publish("old", "window.old = 1");
    fs::create_dir(world.root().join("templates")).unwrap();
    fs::write(world.root().join("templates/base.html"), "<head>\n</head>").unwrap();
    let names = ["alpine@1", "lit", "old"].map(str::to_owned);
    start::start_from(world.root(), &names, &world.server.registry()).unwrap();
    assert_eq!(
        fs::read_to_string(world.root().join("static/js/app.js")).unwrap(),
        "import Alpine from \"alpinejs\";\nwindow.Alpine = Alpine;\nAlpine.start();\nimport \"lit\";\n"
    );
    assert_eq!(
        fs::read_to_string(world.root().join("templates/base.html")).unwrap(),
        "<head>\n  <script src=\"<< \"vendor/js/old/index.js\"|static >>\" defer></script>\n  \
         << crate::assets::IMPORT_MAP >>\n  <script type=\"module\" src=\"<< \"js/app.js\"|static >>\"></script>\n</head>"
    );
    assert_eq!(world.lock().packages[0].wanted.as_deref(), Some("1"));
}
