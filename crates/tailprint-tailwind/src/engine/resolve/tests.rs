use std::collections::BTreeMap;
use std::fs;
use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::engine::progress::Progress;
use crate::install::Package;

struct Tree {
    folder: tempfile::TempDir,
    files: Files,
}

impl Tree {
    fn new(paths: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in paths {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let own = [
            (
                "package.json",
                r#"{ "exports": { ".": { "style": "./index.css", "require": "./dist/lib.js", "import": "./dist/lib.mjs" } } }"#,
            ),
            ("index.css", ""),
            ("dist/lib.js", ""),
        ];
        let own = own.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let package = Package::new("4.3.5", "/memory/tailwindcss", BTreeMap::from(own));
        Self { folder, files: Files::new(Rc::new(package), Progress::default()) }
    }

    /// What is found from the folder `from`, relative to the tree.
    fn find(&self, kind: Kind, specifier: &str, from: &str) -> Result<Option<String>, String> {
        let root = tailprint_core::path::canonical(self.folder.path()).unwrap();
        let manifests = Manifests::default();
        let resolver = Resolver::new(&self.files, &manifests, kind);
        let found = resolver.resolve(specifier, &normalize(&root.join(from)));
        let slashes = |text: String| if cfg!(windows) { text.replace('\\', "/") } else { text };
        let folder = slashes(format!("{}/", root.display()));
        let shown = |path: PathBuf| {
            slashes(path.strip_prefix(&root).unwrap_or(&path).display().to_string())
        };
        let without = |error: Error| slashes(error.to_string()).replace(&folder, "");
        found.map(|path| path.map(shown)).map_err(without)
    }

    fn found(&self, kind: Kind, specifier: &str) -> Option<String> {
        self.find(kind, specifier, "").unwrap()
    }
}

fn some(path: &str) -> Option<String> {
    Some(path.to_owned())
}

#[test]
fn relative_paths_get_extensions_and_indexes() {
    let tree = Tree::new(&[
        ("a.js", ""),
        ("a.css", ""),
        ("b/index.js", ""),
        ("c", ""),
        ("d.js/index.js", ""),
    ]);
    assert_eq!(tree.found(Kind::Import, "./a"), some("a.js"));
    assert_eq!(tree.found(Kind::Style, "./a"), some("a.css"));
    assert_eq!(tree.found(Kind::Require, "./b"), some("b/index.js"));
    assert_eq!(tree.found(Kind::Require, "./b/"), some("b/index.js"));
    assert_eq!(tree.found(Kind::Require, "./c"), some("c"));
    assert_eq!(tree.found(Kind::Require, "./d.js"), some("d.js/index.js"));
    assert_eq!(tree.found(Kind::Style, "./b"), None);
    assert_eq!(tree.find(Kind::Require, "..", "b/x").unwrap(), some("b/index.js"));
}

#[test]
fn a_specifier_without_a_dot_is_a_package() {
    let tree =
        Tree::new(&[("a.css", ""), ("node_modules/b.css", ""), ("node_modules/c/d.css", "")]);
    assert_eq!(tree.found(Kind::Style, "a.css"), None);
    assert_eq!(tree.found(Kind::Style, "b.css"), some("node_modules/b.css"));
    assert_eq!(tree.found(Kind::Style, "c/d"), some("node_modules/c/d.css"));
}

#[test]
fn packages_are_looked_for_in_every_folder_above() {
    let tree = Tree::new(&[
        ("node_modules/a/index.js", ""),
        ("x/node_modules/b/index.js", ""),
        ("x/node_modules/a/package.json", r#"{ "main": "gone.js" }"#),
        ("x/y/z.js", ""),
    ]);
    assert_eq!(tree.find(Kind::Require, "b", "x/y").unwrap(), some("x/node_modules/b/index.js"));
    assert_eq!(tree.find(Kind::Require, "a", "x/y").unwrap(), some("node_modules/a/index.js"));
    assert_eq!(
        tree.find(Kind::Require, "a", "node_modules/a").unwrap(),
        some("node_modules/a/index.js")
    );
    assert_eq!(tree.find(Kind::Require, "b", "y").unwrap(), None);
}

#[test]
fn conditions_are_tried_in_the_order_of_the_manifest() {
    let manifest = r#"{ "exports": {
        ".": { "import": "./i.js", "node": "./n.js", "default": "./d.js" },
        "./first": { "default": "./d.js", "import": "./i.js" },
        "./nested": { "import": { "browser": "./b.js" }, "default": ["./gone\u0000", "./d.js"] },
        "./none": { "browser": "./b.js" },
        "./hidden": null
    } }"#;
    let tree = Tree::new(&[
        ("node_modules/p/package.json", manifest),
        ("node_modules/p/i.js", ""),
        ("node_modules/p/n.js", ""),
        ("node_modules/p/d.js", ""),
        ("node_modules/p/hidden.js", ""),
    ]);
    assert_eq!(tree.found(Kind::Import, "p"), some("node_modules/p/i.js"));
    assert_eq!(tree.found(Kind::Require, "p"), some("node_modules/p/n.js"));
    assert_eq!(tree.found(Kind::Style, "p"), some("node_modules/p/d.js"));
    assert_eq!(tree.found(Kind::Import, "p/first"), some("node_modules/p/d.js"));
    for path in ["none", "hidden", "hidden.js", "package.json"] {
        let expected =
            format!("node_modules/p/package.json: the package exports no module \"./{path}\"");
        assert_eq!(tree.find(Kind::Import, &format!("p/{path}"), ""), Err(expected));
    }
}

#[test]
fn the_most_specific_pattern_wins() {
    let manifest = r##"{ "name": "p", "exports": {
        "./*": "./any/*.js", "./a/*": "./a/*", "./a/*.js": "./js/*.js", "./a/private/*": null, "./out/*": "./*"
    } }"##;
    let tree = Tree::new(&[
        ("node_modules/p/package.json", manifest),
        ("node_modules/p/any/x.js", ""),
        ("node_modules/p/any/b/c.js", ""),
        ("node_modules/p/a/x.css", ""),
        ("node_modules/p/js/x.js", ""),
        ("node_modules/p/a/private/x", ""),
        ("node_modules/secret.js", ""),
    ]);
    assert_eq!(tree.found(Kind::Import, "p/x"), some("node_modules/p/any/x.js"));
    assert_eq!(tree.found(Kind::Import, "p/b/c"), some("node_modules/p/any/b/c.js"));
    assert_eq!(tree.found(Kind::Import, "p/a/x.css"), some("node_modules/p/a/x.css"));
    assert_eq!(tree.found(Kind::Import, "p/a/x.js"), some("node_modules/p/js/x.js"));
    assert!(tree.find(Kind::Import, "p/a/private/x", "").is_err());
    assert!(tree.find(Kind::Import, "p/out/../secret.js", "").is_err());
}

#[test]
fn a_package_knows_itself_and_its_private_names() {
    let manifest = r##"{ "name": "me", "exports": { "./x": "./src/x.js" },
        "imports": { "#x": "./src/x.js", "#lib/*": "./src/*.js", "#dep": "dep", "#bad": "../secret.js" } }"##;
    let tree = Tree::new(&[
        ("app/package.json", manifest),
        ("app/src/x.js", ""),
        ("app/node_modules/dep/index.js", ""),
        ("secret.js", ""),
    ]);
    let find = |specifier| tree.find(Kind::Import, specifier, "app/src/deep").unwrap();
    assert_eq!(find("me/x"), some("app/src/x.js"));
    assert_eq!(find("#x"), some("app/src/x.js"));
    assert_eq!(find("#lib/x"), some("app/src/x.js"));
    assert_eq!(find("#dep"), some("app/node_modules/dep/index.js"));
    assert_eq!(find("#bad"), None);
    assert_eq!(find("#nothing"), None);
}

#[test]
fn style_sheets_of_packages_are_found_by_style() {
    let tree = Tree::new(&[
        ("node_modules/a/package.json", r#"{ "main": "x.js", "style": "all" }"#),
        ("node_modules/a/all.css", ""),
        (
            "node_modules/b/package.json",
            r#"{ "exports": { ".": { "import": "./x.js", "style": "./b.css" } } }"#,
        ),
        ("node_modules/b/b.css", ""),
        ("node_modules/c/index.css", ""),
    ]);
    assert_eq!(tree.found(Kind::Style, "a"), some("node_modules/a/all.css"));
    assert_eq!(tree.found(Kind::Style, "b"), some("node_modules/b/b.css"));
    assert_eq!(tree.found(Kind::Style, "c"), some("node_modules/c/index.css"));
}

#[test]
fn tailwind_itself_is_never_looked_for() {
    let tree = Tree::new(&[
        ("node_modules/tailwindcss/index.css", ""),
        ("node_modules/tailwindcss/index.js", ""),
    ]);
    assert_eq!(tree.found(Kind::Style, "tailwindcss"), some("/memory/tailwindcss/index.css"));
    assert_eq!(tree.found(Kind::Import, "tailwindcss"), some("/memory/tailwindcss/dist/lib.js"));
    assert_eq!(tree.files.progress().all_read(), Vec::<PathBuf>::new());
}

#[cfg(unix)]
#[test]
fn links_are_followed_as_pnpm_needs_it() {
    let tree = Tree::new(&[
        ("node_modules/.pnpm/a@1/node_modules/a/index.js", ""),
        ("node_modules/.pnpm/a@1/node_modules/b/index.js", ""),
    ]);
    let root = tree.folder.path();
    std::os::unix::fs::symlink(".pnpm/a@1/node_modules/a", root.join("node_modules/a")).unwrap();
    let real = "node_modules/.pnpm/a@1/node_modules";
    assert_eq!(tree.found(Kind::Require, "a"), Some(format!("{real}/a/index.js")));
    assert_eq!(
        tree.find(Kind::Require, "b", &format!("{real}/a")).unwrap(),
        Some(format!("{real}/b/index.js"))
    );
}

#[test]
fn file_urls_are_paths() {
    let tree = Tree::new(&[("a b.js", "")]);
    let folder = tailprint_core::path::canonical(tree.folder.path()).unwrap();
    // `/tmp/x`, or `C:\tmp\x`
    let folder = folder.to_str().unwrap().replace('\\', "/");
    let url = format!("file:///{}/a%20b.js", folder.trim_start_matches('/'));
    assert_eq!(tree.found(Kind::Import, &url), some("a b.js"));
    assert_eq!(decode_percent("%2F%zz%e"), b"/%zz%e");
}

proptest! {
    #[test]
    fn no_specifier_and_no_manifest_make_it_fail(
        specifier in "[./#@a-z*%:\\\\é]{0,12}",
        key in "[./#@a-z*]{0,6}",
        target in "[./@a-z*]{0,8}",
    ) {
        let manifest = serde_json::json!({ "name": "a", "exports": { &key: &target }, "imports": { &key: target }, "main": target, "style": 1 });
        let tree = Tree::new(&[("package.json", &manifest.to_string()), ("node_modules/a/package.json", &manifest.to_string()), ("a.js", "")]);
        for kind in [Kind::Style, Kind::Import, Kind::Require] {
            if let Ok(Some(path)) = tree.find(kind, &specifier, "") {
                let exists = path.starts_with('/') || tree.folder.path().join(&path).is_file();
                prop_assert!(exists, "{path}");
            }
        }
    }
}

#[test]
fn a_tailwind_that_npm_installed_for_one_package_is_found_by_that_package() {
    let own = some("/memory/tailwindcss/dist/lib.js");
    let tree = Tree::new(&[
        ("node_modules/old/index.js", ""),
        ("node_modules/old/node_modules/tailwindcss/package.json", r#"{ "version": "3.4.17" }"#),
        ("node_modules/old/node_modules/tailwindcss/colors.js", ""),
        ("node_modules/same/node_modules/tailwindcss/package.json", r#"{ "version": "4.3.5" }"#),
        ("node_modules/tailwindcss/package.json", r#"{ "version": "4.1.0" }"#),
    ]);
    let find = |from: &str, what: &str| tree.find(Kind::Require, what, from).unwrap();
    assert_eq!(
        find("node_modules/old/lib", "tailwindcss/colors"),
        some("node_modules/old/node_modules/tailwindcss/colors.js")
    );
    // The package of the project and the one whose style sheets are compiled agree.
    assert_eq!(find("node_modules/same", "tailwindcss"), own);
    assert_eq!(find("node_modules/other", "tailwindcss"), own);
    assert_eq!(find("", "tailwindcss"), own);
}

#[test]
fn modules_are_found_by_the_conditions_of_node_js_and_plugins_by_those_of_tailwind() {
    let exports = r#"{ "exports": { ".": { "module-sync": "./sync.js", "default": "./any.js" }, "./b": { "node-addons": "./b.js" } } }"#;
    let tree = Tree::new(&[
        ("node_modules/p/package.json", exports),
        ("node_modules/p/sync.js", ""),
        ("node_modules/p/any.js", ""),
        ("node_modules/p/b.js", ""),
    ]);
    assert_eq!(tree.found(Kind::Plugin, "p"), some("node_modules/p/any.js"));
    assert_eq!(tree.found(Kind::Import, "p"), some("node_modules/p/sync.js"));
    assert_eq!(tree.found(Kind::Require, "p"), some("node_modules/p/sync.js"));
    assert_eq!(tree.found(Kind::Import, "p/b"), some("node_modules/p/b.js"));
    assert!(tree.find(Kind::Plugin, "p/b", "").is_err());
}

#[test]
fn exports_that_name_packages_lead_in_no_circle() {
    let tree = Tree::new(&[
        (
            "node_modules/a/package.json",
            r#"{ "name": "a", "exports": { ".": "b", "./x": "a/x" } }"#,
        ),
        ("node_modules/b/package.json", r#"{ "name": "b", "exports": "a" }"#),
        ("package.json", r##"{ "name": "c", "exports": "c", "imports": { "#a": "a" } }"##),
    ]);
    for specifier in ["a", "a/x", "b", "c", "#a"] {
        for kind in [Kind::Style, Kind::Plugin, Kind::Import, Kind::Require] {
            let error = tree.find(kind, specifier, "").unwrap_err();
            assert!(error.contains(" exports no "), "{specifier}: {error}");
        }
    }
}
