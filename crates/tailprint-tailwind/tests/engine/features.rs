//! Every folder of `features/` is a style sheet, compiled by the official CLI and by the engine.

use std::fs;
use std::path::Path;

use crate::npm::VERSIONS;
use crate::project::Project;

#[test]
fn every_feature_compiles_to_what_the_cli_gives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/features");
    let only = std::env::var("FEATURE").ok();
    let mut differing = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if only.as_ref().is_some_and(|only| *only != name) {
            continue;
        }
        for version in VERSIONS {
            let project = Project::copied(version, &path);
            let expected = project.cli(&[]);
            match project.build() {
                Ok(css) if css == expected => {}
                Ok(css) => differing.push(format!("{name} {version}: {}", first(&css, &expected))),
                Err(error) => differing.push(format!("{name} {version}: {error}")),
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The first line that differs.
fn first(css: &str, expected: &str) -> String {
    let lines = css.lines().zip(expected.lines()).enumerate();
    let differing = lines.into_iter().find(|(_, (one, other))| one != other);
    match differing {
        Some((line, (one, other))) => format!("line {}: `{one}` instead of `{other}`", line + 1),
        None => format!("{} instead of {} bytes", css.len(), expected.len()),
    }
}
