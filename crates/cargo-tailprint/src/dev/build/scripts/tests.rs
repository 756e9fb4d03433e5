use std::fs;
use std::path::PathBuf;

use super::*;

/// A package with two sources, and a folder for the results.
fn package() -> (tempfile::TempDir, PathBuf, Source) {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("static/js");
    fs::create_dir_all(&sources).unwrap();
    fs::write(sources.join("util.ts"), "").unwrap();
    let (path, script) = ("js/app.ts".to_owned(), "js/app.js".to_owned());
    let source = Source { file: sources.join("app.ts"), path, script };
    let out = folder.path().join("target/out/tailprint");
    (folder, out, source)
}

#[test]
fn a_saved_source_is_written_as_the_script_that_a_build_would_make() {
    let (folder, out, source) = package();
    let globs = GlobSet::new(["js/**"]).unwrap();
    fs::write(&source.file, "import './util.ts'; import './other.ts'; let a: b;\n").unwrap();
    assert_eq!(write(&source, folder.path(), &out, &globs), Ok(true));
    let script = fs::read_to_string(out.join("typescript/js/app.js")).unwrap();
    assert_eq!(script, "import './util.js'; import './other.ts'; let a   ;\n");
    // A save that changes nothing loads no page again.
    assert_eq!(write(&source, folder.path(), &out, &globs), Ok(false));
}

#[test]
fn a_source_that_is_more_than_types_is_told_with_its_place_and_keeps_the_last_script() {
    let (folder, out, source) = package();
    let globs = GlobSet::new(["js/**"]).unwrap();
    fs::write(&source.file, "let a = 1;\n").unwrap();
    write(&source, folder.path(), &out, &globs).unwrap();
    fs::write(&source.file, "let a = 1;\n  enum B {}\n").unwrap();
    let found = write(&source, folder.path(), &out, &globs).unwrap_err();
    assert_eq!(
        crate::dev::pages::line(&found[0]).replace('\\', "/"),
        "static/js/app.ts:2:3: an enum is more than types (write `const Color = { Red: 0 } as const`)"
    );
    assert_eq!(fs::read_to_string(out.join("typescript/js/app.js")).unwrap(), "let a = 1;\n");
}
