//! Programs of a system with a shell.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use super::*;
use crate::config::{Config, Mode};
use crate::pipeline::Run;
use crate::pipeline::tests::Package;

fn sh(script: &str) -> Before {
    Before::new("sh").args(["-c", script])
}

fn run_in(package: &Package, config: &Config) -> Run {
    let path = Env::process().machine("PATH").unwrap();
    package.run(config, &[("PATH", path.to_str().unwrap())])
}

fn error(config: &Config) -> String {
    let package = Package::new(&[]);
    run_in(&package, config).result.unwrap_err().to_string()
}

#[test]
fn what_a_program_writes_becomes_an_asset_beside_those_of_the_app() {
    let package = Package::new(&[("static/a.css", "a{}"), ("scss/site.scss", "b{}")]);
    let program = Before::new("cp").args(["scss/site.scss", "$OUT/site.css"]).input("scss");
    let second = sh("mkdir $OUT/js && echo 1 > \"$OUT/js/app.js\" && echo cargo::error=no");
    let mut config = Config::new();
    config.mode(Mode::Plain).before(program).before(second);
    let run = run_in(&package, &config);
    let output = run.result.unwrap();
    let paths: Vec<&str> = output.published.iter().map(|asset| &*asset.path).collect();
    assert_eq!(paths, ["a.css", "js/app.js", "site.css"]);
    assert_eq!(output.published[2].bytes, b"b{}");
    let watched = |below: &str| run.watch.paths.iter().any(|path| path.ends_with(below));
    assert!(watched("scss") && watched("static"));
    assert!(!run.watch.paths.iter().any(|path| path.starts_with(package.folder().join("target"))));
}

#[test]
fn results_of_an_earlier_run_are_gone() {
    let package = Package::new(&[("name", "a.txt")]);
    let config = {
        let mut config = Config::new();
        config.before(sh("echo 1 > $OUT/$(cat name)"));
        config
    };
    let paths = || -> Vec<String> {
        let output = run_in(&package, &config).result.unwrap();
        output.published.iter().map(|asset| asset.path.clone()).collect()
    };
    assert_eq!(paths(), ["a.txt"]);
    package.write("name", "b.txt");
    assert_eq!(paths(), ["b.txt"]);
}

#[test]
fn a_program_that_fails_is_an_error_with_its_output() {
    let mut config = Config::new();
    config.before(sh("echo 'Error: expected \"{\".' >&2; exit 65"));
    assert_eq!(
        error(&config),
        "`Config::before`: `sh -c echo 'Error: expected \"{\".' >&2; exit 65` failed (exit status: 65): \
         Error: expected \"{\"."
    );
    let mut config = Config::new();
    config.before(Before::new("no-such-program"));
    let expected = "`Config::before`: cannot run `no-such-program`: no such file or directory \
                    (install it, or give its path, such as \"node_modules/.bin/esbuild\")";
    assert_eq!(error(&config), expected);
}

#[test]
fn an_input_that_is_missing_is_an_error() {
    let mut config = Config::new();
    config.before(Before::new("true").input("scss"));
    let expected = "scss: no such file or folder, but it is an input of `true` \
                    (create it, or correct the path in build.rs)";
    assert_eq!(error(&config), expected);
}

#[test]
fn a_long_output_is_shown_from_its_end() {
    let text = "é".repeat(SHOWN);
    let shown = end(&text);
    assert!(shown.starts_with('…') && shown.ends_with('é'));
    assert_eq!(shown.len(), "…".len() + SHOWN);
    assert_eq!(end("short"), "short");
}
