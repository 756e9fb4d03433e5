use tailprint_core::path::{canonical, normalize, slashed};

use super::*;
use crate::support::fs::outermost;

struct Tree(tempfile::TempDir);

impl Tree {
    fn new(files: &[(&str, &str)]) -> Self {
        let tree = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            tree.write(name, text);
        }
        tree
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join("app").join(name)
    }

    /// The announced paths, relative to the package. A folder with its list alone has a slash at its end.
    fn watch(&self) -> Vec<String> {
        let (watched, _) = self.announced();
        let lists: Vec<_> =
            watched.lists.iter().map(|folder| format!("{}/", self.shown(folder))).collect();
        let mut paths: BTreeSet<PathBuf> = watched.paths.into_iter().collect();
        outermost(&mut paths);
        let paths = paths.iter().map(|path| self.shown(path));
        paths.chain(lists).collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn announced(&self) -> (Watch, Vec<PathBuf>) {
        let root = normalize(&self.path(""));
        let sheets = StyleSheets::read(&self.path("css/e.css"), "css/e.css").unwrap();
        let selected = choose(&root, &sheets, Vec::new(), &[self.path("out")], Scanner::default());
        let mut watch = Watch::default();
        searched(&root, &selected, &mut watch);
        watch.absent.sort();
        (watch, selected.caches)
    }

    fn shown(&self, path: &Path) -> String {
        let root = canonical(&normalize(&self.path(""))).unwrap();
        match path.strip_prefix(&root) {
            Ok(inside) => slashed(inside).unwrap(),
            Err(_) => {
                let inside = path.strip_prefix(root.parent().unwrap()).unwrap();
                format!("../{}", slashed(inside).unwrap())
            }
        }
    }
}

#[test]
fn a_folder_is_announced_whole_only_where_all_below_it_is_searched() {
    let tree = Tree::new(&[
        ("css/e.css", ""),
        (".gitignore", "target\n*.gen\n"),
        ("Cargo.toml", ""),
        ("Cargo.lock", ""),
        ("src/main.rs", ""),
        ("src/deep/er/x.rs", ""),
        ("templates/a.html", ""),
        ("mixed/a.html", ""),
        ("mixed/b.gen", ""),
        ("mixed/sub/c.html", ""),
        ("mixed/.gitignore", "!keep.gen"),
        ("mixed/.hidden/keep.gen", ""),
        ("target/debug/x.rs", ""),
        ("node_modules/x/index.js", ""),
        (".git/HEAD", ""),
        ("out/x.html", ""),
    ]);
    assert_eq!(
        tree.watch(),
        [
            ".gitignore",
            "/",
            "Cargo.toml",
            "css",
            "mixed/",
            "mixed/.gitignore",
            "mixed/.hidden",
            "mixed/a.html",
            "mixed/sub",
            "src",
            "templates"
        ]
    );
}

#[test]
fn a_tagged_cache_is_found_without_any_gitignore() {
    let tree = Tree::new(&[
        ("css/e.css", ""),
        ("target/CACHEDIR.TAG", "Signature"),
        ("target/debug/x.rs", ""),
        ("crates/a/target2/CACHEDIR.TAG", ""),
        ("crates/a/src/lib.rs", ""),
    ]);
    assert_eq!(tree.watch(), ["/", "crates/", "crates/a/", "crates/a/src", "css"]);
    let caches: Vec<String> = tree.announced().1.iter().map(|cache| tree.shown(cache)).collect();
    assert_eq!(caches, ["crates/a/target2", "target"]);
}

#[test]
fn without_automatic_detection_only_the_named_sources_are_announced() {
    let tree = Tree::new(&[
        (
            "css/e.css",
            "@import 'tailwindcss' source(none); @source '../views/**/*.html'; @source '../one.txt'; @source '../../lib/ui'; @source '../gone';",
        ),
        (".gitignore", "views"),
        ("views/a.html", ""),
        ("one.txt", ""),
        ("src/main.rs", ""),
        ("../lib/ui/x.html", ""),
    ]);
    assert_eq!(tree.watch(), ["../lib/ui", ".gitignore", "one.txt", "views"]);
    let absent = tree.announced().0.absent;
    assert_eq!(absent.iter().map(|path| tree.shown(path)).collect::<Vec<_>>(), ["gone"]);
}

#[test]
fn another_root_takes_the_place_of_the_package() {
    let tree = Tree::new(&[
        ("css/e.css", "@import 'tailwindcss' source('../src');"),
        ("src/main.rs", ""),
        ("templates/a.html", ""),
    ]);
    assert_eq!(tree.watch(), ["src"]);
}

#[test]
fn files_that_a_running_app_writes_are_not_announced() {
    let tree = Tree::new(&[
        ("css/e.css", ""),
        ("data/app.db", ""),
        ("data/app.db-wal", ""),
        ("data/seed.json", ""),
        ("run/today.log", ""),
    ]);
    assert_eq!(tree.watch(), ["/", "css", "data/seed.json"]);
}

#[test]
fn rules_above_count_up_to_the_repository() {
    let tree = Tree::new(&[("css/e.css", ""), ("gen/a.html", ""), ("../.gitignore", "gen")]);
    assert!(!tree.watch().contains(&"gen".to_owned()));
    tree.write(".git/HEAD", "");
    assert!(tree.watch().contains(&"gen".to_owned()));
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_never_in_circles() {
    let tree = Tree::new(&[("css/e.css", ""), ("../shared/a.html", ""), ("views/b.html", "")]);
    std::os::unix::fs::symlink(tree.path("../shared"), tree.path("views/shared")).unwrap();
    std::os::unix::fs::symlink(tree.path(".."), tree.path("views/up")).unwrap();
    std::os::unix::fs::symlink(tree.path("views"), tree.path("views/me")).unwrap();
    assert_eq!(
        tree.watch(),
        ["/", "css", "views/", "views/b.html", "views/shared", "views/up/", "views/up/shared",]
    );
}

#[test]
fn cargos_folders_are_excluded_but_never_the_package_itself() {
    let tree = tempfile::tempdir().unwrap();
    let root = tree.path().join("app");
    let out = root.join("target/debug/build/app-1/out/tailprint");
    let exclude = |root: &Path, out: &Path, target| exclusions(root, out, target, &["var".into()]);
    // no tag yet: by the usual depth
    assert_eq!(exclude(&root, &out, None), [root.join("target"), out.clone(), root.join("var")]);
    std::fs::create_dir_all(&out).unwrap();
    std::fs::write(root.join("target/CACHEDIR.TAG"), "").unwrap();
    std::fs::rename(root.join("target/CACHEDIR.TAG"), root.join("target/.rustc_info.json"))
        .unwrap();
    let triple = root.join("target/x86_64-unknown-linux-musl/debug/build/app-1/out/tailprint");
    assert_eq!(exclude(&root, &triple, None)[0], root.join("target"));
    // With a drive on Windows.
    let elsewhere = std::path::absolute("/elsewhere").unwrap();
    assert_eq!(
        exclude(&root, &out, Some(&elsewhere)),
        [elsewhere.clone(), root.join("target"), out.clone(), root.join("var")]
    );
    // `cargo package`: the package lies in the target folder
    let packed = root.join("target/package/app-0.1.0");
    assert_eq!(
        exclude(&packed, &out, Some(&root.join("target"))),
        [root.join("target/debug"), out.clone(), packed.join("var")]
    );
}

#[test]
fn files_that_are_not_searched_are_not_announced() {
    let tree = Tree::new(&[
        ("css/e.css", ""),
        ("pages/a.html", ""),
        ("pages/b.png", ""),
        ("pages/c.scss", ""),
        ("pages/d.css", ""),
    ]);
    let watch = ["/", "css", "pages/", "pages/a.html", "pages/d.css"];
    assert_eq!(tree.watch(), watch);
}

#[test]
fn ignore_files_that_may_appear_are_looked_for_up_to_the_repository() {
    let tree = Tree::new(&[("css/e.css", ""), ("../.git/HEAD", "")]);
    let absent = || {
        let absent = tree.announced().0.absent;
        absent.iter().map(|path| tree.shown(path)).collect::<Vec<_>>()
    };
    assert_eq!(absent(), ["../.gitignore", "../.ignore"]);
    tree.write("../.gitignore", "gen");
    assert_eq!(absent(), ["../.ignore"]);
    tree.write("css/e.css", "@import 'tailwindcss' source('../css')");
    assert!(absent().is_empty());
}

#[test]
fn places_in_which_another_tailwind_may_appear_are_watched() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("member");
    let put = |path: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "").unwrap();
    };
    put("vendor/serde/Cargo.toml");
    put("vendor/tailwindcss-4.2.4/package.json");
    put("member/node_modules/tailwindcss/package.json");
    let mut watched = Watch::default();
    tailwind(&package, &mut watched);
    let inside = |mut paths: Vec<PathBuf>| -> Vec<String> {
        paths.sort();
        let inside = paths.iter().filter_map(|path| path.strip_prefix(folder.path()).ok());
        inside.map(|path| slashed(path).unwrap()).collect()
    };
    assert_eq!(
        inside(watched.absent),
        [
            "member/tailprint.lock",
            "member/third_party",
            "member/vendor",
            "node_modules/tailwindcss",
            "tailprint.lock",
            "third_party"
        ]
    );
    assert_eq!(inside(watched.lists), ["vendor"]);
    assert_eq!(
        inside(watched.paths),
        ["member/node_modules/tailwindcss/package.json", "vendor/tailwindcss-4.2.4"]
    );
}
