//! Which files are searched for classes, against the official scanner and the official CLI.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]
#![cfg(unix)]

#[path = "../engine/equality.rs"]
#[allow(dead_code, reason = "what the tests of the engine need")]
mod equality;
#[path = "../scanner/npm.rs"]
#[allow(dead_code, reason = "what the tests of the scanner need")]
mod npm;
#[path = "../engine/npm.rs"]
#[allow(dead_code, reason = "what the tests of the engine need")]
mod packages;
mod random;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Value, json};
use tailprint_tailwind::scan::Candidates;
use tailprint_tailwind::sources::{Root, Scanner, Selected, Selection, Source, select};

use table::{LAYOUTS, Layout};

#[derive(Deserialize)]
struct Answer {
    root: Value,
    sources: Vec<Glob>,
    files: Vec<PathBuf>,
    css: Option<String>,
    #[cfg_attr(not(feature = "minify"), allow(dead_code, reason = "compared if we minify"))]
    minified: Option<String>,
}

#[derive(Deserialize)]
struct Glob {
    base: PathBuf,
    pattern: String,
    negated: bool,
}

/// Writes a layout's tree; the package is the folder `app` in it, `official` has the packages.
fn write(layout: &Layout, parent: &Path, official: &Path) -> PathBuf {
    for entry in layout.tree.split_whitespace() {
        let (name, content) = entry.split_once('=').unwrap_or((entry, ""));
        let path = parent.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        match content.strip_prefix("->") {
            Some(target) => symlink(target, path).unwrap(),
            None if content.is_empty() => fs::write(path, class(name)).unwrap(),
            None => fs::write(path, content.replace(',', "\n")).unwrap(),
        }
    }
    let app = parent.join("app");
    let tailwind = official.join("node_modules/tailwindcss/index.css");
    let import = format!("@import \"{}\"", tailwind.to_str().unwrap());
    fs::create_dir_all(app.join("css")).unwrap();
    fs::write(app.join("css/main.css"), layout.css.replace("@import tailwind", &import)).unwrap();
    app.canonicalize().unwrap()
}

/// A class that no other file has.
fn class(name: &str) -> String {
    let number =
        name.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    format!("w-[{}px]", number % 100_000)
}

fn ours(app: &Path, answer: &Answer, scanner: Scanner) -> Selected {
    let root = match &answer.root {
        Value::Null => Root::Automatic,
        Value::String(_) => Root::None,
        at => Root::At {
            base: at["base"].as_str().unwrap().into(),
            pattern: at["pattern"].as_str().unwrap().to_owned(),
        },
    };
    let source = |glob: &Glob| Source {
        base: glob.base.clone(),
        pattern: glob.pattern.clone(),
        negated: glob.negated,
    };
    let sources: Vec<Source> = answer.sources.iter().map(source).collect();
    select(&Selection { root: &root, sources: &sources, base: app, excluded: &[], scanner })
}

/// The files' real paths: the official scanner names what a link leads to as well.
fn real(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    files.iter().map(|file| file.canonicalize().unwrap()).collect()
}

#[test]
fn some_layouts_give_the_files_and_the_css_of_4_1() {
    compare("4.1", EACH);
}

#[test]
#[ignore = "takes half a minute"]
fn every_layout_gives_the_files_and_the_css_of_4_1() {
    compare("4.1", 1);
}

#[test]
fn some_layouts_give_the_files_and_the_css_of_4_2() {
    compare("4.2", EACH);
}

#[test]
#[ignore = "takes half a minute"]
fn every_layout_gives_the_files_and_the_css_of_4_2() {
    compare("4.2", 1);
}

#[test]
fn some_layouts_give_the_files_and_the_css_of_4_3() {
    compare("4.3", EACH);
}

#[test]
#[ignore = "takes half a minute"]
fn every_layout_gives_the_files_and_the_css_of_4_3() {
    compare("4.3", 1);
}

/// The default level compares one of so many layouts.
const EACH: usize = 5;

/// Compares the files with those of the official scanner, and the CSS with that of the official CLI.
fn compare(version: &str, each: usize) {
    let layouts: Vec<&Layout> = LAYOUTS.iter().step_by(each).collect();
    assert!(LAYOUTS.len() >= 50);
    let official = packages::folder(version);
    let temporary = tempfile::tempdir().unwrap();
    let written = |(index, layout): (usize, &Layout)| {
        write(layout, &temporary.path().join(index.to_string()), &official)
    };
    let apps: Vec<PathBuf> = layouts.iter().copied().enumerate().map(written).collect();
    let question = |(index, app): (usize, &PathBuf)| json!({ "folder": app, "css": "css/main.css", "built": index % 5 == 0 });
    let questions = apps.iter().enumerate().map(question).collect();
    let answers: Vec<Answer> = npm::ask_those_in(&official, "layouts", &questions);
    let mut built = Vec::new();
    let mut expected = Vec::new();
    let mut differences = Vec::new();
    for ((layout, app), answer) in layouts.iter().copied().zip(&apps).zip(&answers) {
        let selected = ours(app, answer, Scanner::of_tailwind(&packages::release(version)));
        let finds = !answer.files.is_empty() || layout.empty || version != "4.3";
        assert!(finds, "{} finds nothing", layout.name);
        differences.extend(unlike(layout, app, &selected, answer));
        if answer.css.is_some() {
            let mut files = selected.files.clone();
            files.push(app.join("css/main.css"));
            let scanner = Scanner::of_tailwind(&packages::release(version));
            let candidates = Candidates::of_files(&files, scanner).unwrap().into_sorted();
            built.push(json!({ "folder": app, "css": "css/main.css", "candidates": candidates }));
            expected.push((layout.name, answer));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    let css: Vec<String> = npm::ask_those_in(&official, "build", &built.into());
    assert!(css.len() * each >= 12);
    for (css, (name, answer)) in css.iter().zip(&expected) {
        assert_same(name, css, answer.css.as_ref().unwrap());
        #[cfg(feature = "minify")]
        {
            let minified = tailprint_tailwind::minify::minify(css).unwrap().css;
            let expected = answer.minified.as_ref().unwrap();
            assert_eq!(equality::differing_minified(version, &minified, expected), None, "{name}");
        }
    }
}

/// What of the files is not as the official scanner has it.
fn unlike(layout: &Layout, app: &Path, selected: &Selected, answer: &Answer) -> Option<String> {
    let short = |files: BTreeSet<PathBuf>| -> Vec<PathBuf> {
        let parent = app.parent().unwrap();
        files.iter().map(|file| file.strip_prefix(parent).unwrap_or(file).to_owned()).collect()
    };
    let (files, official) = (short(real(&selected.files)), short(real(&answer.files)));
    let (name, css) = (layout.name, layout.css);
    (files != official).then(|| format!("{name} ({css}):\n  {files:?} instead of\n  {official:?}"))
}

fn assert_same(name: &str, css: &str, expected: &str) {
    let lines = css.lines().zip(expected.lines());
    let first = { lines }.find(|(line, expected)| line != expected);
    assert!(css == expected, "{name}: {first:?}, {} bytes for {}", css.len(), expected.len());
}

/// The official scanners of 4.3.0 to 4.3.5 were seen to select these files.
#[test]
fn an_ignore_file_that_names_everything_is_about_its_own_folder_in_three_releases() {
    let temporary = tempfile::tempdir().unwrap();
    let app = temporary.path().canonicalize().unwrap();
    for file in ["app/a.html", "other/b.html", "c.html"] {
        fs::create_dir_all(app.join(file).parent().unwrap()).unwrap();
        fs::write(app.join(file), "p-1").unwrap();
    }
    let all = [".gitignore", "app/a.html", "c.html", "other/b.html"];
    for (rules, usual) in [
        ("/*\n!/app\n", &["app/a.html"][..]),
        ("*\n!/app\n!*.html\n", &["app/a.html", "c.html"]),
        ("*/\n!/app/\n", &["app/a.html", "c.html"]),
        ("**\n!/app/**\n", &[]),
        ("/\n", &["app/a.html", "c.html", "other/b.html"]),
    ] {
        fs::write(app.join(".gitignore"), rules).unwrap();
        for release in ["4.3.0", "4.3.1", "4.3.2", "4.3.3", "4.3.4", "4.3.5"] {
            let scanner = Scanner::of_tailwind(release);
            let (root, base) = (&Root::Automatic, &*app);
            let selection = Selection { root, sources: &[], base, excluded: &[], scanner };
            let found = select(&selection).files.into_iter();
            let found: Vec<_> = found.map(|it| it.strip_prefix(&app).unwrap().to_owned()).collect();
            let is_odd = matches!(release, "4.3.1" | "4.3.2" | "4.3.3");
            let expected: &[&str] = if is_odd { &all } else { usual };
            assert!(
                found.iter().eq(expected.iter().map(Path::new)),
                "{release} {rules:?} {found:?}"
            );
        }
    }
}

#[test]
fn what_is_excluded_is_never_read_even_if_a_source_names_it() {
    let temporary = tempfile::tempdir().unwrap();
    let app = temporary.path().canonicalize().unwrap();
    for file in ["a.html", "target/a.html", "target/debug/b.html", "out/c.html", "src/d.rs"] {
        fs::create_dir_all(app.join(file).parent().unwrap()).unwrap();
        fs::write(app.join(file), "p-1").unwrap();
    }
    symlink("../target", app.join("src/link")).unwrap();
    let names =
        |pattern: &str| Source { base: app.clone(), pattern: pattern.to_owned(), negated: false };
    let sources = [names("target"), names("target/a.html"), names("out"), names("**/*.html")];
    let excluded = [app.join("target"), app.join("out")];
    let selected = select(&Selection {
        root: &Root::Automatic,
        sources: &sources,
        base: &app,
        excluded: &excluded,
        scanner: Scanner::default(),
    });
    assert_eq!(selected.files, [app.join("a.html"), app.join("src/d.rs")]);
    assert_eq!(selected.folders, [app.clone(), app.join("src")]);
    assert_eq!(selected.partial, [app.clone(), app.join("src")]);
}

#[test]
fn folders_are_those_that_were_listed_and_ignore_files_are_named() {
    let temporary = tempfile::tempdir().unwrap();
    let app = temporary.path().canonicalize().unwrap();
    for (file, content) in
        [(".gitignore", "skip\n"), ("a/b/c.html", ""), ("skip/d.html", ""), ("e/f.html", "")]
    {
        fs::create_dir_all(app.join(file).parent().unwrap()).unwrap();
        fs::write(app.join(file), content).unwrap();
    }
    let selected = select(&Selection {
        root: &Root::Automatic,
        sources: &[],
        base: &app,
        excluded: &[],
        scanner: Scanner::default(),
    });
    assert_eq!(selected.files, [app.join("a/b/c.html"), app.join("e/f.html")]);
    assert_eq!(selected.folders, [app.clone(), app.join("a"), app.join("a/b"), app.join("e")]);
    assert_eq!(selected.partial, std::slice::from_ref(&app));
    assert_eq!(selected.rules, [app.join(".gitignore")]);
}

#[test]
fn what_a_source_names_and_is_not_there_is_told() {
    let temporary = tempfile::tempdir().unwrap();
    let app = temporary.path().canonicalize().unwrap();
    fs::create_dir(app.join("css")).unwrap();
    let source = |pattern: &str| Source {
        base: app.join("css"),
        pattern: pattern.to_owned(),
        negated: pattern.ends_with("not"),
    };
    let sources =
        ["../a", "../b/c.html", "../{d,e}/**/*.html", "../f?.html", "../css", "*.html", "../not"]
            .map(source);
    for scanner in [Scanner::V4_1, Scanner::V4_3] {
        let selected = select(&Selection {
            root: &Root::None,
            sources: &sources,
            base: &app,
            excluded: &[],
            scanner,
        });
        assert_eq!(selected.missing, ["a", "b/c.html", "d", "e"].map(|name| app.join(name)));
    }
}

#[test]
fn a_cache_is_read_only_where_a_source_or_the_package_lies_in_it() {
    let temporary = tempfile::tempdir().unwrap();
    let app = temporary.path().canonicalize().unwrap().join("target/app");
    for file in [
        "a.html",
        "build/CACHEDIR.TAG",
        "build/b.html",
        "build/other.html",
        "build/e/f.html",
        "../CACHEDIR.TAG",
        "build/d/c.html",
    ] {
        fs::create_dir_all(app.join(file).parent().unwrap()).unwrap();
        fs::write(app.join(file), "").unwrap();
    }
    let selected = |patterns: &[&str]| {
        let source = |pattern: &&str| Source {
            base: app.clone(),
            pattern: (*pattern).to_owned(),
            negated: false,
        };
        let selected = select(&Selection {
            root: &Root::Automatic,
            sources: &patterns.iter().map(source).collect::<Vec<_>>(),
            base: &app,
            excluded: &[],
            scanner: Scanner::default(),
        });
        assert_eq!(selected.caches, [app.join("build")]);
        let name = |file: &PathBuf| file.strip_prefix(&app).unwrap().to_str().unwrap().to_owned();
        selected.files.iter().map(name).collect::<Vec<_>>()
    };
    assert_eq!(selected(&[]), ["a.html"]);
    assert_eq!(
        selected(&["build/d", "build/b.html"]),
        ["a.html", "build/b.html", "build/d/c.html"]
    );
    assert_eq!(selected(&["build/e/*.html"]), ["a.html", "build/e/f.html"]);
}
