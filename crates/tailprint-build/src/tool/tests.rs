use super::answering::{answer, config};
use super::*;
use crate::config::{Before, Compression, Encoding, Engine, Mode, Storage};
use crate::error::{Report, Setting};

fn request(config: Config) -> Request {
    Request { version: VERSION.to_owned(), js_modules: true, typescript: true, config }
}

fn sent(request: &Request) -> Request {
    serde_json::from_slice(&serde_json::to_vec(request).unwrap()).unwrap()
}

#[test]
fn every_setting_arrives_as_it_was_made() {
    let mut made = Config::new();
    made.root("a").root_at("b", "c").root_files("d").at_root("e").ignore("f").include("g");
    made.default_ignore(false).follow_symlinks(false).opaque("h").keep_name("i").prehashed("j");
    made.before(Before::new("k").args(["l", "m"]).input("n")).allow_missing("o").templates("p");
    made.allow_unchecked("q").allow_unhashed("r").html_attribute("s").url_prefix("/t/");
    made.header("u", "v", "w").content_type("x", "y").cache_control("z", "no-store");
    made.force_cache_control("A", "max-age=1").no_transform("B").import_map("C", "D");
    made.redirect_stale(true).mode(Mode::Hashed).encodings(&[Encoding::Zstd, Encoding::Brotli]);
    made.compression(Compression::Smallest).on_disk("E").storage(Storage::Disk).warn_above(7);
    made.tailwind("F", "G").tailwind_crate("H").npm_assets(false).engine(Engine::Cli);
    made.tailwind_binary("I").tailwind_version("4.2.4").tailwind_digest("4.2.4", "J");
    made.tailwind_binary_digest("K", "L").tailwind_offline(true).typescript("M");
    // What has no setter, or excludes another setting.
    let made = Config { no_tailwind: true, no_js_modules: true, no_packages: true, ..made };
    let arrived = config(sent(&request(made.clone()))).unwrap();
    assert_eq!(format!("{arrived:?}"), format!("{made:?}"));
    assert!(!format!("{made:?}").contains("None"), "this test knows every setting: {made:?}");
}

#[test]
fn the_features_are_those_of_the_build_script() {
    let without = Request { js_modules: false, typescript: false, ..request(Config::new()) };
    let arrived = config(sent(&without)).unwrap();
    assert!(arrived.no_js_modules);
    assert_eq!(arrived.typescript.as_deref(), Some(&[][..]));
    let arrived = config(sent(&request(Config::new()))).unwrap();
    assert!(!arrived.no_js_modules);
    assert_eq!(arrived.typescript, None);
}

#[test]
fn a_build_script_of_another_version_is_told_which_program_it_needs() {
    let other = Request { version: "9.9.9".to_owned(), ..request(Config::new()) };
    let program = format!(
        "cargo-tailprint is {VERSION}, and this build script is of 9.9.9 \
         (`cargo install cargo-tailprint --version 9.9.9`)"
    );
    for (bytes, expected) in [
        (serde_json::to_vec(&other).unwrap(), program.clone()),
        (b"{\"version\":\"9.9.9\",\"of\":\"another form\"}".to_vec(), program),
        (
            b"{}".to_vec(),
            format!(
                "cargo-tailprint {VERSION} cannot read the request of this build script: missing field \
                 `version` at line 1 column 2 (`cargo install cargo-tailprint --version {VERSION}`)"
            ),
        ),
    ] {
        let Answer::Refused(told) = answer(&bytes) else { panic!("it was answered") };
        assert_eq!(Problem::from(told).to_string(), expected);
    }
}

#[test]
fn problems_are_told_in_the_same_words() {
    let problems = vec![
        Problem::error("no \"a\"").at("t.html", 3, 4).help("put it").or("or use", Setting::Ignore),
        Problem::warning("large").about(Setting::WarnAbove),
        Problem::error("cannot be read").in_file("b.css"),
    ];
    let report = Report::from(problems);
    let told: Vec<Told> = report.problems().iter().map(Told::from).collect();
    let told: Vec<Told> = serde_json::from_slice(&serde_json::to_vec(&told).unwrap()).unwrap();
    let arrived = Report::from(told.into_iter().map(Problem::from).collect::<Vec<_>>());
    assert_eq!(arrived.to_string(), report.to_string());
    let severities = |report: &Report| -> Vec<Severity> {
        report.problems().iter().map(Problem::severity).collect()
    };
    assert_eq!(severities(&arrived), severities(&report));
}

/// The program on `PATH`, a script here.
#[cfg(unix)]
mod program {
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::super::caller::{NAME, ask};
    use super::*;
    use crate::cargo::env::Env;

    fn refusal(script: Option<&str>) -> String {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path().canonicalize().unwrap();
        if let Some(script) = script {
            let program = here.join(NAME);
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let env = Env::of([(OsString::from("PATH"), here.as_os_str().to_owned())]);
        let problem = ask(&Config::new(), &env).unwrap_err();
        problem.to_string().replace(&*here.to_string_lossy(), "HERE")
    }

    #[test]
    fn a_missing_program_is_an_error_that_names_the_repair() {
        assert_eq!(
            refusal(None),
            format!(
                "the feature `tool` needs cargo-tailprint {VERSION}, which is not on PATH \
                 (`cargo install cargo-tailprint --version {VERSION}`, or the feature `builtin` in its place)"
            )
        );
    }

    #[test]
    fn a_program_of_another_version_is_named_with_both_versions() {
        assert_eq!(
            refusal(Some("[ $2 = --version ] && echo cargo-tailprint 9.9.9 || exit 2")),
            format!(
                "HERE/cargo-tailprint is cargo-tailprint 9.9.9, and this build script is of {VERSION} \
                 (`cargo install cargo-tailprint --version {VERSION}`)"
            )
        );
    }

    #[test]
    fn a_program_that_breaks_off_is_told_with_its_last_words() {
        let script = format!(
            "[ $2 = --version ] && echo {VERSION} || {{ printf 'oh\\nnote: run\\n' >&2; exit 3; }}"
        );
        assert_eq!(
            refusal(Some(&script)),
            "HERE/cargo-tailprint gave no answer (exit status: 3): oh \
             (run Cargo with `-vv` to see all that it said)"
        );
    }
}
