use super::*;

/// Every field, as a release of this version writes it.
const FULL: &str = r#"{"version":1,"tailprint":"0.1.0","mode":"hashed","package":"/app","url_prefix":"/static/","roots":[{"prefix":"","folder":"static","at_root":false}],"ignore":[".*"],"include":[".well-known"],"at_root":["favicon.ico"],"imports":{"specifiers":["lit","lit/"],"allow_missing":["preact"]},"encodings":["br","gzip"],"tailwind":[{"source":"static/css/source.css","output":"css/tailwind.css","engine":{"kind":"builtin","path":"/cache/files","version":"4.3.5","found_by":"cache"},"npm_assets":false},{"source":"a.css","output":"b.css","engine":null,"digest":"00","npm_assets":true},{"source":"a.css","output":"b.css","engine":{"kind":"cli","path":"tailwindcss","version":"4.1.0","found_by":"PATH"},"npm_assets":false}],"assets":[{"path":"a.css","name":"a.0123456789ab.css","url":"/static/a.0123456789ab.css","content_type":"text/css; charset=utf-8","size":3,"storage":"disk","encoded":{"br":1,"gzip":2},"fingerprint":"0123456789ab","integrity":"sha384-x","immutable":true,"at_root":false,"references":["b.png"]}],"templates":[{"file":"templates/a.html","engine":"tera","uses":[{"line":1,"column":4,"filter":"static","path":"a.css"}],"unchecked":[{"line":2,"column":4,"reason":"dynamic"}],"written":[{"line":3,"column":9,"url":"/static/a.css","path":"a.css"}],"missing":[{"line":4,"column":9,"url":"/static/b.css","path":"b.css"}]}],"inputs":{"paths":["/app/static"],"variables":["TAILPRINT_MODE"]},"timings":[["discover",0.5],["total",12.0]]}"#;

#[test]
fn a_file_that_is_read_and_written_again_is_the_same() {
    let build = BuildJson::read(FULL.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(build.to_json()).unwrap(), FULL);
}

#[test]
fn fields_may_be_missing_or_unknown() {
    let build = BuildJson::read(br#"{"version":1,"mode":"hashed","more":[]}"#).unwrap();
    assert_eq!(build, BuildJson { version: 1, mode: Mode::Hashed, ..BuildJson::default() });
    // Former releases wrote `classes` and `advice`.
    let former = r#"{"kind":"cli","path":"t","version":"4.3.5","found_by":"PATH","classes":195,"advice":"this"}"#;
    let engine: Engine = serde_json::from_str(former).unwrap();
    assert_eq!((engine.kind, &*engine.version), (EngineKind::Cli, "4.3.5"));
}

#[test]
fn another_version_is_an_error_that_says_how_to_build_again() {
    let error = BuildJson::read(br#"{"version":2,"mode":{}}"#).unwrap_err();
    assert_eq!(
        error.to_string(),
        "has the format 2, but this program knows 1 (give tailprint-build and this program the same version, then \
         run `cargo build`)"
    );
}

#[test]
fn any_other_file_is_an_error_that_says_how_to_build_again() {
    for text in ["", "[]", "{}", r#"{"version":1,"assets":1}"#] {
        let error = BuildJson::read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with("not understood: "), "{error}");
        assert!(error.ends_with(" (run `cargo build` to write it again)"), "{error}");
    }
}

#[test]
fn modes_and_kinds_of_engines_have_the_names_that_are_written() {
    for mode in [Mode::Plain, Mode::Hashed] {
        assert_eq!(serde_json::to_string(&mode).unwrap(), format!("\"{}\"", mode.name()));
    }
    for kind in [EngineKind::Builtin, EngineKind::Cli] {
        assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.name()));
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_unicode_is_written_with_replacements() {
    use std::os::unix::ffi::OsStringExt;

    let package = PathBuf::from(std::ffi::OsString::from_vec(b"/a\xff".to_vec()));
    let inputs = Inputs { paths: vec![package.clone()], ..Inputs::default() };
    let build = BuildJson { version: VERSION, package, inputs, ..BuildJson::default() };
    let read = BuildJson::read(&build.to_json()).unwrap();
    assert_eq!(read.package, Path::new("/a\u{fffd}"));
    assert_eq!(read.inputs.paths, [Path::new("/a\u{fffd}")]);
}
