//! A mistyped path does not get through the build, in any engine. All examples are copied and built once with typos.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::{env, fs};

/// The output of the build of all examples, in each of which one `css/site.css` is `css/sit.css`.
static OUTPUT: LazyLock<String> = LazyLock::new(|| {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let repository = examples.ancestors().nth(2).unwrap();
    let copy = tempfile::tempdir().unwrap();
    copy_all(examples, &copy.path().join("examples/engines"), repository);
    let workspace = copy.path().join("examples/engines");
    let manifest = fs::read_to_string(workspace.join("Cargo.toml")).unwrap();
    fs::write(workspace.join("Cargo.toml"), manifest.replace(", \"typos\"", "")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    // What was compiled for this test is used again.
    cargo
        .args(["build", "--keep-going", "--offline", "--color=never"])
        .env("CARGO_TARGET_DIR", target());
    let output = cargo.current_dir(&workspace).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
});

/// The target folder that this test was built in.
fn target() -> PathBuf {
    let program = env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_owned()
}

/// Copies the examples with their typos. Their dependencies stay where they are.
fn copy_all(from: &Path, to: &Path, repository: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_name() == "target" || entry.file_name() == "typos" {
        } else if from.is_dir() {
            copy_all(&from, &to, repository);
        } else {
            let text = fs::read_to_string(&from).unwrap();
            let text = match from.extension().and_then(|it| it.to_str()) {
                Some("toml") => {
                    text.replace("../../../crates", repository.join("crates").to_str().unwrap())
                }
                Some("html" | "hbs" | "rs") => typo(&text),
                _ => text,
            };
            fs::write(to, text).unwrap();
        }
    }
}

/// The text with a typo in its last path: that of the link, not that of the preload, and not one in the tests.
fn typo(text: &str) -> String {
    let page = text.find("#[cfg(test)]").unwrap_or(text.len());
    let Some(at) = text[..page].rfind("\"css/site.css\"") else { return text.to_owned() };
    format!("{}\"css/sit.css\"{}", &text[..at], &text[at + "\"css/site.css\"".len()..])
}

#[track_caller]
fn assert_says(message: &str) {
    assert!(OUTPUT.contains(message), "no {message:?} in:\n{}", *OUTPUT);
}

/// The message of a template, with the place of the opening quote.
#[track_caller]
fn assert_template(example: &str, place: &str) {
    assert_says(&format!(
        "with-{example}@0.1.0: templates/{place}: no static asset \"css/sit.css\" (did you mean \"css/site.css\"?)"
    ));
}

/// The message of the compiler about a macro in the code.
#[track_caller]
fn assert_code(example: &str) {
    assert_says("no static asset \"css/sit.css\"");
    assert_says(&format!("could not compile `with-{example}`"));
    assert_says(&format!("{example}/src/main.rs:"));
}

#[test]
fn askama() {
    assert_template("askama", "page.html:4:73");
}

#[test]
fn askama_0_12() {
    assert_template("askama-0-12", "page.html:3:33");
}

#[test]
fn askama_0_13() {
    assert_template("askama-0-13", "page.html:3:33");
}

#[test]
fn askama_0_14() {
    assert_template("askama-0-14", "page.html:3:33");
}

#[test]
fn askama_0_15() {
    assert_template("askama-0-15", "page.html:3:33");
}

#[test]
fn rinja() {
    assert_template("rinja", "page.html:3:33");
}

#[test]
fn minijinja() {
    assert_template("minijinja", "page.html:5:74");
}

#[test]
fn tera() {
    assert_template("tera", "page.html:5:79");
}

#[test]
fn tera_1() {
    assert_template("tera-1", "page.html:5:79");
}

#[test]
fn handlebars() {
    assert_template("handlebars", "page.hbs:3:39");
}

#[test]
fn maud() {
    assert_code("maud");
}

#[test]
fn hypertext() {
    assert_code("hypertext");
}

#[test]
fn format() {
    assert_code("format");
}
