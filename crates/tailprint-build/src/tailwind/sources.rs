//! Which files and folders to announce to Cargo, and which folders Tailwind must never look into.
//!
//! Cargo takes an announced folder with everything below it, so a folder is announced as a whole only
//! when nothing below it is ignored; otherwise its files and folders are announced one by one, down to
//! those that are. Consequence: a new file is noticed in every folder without ignored content (`src/`,
//! `templates/`), but not directly in one that has some. The package root is of the second kind
//! (`target/`), so a new file beside `Cargo.toml` waits for the next other change.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::entry::{Entry, Kind, normal};

/// Folders that Tailwind never enters by itself.
const NEVER: [&str; 10] =
    [".git", ".hg", ".svn", ".jj", ".next", ".turbo", ".venv", ".yarn", "node_modules", "venv"];

/// Cargo and other tools put this file into folders that can be made again.
const CACHE_TAG: &str = "CACHEDIR.TAG";

/// What a walk over the sources found out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// Files and folders to announce.
    pub(super) watch: BTreeSet<PathBuf>,
    /// Folders with a `CACHEDIR.TAG`.
    pub(super) caches: BTreeSet<PathBuf>,
}

/// Walks over what Tailwind would scan for `entry` in the package `root`.
pub(super) fn survey(root: &Path, entry: &Entry, excluded: &[PathBuf]) -> Sources {
    let mut walk = Walk { root, excluded, links: BTreeSet::new(), found: Sources::default() };
    for (sheet, directive) in entry.directives() {
        let folder = sheet.path.parent().unwrap_or(root);
        match directive.kind {
            Kind::Source | Kind::Root => walk.explicit(&fixed_part(folder, &directive.argument)),
            _ => {}
        }
    }
    let elsewhere = entry.directives().any(|(_, directive)| directive.kind == Kind::Root);
    if !elsewhere && !entry.detects_nothing() {
        walk.automatic();
    }
    let mut found = walk.found;
    found.watch.extend(entry.sheets.iter().map(|sheet| sheet.path.clone()));
    found.watch.extend(entry.modules.iter().cloned());
    drop_covered(&mut found.watch);
    found
}

/// The folders that Tailwind must not look into: Cargo's own, `extra`, and every cache that was found.
pub(super) fn exclusions(
    root: &Path,
    out_dir: &Path,
    target_dir: Option<&Path>,
    extra: &[PathBuf],
) -> Vec<PathBuf> {
    let named = extra.iter().map(PathBuf::as_path).chain(target_dir);
    let mut all: BTreeSet<PathBuf> = named.map(|path| normal(&root.join(path))).collect();
    all.insert(build_dir(root, out_dir));
    all.insert(out_dir.to_owned());
    // `cargo package` builds a package that lies in the target folder: nothing of it would be left.
    all.retain(|path| !root.starts_with(path));
    all.into_iter().collect()
}

/// Cargo's target (or build) folder around `OUT_DIR`, or as much of it as does not hold the package.
fn build_dir(root: &Path, out_dir: &Path) -> PathBuf {
    let tagged = out_dir.ancestors().find(|path| path.join(CACHE_TAG).is_file());
    // target/<profile>/build/<package>/out/tailprint
    let usual =
        || out_dir.ancestors().nth(3).filter(|path| path.ends_with("build"))?.ancestors().nth(2);
    let dir = tagged.or_else(usual).unwrap_or(out_dir);
    if !root.starts_with(dir) {
        return dir.to_owned();
    }
    let outside = out_dir.ancestors().take_while(|path| !root.starts_with(path)).last();
    outside.unwrap_or(out_dir).to_owned()
}

/// The part of a source pattern before its first wildcard.
fn fixed_part(folder: &Path, pattern: &str) -> PathBuf {
    let parts = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{', '!']));
    let fixed = parts.collect::<Vec<_>>().join("/");
    let fixed = if fixed.is_empty() && pattern.starts_with('/') { "/".to_owned() } else { fixed };
    normal(&folder.join(fixed))
}

/// Removes what lies below an announced folder: Cargo looks there anyway.
fn drop_covered(paths: &mut BTreeSet<PathBuf>) {
    let all = paths.clone();
    paths.retain(|path| !path.ancestors().skip(1).any(|above| all.contains(above)));
}

/// A walk in progress.
struct Walk<'a> {
    root: &'a Path,
    excluded: &'a [PathBuf],
    /// Where the symbolic links that were followed lead.
    links: BTreeSet<PathBuf>,
    found: Sources,
}

/// What to announce of one folder.
struct Folder {
    /// Nothing below is ignored.
    whole: bool,
    paths: Vec<PathBuf>,
}

impl Walk<'_> {
    /// What automatic detection takes: the package, but for what is ignored.
    fn automatic(&mut self) {
        let mut rules = rules_above(self.root);
        self.found.watch.extend(rules.iter().map(|rules| rules.path().join(".gitignore")));
        if let Some(folder) = self.folder(self.root, &mut rules) {
            self.found.watch.extend(folder.paths);
        }
    }

    /// What a `source` names: ignore rules above it do not count.
    fn explicit(&mut self, path: &Path) {
        if path.is_file() {
            self.found.watch.insert(path.to_owned());
        } else if path.is_dir() && !self.is_excluded(path) {
            let Some(folder) = self.folder(path, &mut Vec::new()) else { return };
            if folder.whole && !self.root.starts_with(path) {
                self.found.watch.insert(path.to_owned());
            } else {
                self.found.watch.extend(folder.paths);
            }
        }
    }

    /// Looks at everything below `path`; nothing comes back for a folder that is none or is a cache.
    fn folder(&mut self, path: &Path, rules: &mut Vec<Gitignore>) -> Option<Folder> {
        let mut children = Vec::new();
        for child in std::fs::read_dir(path).ok()? {
            let child = child.ok()?;
            children.push((child.file_name(), child.file_type().ok()?));
        }
        if children.iter().any(|(name, _)| name == CACHE_TAG) && !self.root.starts_with(path) {
            self.found.caches.insert(path.to_owned());
            return None;
        }
        let own = children.iter().any(|(name, _)| name == ".gitignore").then(|| read_rules(path));
        let depth = rules.len();
        rules.extend(own);
        let mut folder = Folder { whole: true, paths: Vec::new() };
        for (name, kind) in children {
            self.child(path.join(&name), &name, kind, rules, &mut folder);
        }
        rules.truncate(depth);
        Some(folder)
    }

    fn child(
        &mut self,
        path: PathBuf,
        name: &OsStr,
        kind: std::fs::FileType,
        rules: &mut Vec<Gitignore>,
        folder: &mut Folder,
    ) {
        let is_dir = if kind.is_symlink() { path.is_dir() } else { kind.is_dir() };
        if is_ignored(&path, is_dir, rules) || self.is_excluded(&path) {
            folder.whole = false;
        } else if is_dir && kind.is_symlink() {
            self.link(&path, rules);
        } else if is_dir {
            let inner = if is_never(name) { None } else { self.folder(&path, rules) };
            match inner {
                Some(inner) if inner.whole => folder.paths.push(path),
                Some(inner) => {
                    folder.whole = false;
                    folder.paths.extend(inner.paths);
                }
                None => folder.whole = false,
            }
        } else if changes_by_itself(name) {
            folder.whole = false;
        } else if !is_unread(name) {
            folder.paths.push(path);
        }
    }

    /// Tailwind follows links, Cargo does not: what a link leads to is announced for itself.
    fn link(&mut self, path: &Path, rules: &mut Vec<Gitignore>) {
        let Ok(target) = path.canonicalize() else { return };
        let inside = self
            .root
            .canonicalize()
            .is_ok_and(|root| target.starts_with(&root) || root.starts_with(&target));
        if inside || self.is_excluded(&target) || !self.links.insert(target.clone()) {
            return;
        }
        match self.folder(&target, rules) {
            Some(folder) if folder.whole => {
                self.found.watch.insert(target);
            }
            Some(folder) => self.found.watch.extend(folder.paths),
            None => {}
        }
    }

    fn is_excluded(&self, path: &Path) -> bool {
        self.excluded.iter().any(|excluded| path.starts_with(excluded))
    }
}

/// The nearest rule decides.
fn is_ignored(path: &Path, is_dir: bool, rules: &[Gitignore]) -> bool {
    let decision =
        rules.iter().rev().map(|rules| rules.matched(path, is_dir)).find(|found| !found.is_none());
    matches!(decision, Some(Match::Ignore(_)))
}

/// The `.gitignore` files above `root` that apply to it: those of its repository, or all without one.
fn rules_above(root: &Path) -> Vec<Gitignore> {
    let mut rules = Vec::new();
    for (folder, above) in root.ancestors().zip(root.ancestors().skip(1)) {
        if folder.join(".git").exists() {
            break;
        }
        if above.join(".gitignore").is_file() {
            rules.push(read_rules(above));
        }
    }
    rules.reverse();
    rules
}

fn read_rules(folder: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // A pattern that cannot be read is skipped, as git does.
    let _ = builder.add(folder.join(".gitignore"));
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn is_never(name: &OsStr) -> bool {
    NEVER.iter().any(|never| name == *never)
}

/// Files that a program writes while it runs, and that Tailwind does not read. Announced, they would run
/// the build script again after each start of the app.
fn changes_by_itself(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let base = extension.split('-').next().unwrap_or_default();
    base == "log" || base == "db" || base == "sqlite" || base == "sqlite3"
}

/// Files that Tailwind does not read; announced one by one they would only cost builds.
fn is_unread(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    name == "package-lock.json"
        || name.starts_with(".env")
        || matches!(extension, "lock" | "css" | "less" | "sass" | "scss" | "styl")
}

#[cfg(test)]
mod tests {
    use super::*;

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

        fn survey(&self) -> (Vec<String>, Vec<String>) {
            let root = self.path("");
            let root = normal(&root);
            let entry = Entry::read(&self.path("css/e.css"), "css/e.css").unwrap();
            let found = survey(&root, &entry, &[self.path("out")]);
            let show = |paths: BTreeSet<PathBuf>| {
                let shown = paths.into_iter().map(|path| match path.strip_prefix(&root) {
                    Ok(inside) => inside.to_str().unwrap().to_owned(),
                    Err(_) => format!(
                        "../{}",
                        path.strip_prefix(root.parent().unwrap()).unwrap().display()
                    ),
                });
                shown.collect()
            };
            (show(found.watch), show(found.caches))
        }

        fn watch(&self) -> Vec<String> {
            self.survey().0
        }
    }

    #[test]
    fn a_folder_is_announced_whole_only_when_nothing_below_it_is_ignored() {
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
                "Cargo.toml",
                "css",
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
        let (watch, caches) = tree.survey();
        assert_eq!(watch, ["crates/a/src", "css"]);
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
        assert_eq!(tree.watch(), ["css/e.css", "one.txt", "views", "../lib/ui"]);
    }

    #[test]
    fn another_root_takes_the_place_of_the_package() {
        let tree = Tree::new(&[
            ("css/e.css", "@import 'tailwindcss' source('../src');"),
            ("src/main.rs", ""),
            ("templates/a.html", ""),
        ]);
        assert_eq!(tree.watch(), ["css/e.css", "src"]);
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
        assert_eq!(tree.watch(), ["css", "data/seed.json"]);
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
        assert_eq!(tree.watch(), ["css", "views", "../shared"]);
    }

    #[test]
    fn cargos_folders_are_excluded_but_never_the_package_itself() {
        let tree = tempfile::tempdir().unwrap();
        let root = tree.path().join("app");
        let out = root.join("target/debug/build/app-1/out/tailprint");
        let exclude =
            |root: &Path, out: &Path, target| exclusions(root, out, target, &["var".into()]);
        // no tag yet: by the usual depth
        assert_eq!(
            exclude(&root, &out, None),
            [root.join("target"), out.clone(), root.join("var")]
        );
        std::fs::create_dir_all(&out).unwrap();
        std::fs::write(root.join("target/CACHEDIR.TAG"), "").unwrap();
        let elsewhere = Path::new("/elsewhere");
        assert_eq!(
            exclude(&root, &out, Some(elsewhere)),
            [elsewhere.to_owned(), root.join("target"), out.clone(), root.join("var")]
        );
        // `cargo package`: the package lies in the target folder
        let packed = root.join("target/package/app-0.1.0");
        assert_eq!(
            exclude(&packed, &out, Some(&root.join("target"))),
            [root.join("target/debug"), out.clone(), packed.join("var")]
        );
    }

    #[test]
    fn the_fixed_part_of_a_pattern_ends_before_the_first_wildcard() {
        let part = |pattern| fixed_part(Path::new("/p/css"), pattern).to_str().unwrap().to_owned();
        assert_eq!(part("../templates/**/*.html"), "/p/templates");
        assert_eq!(part("./{a,b}/x.rs"), "/p/css");
        assert_eq!(part("../x.rs"), "/p/x.rs");
        assert_eq!(part("/**/*"), "/");
    }
}
