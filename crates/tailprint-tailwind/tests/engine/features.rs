//! Every folder of `features/` is a style sheet, compiled by the official CLI and by the engine.

use std::fs;
use std::path::Path;

use crate::npm;
use crate::project::Project;

#[test]
fn features_of_4_1_compile_to_what_the_cli_gives() {
    compare("4.1");
}

#[test]
fn features_of_4_2_compile_to_what_the_cli_gives() {
    compare("4.2");
}

#[test]
fn features_of_4_3_compile_to_what_the_cli_gives() {
    compare("4.3");
}

#[test]
fn all_classes_of_4_1_compile_to_what_the_cli_gives() {
    compare_all_classes("4.1");
}

#[test]
fn all_classes_of_4_2_compile_to_what_the_cli_gives() {
    compare_all_classes("4.2");
}

#[test]
fn all_classes_of_4_3_compile_to_what_the_cli_gives() {
    compare_all_classes("4.3");
}

fn compare_all_classes(version: &'static str) {
    let css = "@import \"tailwindcss\" source(none);\n@source \"./classes.html\";\n";
    let classes = npm::all_classes(version);
    assert!(classes.lines().count() > 20_000);
    let project = Project::with(version, &[("input.css", css), ("classes.html", &classes)]);
    let expected = project.cli(&[]).unwrap();
    let built = project.build().unwrap();
    assert_eq!(unlike(&built, &expected), None);
    assert_eq!(minified(&project, &built), None);
}

fn compare(version: &'static str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/features");
    let only = std::env::var("FEATURE").ok();
    let mut folders: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut differences = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap();
        if only.as_ref().is_none_or(|only| only == name) {
            let project = Project::copied(version, &folder);
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
    unlike(&css, &expected).or_else(|| minified(project, &css))
}

/// The first line that differs.
fn unlike(css: &str, expected: &str) -> Option<String> {
    if css == expected {
        return None;
    }
    let lines = css.lines().zip(expected.lines()).enumerate();
    let differing = lines.into_iter().find(|(_, (one, other))| one != other);
    Some(match differing {
        Some((line, (one, other))) => format!("line {}: `{one}` instead of `{other}`", line + 1),
        None => format!("{} instead of {} bytes", css.len(), expected.len()),
    })
}

#[cfg(feature = "minify")]
fn minified(project: &Project, css: &str) -> Option<String> {
    use tailprint_tailwind::minify::{Release, minify, optimize};

    let release = Release::of_tailwind(project.version);
    let minified = minify(css, release).unwrap().css;
    let optimized = optimize(css, release).unwrap().css;
    let unlike = |css: &str, expected: &str| {
        let equal = release == Release::V1_30 && equal_but_for_cube_roots(css, expected);
        if equal { None } else { unlike(css, expected) }
    };
    let short =
        unlike(&minified.replace('}', "}\n"), &project.cli(&["-m"]).unwrap().replace('}', "}\n"));
    let flat = || unlike(&optimized, &project.cli(&["--optimize"]).unwrap());
    short
        .map(|what| format!("minified: {what}"))
        .or_else(|| flat().map(|what| format!("optimized: {what}")))
}

/// Lightning CSS 1.30 takes cube roots, which colors are converted with, from the C library of the machine;
/// that of glibc before 2.41 differs in the last bit.
#[cfg(feature = "minify")]
fn equal_but_for_cube_roots(css: &str, expected: &str) -> bool {
    let parts = |css: &str| -> Vec<String> {
        css.split("oklab(")
            .enumerate()
            .flat_map(|(index, part)| {
                let end = if index == 0 { 0 } else { part.find(')').unwrap_or(0) };
                let (color, rest) = part.split_at(end);
                let numbers = color.split([' ', '/', '%']).map(str::to_owned);
                numbers.chain([rest.to_owned()]).collect::<Vec<_>>()
            })
            .collect()
    };
    let (parts, expected) = (parts(css), parts(expected));
    let close = |one: &str, other: &str| {
        let numbers = one.parse::<f64>().ok().zip(other.parse::<f64>().ok());
        one == other || numbers.is_some_and(|(one, other)| (one - other).abs() < 1e-6)
    };
    parts.len() == expected.len()
        && parts.iter().zip(&expected).all(|(one, other)| close(one, other))
}

#[cfg(not(feature = "minify"))]
fn minified(_: &Project, _: &str) -> Option<String> {
    None
}
