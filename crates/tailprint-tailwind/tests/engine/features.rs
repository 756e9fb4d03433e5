//! Every folder of `features/` is a style sheet, compiled by the official CLI and by the engine.

use std::fs;
use std::path::Path;

use crate::equality::differing_text;
use crate::npm;
use crate::project::Project;

/// The default level compares one of so many inputs of older versions: each of them costs two runs of the CLI.
const EACH: usize = 8;
/// The same for the newest version.
const EACH_OF_NEWEST: usize = 3;

#[test]
fn some_features_of_4_1_compile_to_what_the_cli_gives() {
    compare("4.1", EACH);
}

#[test]
fn some_features_of_4_2_compile_to_what_the_cli_gives() {
    compare("4.2", EACH);
}

#[test]
#[ignore = "takes more than a minute"]
fn features_of_4_1_compile_to_what_the_cli_gives() {
    compare("4.1", 1);
}

#[test]
#[ignore = "takes more than a minute"]
fn features_of_4_2_compile_to_what_the_cli_gives() {
    compare("4.2", 1);
}

#[test]
fn some_features_of_4_3_compile_to_what_the_cli_gives() {
    compare("4.3", EACH_OF_NEWEST);
}

#[test]
#[ignore = "takes more than a minute"]
fn features_of_4_3_compile_to_what_the_cli_gives() {
    compare("4.3", 1);
}

#[test]
fn some_classes_of_4_1_compile_to_what_the_cli_gives() {
    compare_classes("4.1", EACH);
}

#[test]
fn some_classes_of_4_2_compile_to_what_the_cli_gives() {
    compare_classes("4.2", EACH);
}

#[test]
#[ignore = "takes more than a minute"]
fn all_classes_of_4_1_compile_to_what_the_cli_gives() {
    compare_classes("4.1", 1);
}

#[test]
#[ignore = "takes more than a minute"]
fn all_classes_of_4_2_compile_to_what_the_cli_gives() {
    compare_classes("4.2", 1);
}

#[test]
fn some_classes_of_4_3_compile_to_what_the_cli_gives() {
    compare_classes("4.3", EACH);
}

#[test]
#[ignore = "takes about a minute"]
fn all_classes_of_4_3_compile_to_what_the_cli_gives() {
    compare_classes("4.3", 1);
}

fn compare_classes(version: &'static str, each: usize) {
    let css = "@import \"tailwindcss\" source(none);\n@source \"./classes.html\";\n";
    let classes = npm::all_classes(version);
    assert!(classes.lines().count() > 20_000);
    let classes: Vec<&str> = classes.lines().step_by(each).collect();
    let project =
        Project::with(version, &[("input.css", css), ("classes.html", &classes.join("\n"))]);
    let expected = project.cli(&[]).unwrap();
    let built = project.build().unwrap();
    assert_eq!(differing_text(&built, &expected), None);
    assert_eq!(minified(&project, &built), None);
}

fn compare(version: &'static str, each: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/features");
    let only = std::env::var("FEATURE").ok();
    let mut folders: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut differences = Vec::new();
    for folder in folders.iter().step_by(each) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        if only.as_ref().is_none_or(|only| only == name) {
            let project = Project::copied(version, folder);
            differences.extend(difference(&project).map(|what| format!("{name}: {what}")));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn difference(project: &Project) -> Option<String> {
    let expected = match project.cli(&[]) {
        Ok(css) => css,
        Err(error) => return Some(format!("the CLI says {error}")),
    };
    let css = match project.build() {
        Ok(css) => css,
        Err(error) => return Some(error.to_string()),
    };
    differing_text(&css, &expected).or_else(|| minified(project, &css))
}

#[cfg(feature = "minify")]
fn minified(project: &Project, css: &str) -> Option<String> {
    let short = tailprint_tailwind::minify::minify(css).unwrap().css;
    let expected = project.cli(&["-m"]).unwrap();
    crate::equality::differing_minified(project.version, &short, &expected)
        .map(|what| format!("minified: {what}"))
}

#[cfg(not(feature = "minify"))]
fn minified(_: &Project, _: &str) -> Option<String> {
    None
}
