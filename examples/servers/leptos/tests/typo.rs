//! A mistyped path does not get through the build: not as a macro in `view!`, and not as a constant.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const PAGES: &str = include_str!("../src/lib.rs");

#[test]
fn a_typo_in_a_view_is_an_error_at_its_line() {
    let copy = Copy::new();
    for (right, wrong, message) in [
        (
            "<img src=assets::img::DOTS_SVG",
            "<img src=assets::asset!(\"img/dot.svg\")",
            "no static asset \"img/dot.svg\"",
        ),
        (
            "<Stylesheet href=assets::css::SITE_CSS",
            "<Stylesheet href=assets::css::SIT_CSS",
            "cannot find value `SIT_CSS` in module `assets::css`",
        ),
    ] {
        let output = copy.built(right, wrong);
        let line = PAGES.lines().position(|line| line.contains(right)).unwrap() + 1;
        for expected in [message, &format!("src/lib.rs:{line}:")] {
            assert!(output.contains(expected), "no {expected:?} in:\n{output}");
        }
    }
    // The macro with the right path is none.
    let output = copy.built("assets::img::DOTS_SVG", "assets::asset!(\"img/dots.svg\")");
    assert!(output.contains("Finished"), "{output}");
}

/// A copy of this package in a workspace of its own, which is built in the same target folder.
struct Copy(tempfile::TempDir);

impl Copy {
    fn new() -> Self {
        let copy = tempfile::tempdir().unwrap();
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = package.ancestors().nth(3).unwrap().to_str().unwrap();
        let text = fs::read_to_string(package.join("../Cargo.toml")).unwrap();
        let members = text.lines().find(|line| line.starts_with("members")).unwrap();
        let text = text.replace(members, "members = [\"leptos\", \"smoke\"]");
        let text = text.replace("../../crates", &format!("{repository}/crates"));
        fs::write(copy.path().join("Cargo.toml"), text).unwrap();
        let lock = package.join("../Cargo.lock");
        if lock.exists() {
            fs::copy(lock, copy.path().join("Cargo.lock")).unwrap();
        }
        for name in ["leptos", "smoke"] {
            copy_all(&package.join("..").join(name), &copy.path().join(name));
        }
        Self(copy)
    }

    /// Builds the package with a change in its pages, and returns what Cargo says.
    fn built(&self, from: &str, to: &str) -> String {
        let text = PAGES.replace(from, to);
        assert_ne!(text, PAGES);
        fs::write(self.0.path().join("leptos/src/lib.rs"), text).unwrap();
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--lib", "--package=example-leptos", "--offline", "--color=never"]);
        let target: PathBuf = env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned();
        let cargo = cargo.env("CARGO_TARGET_DIR", target).current_dir(self.0.path());
        String::from_utf8(cargo.output().unwrap().stderr).unwrap()
    }
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_all(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}
