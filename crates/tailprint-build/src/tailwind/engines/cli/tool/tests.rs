#![cfg(unix)]

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::config::{Engine, Supply};
use crate::tailwind::crates::Crates;

/// Looks for the program where only a script of that name is on `PATH`.
fn found(
    script: Option<&str>,
    version: Option<&str>,
    supply: &Supply,
) -> Result<Option<Found>, Problem> {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().canonicalize().unwrap();
    if let Some(script) = script {
        let program = here.join(NAME);
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let crates = Crates::default();
    let request = Request {
        manifest_dir: &here,
        out_dir: &here.join("out"),
        entry: &here.join("source.css"),
        text: Some(""),
        engine: Engine::Cli,
        minify: false,
        binary: None,
        version,
        supply,
        excluded: &[],
        crates: &crates,
        npm_assets_of: None,
    };
    let path = here.as_os_str().to_owned();
    let cache: OsString = here.join("cache").into();
    let env = Env::of([(OsString::from("PATH"), path), ("TAILPRINT_CACHE_DIR".into(), cache)]);
    find(&request, &env).map_err(|problem| {
        let text = problem.to_string();
        Problem::error(text.replace(&*here.to_string_lossy(), "HERE"))
    })
}

#[test]
fn the_program_gets_the_tailwind_of_the_configuration() {
    let script = format!("echo cargo-tailprint {VERSION}");
    let digest = "0".repeat(64);
    let pin = Some(("4.2.4".to_owned(), digest.clone()));
    let supply = Supply { pin, offline: true, ..Supply::default() };
    let tool = found(Some(&script), Some("4.2.4"), &supply).unwrap().unwrap();
    assert_eq!(tool.version, "4.2.4");
    let wanted = ["tailprint", "css", "--tailwind-version", "4.2.4", "--tailwind-digest", &digest];
    assert_eq!(tool.arguments, [&wanted[..], &["--offline"]].concat());
    assert_eq!(found(Some(&script), Some("3.4.19"), &Supply::default()), Ok(None));
}

#[test]
fn a_missing_program_and_one_of_another_version_are_errors() {
    let error = |script| found(script, None, &Supply::default()).unwrap_err().to_string();
    assert_eq!(
        error(None),
        format!(
            "the feature `tool` needs cargo-tailprint {VERSION}, which is not on PATH \
             (`cargo install cargo-tailprint --version {VERSION}`, or the feature `builtin` in its place)"
        )
    );
    assert_eq!(
        error(Some("echo cargo-tailprint 9.9.9")),
        format!(
            "HERE/cargo-tailprint is cargo-tailprint 9.9.9, and this build script is of {VERSION} \
             (`cargo install cargo-tailprint --version {VERSION}`)"
        )
    );
}
