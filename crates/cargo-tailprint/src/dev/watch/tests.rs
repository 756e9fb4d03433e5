//! Changes that are noticed, and the steps that they need.

use std::fs;

#[cfg(feature = "typescript")]
use super::changes::Source;
use super::changes::{Rules, Steps};
use super::*;
use crate::dev::build::BuiltProgram;
use crate::dev::project::Project;

/// A package as a build has described it.
fn rules(folder: &Path) -> (Rules, Project) {
    let built = folder.join("target/out/tailprint");
    fs::create_dir_all(&built).unwrap();
    let description = serde_json::json!({
        "version": 1, "package": folder, "url_prefix": "/static/",
        "roots": [{"prefix": "", "folder": "static"}, {"prefix": "vendor", "folder": "node/dist"},
            {"prefix": "", "folder": "public", "at_root": true}],
        "at_root": ["/icon.svg"], "typescript": ["js/**"],
        "assets": [{"path": "icon.svg"}, {"path": "js/app.js"}, {"path": "sw.js"}],
        "tailwind": [{"source": "static/css/source.css", "output": "css/tailwind.css", "engine": null}],
        "inputs": {"paths": [folder.join("static"), folder.join("README.md"), folder.join("docs")]},
    });
    fs::write(built.join("build.json"), description.to_string()).unwrap();
    let project = Project {
        id: "id".to_owned(),
        program: "app".to_owned(),
        folder: folder.to_owned(),
        workspace: folder.to_owned(),
        folders: BTreeSet::from([folder.to_owned()]),
        target: vec![folder.join("target")],
    };
    let inputs = ["src/main.rs", "README.md", "proto", "docs", "/elsewhere/data.json"];
    let built = BuiltProgram {
        folder: Some(built),
        inputs: inputs.iter().map(|input| folder.join(input)).collect(),
        compiled: vec![folder.join("src/main.rs"), folder.join("CHANGES.md")],
        ..BuiltProgram::default()
    };
    let mut rules = Rules::new(&project);
    rules.learn(&built, vec![folder.join("templates")]).unwrap();
    (rules, project)
}

fn steps(paths: &[&str]) -> Steps {
    let folder = tempfile::tempdir().unwrap();
    let change = |path: &&str| Change { path: folder.path().join(path), exists: true };
    let changes: Vec<Change> = paths.iter().map(change).collect();
    rules(folder.path()).0.steps(&changes)
}

#[test]
fn files_that_the_program_is_made_from_are_built() {
    for path in [
        "src/main.rs",
        "src/new.rs",
        "build.rs",
        "templates/a/index.html",
        "Cargo.toml",
        "Cargo.lock",
        "askama.toml",
        ".cargo/config.toml",
        "proto/deep/a.proto",
        "CHANGES.md",
        "/elsewhere/data.json",
    ] {
        assert!(steps(&[path]).build || path.starts_with('/'), "{path}");
    }
    for path in ["README.md", "docs/a.md", "notes.txt", "static/js/app.js", "static/css/source.css"]
    {
        assert!(!steps(&[path]).build, "{path}");
    }
}

#[test]
fn static_files_are_swapped_or_loaded_again() {
    let swap = |url: &str| BTreeSet::from([url.to_owned()]);
    assert_eq!(
        steps(&["static/img/a.png"]),
        Steps { swap: swap("/static/img/a.png"), ..Steps::default() }
    );
    assert_eq!(steps(&["static/f/a b#.woff2"]).swap, swap("/static/f/a b%23.woff2"));
    assert_eq!(steps(&["node/dist/x.css"]).swap, swap("/static/vendor/x.css"));
    let script = steps(&["static/js/app.js"]);
    assert!(script.reload && script.swap.is_empty());
    assert!(script.styles, "it may name classes");
}

#[cfg(feature = "typescript")]
#[test]
fn a_script_is_made_anew_from_its_source_and_a_new_or_removed_one_needs_a_build() {
    let folder = tempfile::tempdir().unwrap();
    let rules = rules(folder.path()).0;
    let steps =
        |path: &str, exists| rules.steps(&[Change { path: folder.path().join(path), exists }]);
    let saved = steps("static/js/app.ts", true);
    let source = Source {
        file: folder.path().join("static/js/app.ts"),
        path: "js/app.ts".to_owned(),
        script: "js/app.js".to_owned(),
    };
    assert_eq!(saved.scripts, BTreeSet::from([source]));
    assert!(!saved.build && !saved.reload);
    for (path, exists) in [("static/js/app.ts", false), ("static/js/new.ts", true)] {
        let steps = steps(path, exists);
        assert!(steps.build && steps.scripts.is_empty(), "{path}");
    }
    let stream = steps("static/video/1.ts", true);
    assert!(stream.reload && !stream.build);
}

#[test]
fn files_at_the_root_have_urls_of_the_root_and_a_new_one_needs_a_route() {
    let swap = |url: &str| BTreeSet::from([url.to_owned()]);
    assert_eq!(steps(&["static/icon.svg"]), Steps { swap: swap("/icon.svg"), ..Steps::default() });
    assert_eq!(steps(&["static/a/icon.svg"]).swap, swap("/static/a/icon.svg"));
    let worker = steps(&["public/sw.js"]);
    assert!(worker.reload && !worker.build);
    let new = steps(&["public/icons/touch.png"]);
    assert!(new.build && new.swap == swap("/icons/touch.png"));
}

#[test]
fn the_entry_point_is_compiled_and_not_served() {
    let steps = steps(&["static/css/source.css"]);
    assert!(steps.styles && steps.swap.is_empty() && !steps.reload);
}

#[test]
fn files_that_editors_and_programs_write_beside_are_nothing() {
    for path in [
        "src/main.rs~",
        "src/.main.rs.swp",
        "src/4913",
        "src/#main.rs#",
        "src/.#main.rs",
        "app.log",
        "data.sqlite-wal",
        "data.db",
        "static/css/a.css~",
        "templates/index.html.swx",
    ] {
        let steps = steps(&[path]);
        assert!(!steps.build && steps.swap.is_empty() && !steps.reload, "{path}: {steps:?}");
    }
    assert_eq!(steps(&["app.log", "a.rs~", "x.swp"]), Steps::default());
}

#[test]
fn folders_of_inputs_elsewhere_are_watched_and_the_target_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (rules, project) = rules(folder.path());
    let folders = rules.folders(&project);
    // With a drive on Windows.
    assert!(folders.flat.contains(&std::path::absolute("/elsewhere").unwrap()));
    assert!(folders.roots.contains(&folder.path().join("node/dist")));
    assert!(folders.excluded.contains(&folder.path().join("target")));
}

/// A watched folder.
struct Watched {
    folder: tempfile::TempDir,
    changes: Receiver<Vec<Change>>,
    watch: Watch,
}

impl Drop for Watched {
    fn drop(&mut self) {
        // Wine 8 waits for ever where a folder is removed that is watched.
        if cfg!(windows) {
            self.watch.set_folders(WatchedFolders::default());
            std::thread::sleep(Duration::from_millis(300));
        }
    }
}

impl Watched {
    fn new(poll: Option<Duration>, files: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            write(folder.path(), file, "first");
        }
        let (sender, changes) = channel();
        let warnings = EventSender::new(&sender, |text: String| panic!("{text}"));
        let sender = EventSender::new(&sender, |changes| changes);
        let watch = Watch::start(poll, sender, warnings).unwrap();
        let below = |name: &str| BTreeSet::from([folder.path().join(name)]);
        watch.set_folders(WatchedFolders {
            trees: below(""),
            roots: below("static"),
            flat: BTreeSet::new(),
            excluded: below("target"),
        });
        // The thread watches once a change is noticed.
        let mut round = 0;
        while changes.recv_timeout(Duration::from_millis(100)).is_err() {
            round += 1;
            write(folder.path(), "probe.txt", &"x".repeat(round));
        }
        let watched = Self { folder, changes, watch };
        watched.rest();
        watched
    }

    /// The changes until nothing more comes.
    fn rest(&self) -> Vec<(String, bool)> {
        let mut changes = BTreeSet::new();
        while let Ok(batch) = self.changes.recv_timeout(Duration::from_millis(400)) {
            for change in batch {
                let path = change.path.strip_prefix(self.folder.path()).unwrap();
                let path = tailprint_core::path::slashed(path).unwrap();
                changes.insert((path, change.exists));
            }
        }
        changes.into_iter().collect()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }
}

fn write(folder: &Path, path: &str, content: &str) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, content).unwrap();
}

fn changed(path: &str) -> (String, bool) {
    (path.to_owned(), true)
}

#[test]
fn a_file_that_is_saved_by_rename_is_one_change() {
    let watched = Watched::new(None, &["src/a.rs"]);
    fs::write(watched.path("src/a.rs.tmp"), "second").unwrap();
    fs::rename(watched.path("src/a.rs.tmp"), watched.path("src/a.rs")).unwrap();
    assert_eq!(watched.rest(), [changed("src/a.rs")]);
    // Removed and written again a little later.
    fs::remove_file(watched.path("src/a.rs")).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    fs::write(watched.path("src/a.rs"), "third").unwrap();
    assert_eq!(watched.rest(), [changed("src/a.rs")]);
}

#[cfg(unix)]
#[test]
fn reading_and_permissions_are_no_changes() {
    use std::os::unix::fs::PermissionsExt as _;
    let watched = Watched::new(None, &["src/a.rs"]);
    fs::read(watched.path("src/a.rs")).unwrap();
    fs::set_permissions(watched.path("src/a.rs"), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(watched.rest(), []);
}

#[test]
fn files_in_new_and_moved_folders_are_noticed() {
    let watched = Watched::new(None, &["static/a.css", "target/x"]);
    write(watched.folder.path(), "static/new/deep/b.css", "b");
    assert_eq!(watched.rest(), [changed("static/new/deep/b.css")]);
    fs::rename(watched.path("static/new"), watched.path("static/moved")).unwrap();
    assert_eq!(
        watched.rest(),
        [changed("static/moved/deep/b.css"), ("static/new/deep/b.css".to_owned(), false)]
    );
    write(watched.folder.path(), "static/moved/deep/b.css", "changed");
    assert_eq!(watched.rest(), [changed("static/moved/deep/b.css")]);
    fs::remove_dir_all(watched.path("static/moved")).unwrap();
    assert_eq!(watched.rest(), [("static/moved/deep/b.css".to_owned(), false)]);
    write(watched.folder.path(), "target/y", "y");
    write(watched.folder.path(), "node_modules/z.js", "z");
    assert_eq!(watched.rest(), []);
}

#[test]
fn ignore_files_count_but_not_for_static_files() {
    let watched = Watched::new(None, &["static/dist/a.js", "data/b.txt"]);
    write(watched.folder.path(), ".gitignore", "dist\nignored\n");
    write(watched.folder.path(), "ignored/c.txt", "c");
    write(watched.folder.path(), "static/dist/d.js", "d");
    let changes = watched.rest();
    assert!(changes.contains(&changed("static/dist/d.js")), "{changes:?}");
    assert!(!changes.iter().any(|(path, _)| path.starts_with("ignored/")), "{changes:?}");
}

#[test]
fn polling_finds_the_same() {
    let watched = Watched::new(Some(Duration::from_millis(30)), &["src/a.rs"]);
    fs::write(watched.path("src/a.rs"), "second!").unwrap();
    write(watched.folder.path(), "src/new/b.rs", "b");
    assert_eq!(watched.rest(), [changed("src/a.rs"), changed("src/new/b.rs")]);
}
