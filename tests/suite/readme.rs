//! The README's story, done as it is written.

use std::fs;
use std::path::Path;

use crate::support::cargo::{self, Outcome, Profile, ROOT};
use crate::support::running::{App, between};

/// The files of the story, path and content.
pub(crate) fn files(readme: &str) -> Vec<(&str, &str)> {
    readme.split("\n```").skip(1).step_by(2).filter_map(file).collect()
}

/// A block of code whose first line is a comment that names a path is that file.
fn file(block: &str) -> Option<(&str, &str)> {
    let (_language, code) = block.split_once('\n')?;
    let (comment, code) = code.split_once('\n')?;
    let mut words = comment.split_whitespace();
    let mark = words.next()?;
    let path = words.next().filter(|path| path.contains('.'))?;
    ["#", "//", "<!--", "/*"].contains(&mark).then_some((path, code))
}

#[test]
fn the_story_makes_an_app_whose_style_sheet_is_hashed_and_served() {
    let readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let folder = tempfile::tempdir_in(crate::support::project::base()).unwrap();
    let folder = folder.path().canonicalize().unwrap();
    fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let files = files(&readme);
    let paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    assert_eq!(
        paths,
        [
            "Cargo.toml",
            "build.rs",
            "askama.toml",
            "templates/index.html",
            "static/css/source.css",
            "src/main.rs"
        ]
    );
    for (path, code) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, code).unwrap();
    }
    let app = App::start(build(&folder).ok().program());
    let page = app.get("/");
    let url = between(page.text(), "<link rel=\"stylesheet\" href=\"", "\"");
    assert!(url.starts_with("/static/css/tailwind.") && url != "/static/css/tailwind.css", "{url}");
    let css = app.get(url);
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(css.text().contains(".text-3xl"), "the classes of the template");

    let template = folder.join("templates/index.html");
    let mistyped = fs::read_to_string(&template).unwrap().replace("tailwind.css", "tailwnd.css");
    fs::write(template, mistyped).unwrap();
    let outcome = build(&folder);
    let error = between(&readme, "```text\nerror: hello@0.1.0: ", "\n");
    assert_eq!(outcome.errors(), [error]);
}

/// Builds the package with the crates of this checkout in place of those on crates.io.
fn build(package: &Path) -> Outcome {
    cargo::build(package, Profile::Release, |command| {
        for name in ["tailprint", "tailprint-build"] {
            let patch = format!("patch.crates-io.{name}.path = \"{ROOT}/crates/{name}\"");
            command.args(["--config", &patch]);
        }
    })
}
