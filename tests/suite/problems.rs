//! Error messages of a build: one line per problem, and nothing else from the build script.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::cargo::{Outcome, Profile};
use crate::support::project::{ANGLES, Project};

/// The errors of a debug build, which are those of a release build.
#[track_caller]
fn errors(project: &Project) -> Vec<String> {
    let debug = project.build(Profile::Debug);
    let release = project.build(Profile::Release);
    assert_eq!(debug.errors(), release.errors());
    without_panic(&debug);
    debug.errors().into_iter().map(str::to_owned).collect()
}

#[track_caller]
fn without_panic(outcome: &Outcome) {
    for word in ["panicked", "RUST_BACKTRACE", "process didn't exit successfully", "Problem {"] {
        assert!(!outcome.stderr.contains(word), "{}", outcome.stderr);
    }
}

/// With Tailwind's input, unless that is the point.
fn site(name: &str) -> Project {
    let project = Project::new(name);
    project.write("static/css/source.css", "@import \"tailwindcss\";\n");
    project
}

#[test]
fn a_mistyped_path_in_a_template_fails_at_its_position() {
    let project = site("mistyped");
    project.write(
        "templates/base.html",
        "<head>\n  <link href=\"{{ \"css/tailwnd.css\"|static }}\">\n",
    );
    assert_eq!(
        errors(&project),
        [
            "templates/base.html:2:18: no static asset \"css/tailwnd.css\" (did you mean \"css/tailwind.css\"?)"
        ]
    );
}

#[test]
fn every_filter_for_assets_is_checked_at_its_position() {
    let project = site("filters");
    project.write(
        "templates/base.html",
        "{{ \"css/tailwnd.css\"|preload }}\n{{ \"js/nope.js\"|modulepreload|safe }}\n\
         {% if true %}{{ (\"css/tailwind.css#a\")|integrity }}{% endif %}\n",
    );
    assert_eq!(
        errors(&project),
        [
            "templates/base.html:1:4: no static asset \"css/tailwnd.css\" (did you mean \"css/tailwind.css\"?)",
            "templates/base.html:2:4: no static asset \"js/nope.js\" \
             (put the file into a static root, or correct the path)",
            "templates/base.html:3:18: no static asset \"css/tailwind.css#a\" \
             (`integrity` takes a path without query or fragment: \"css/tailwind.css\")",
        ]
    );
}

#[test]
fn all_problems_of_a_run_are_told_together() {
    let project = site("together");
    project
        .write("static/css/app.css", ".a { background: url(../img/lgo.png) }\n")
        .write("static/css/latin.css", b".caf\xe9 { color: red }\n")
        .write("static/img/logo.png", "png")
        .write("templates/a.html", "{{ \"img/Logo.png\"|static }}\n")
        .write("templates/b.html", "é {{ \"img/logo.pgn\"|static }} {{ \"elsewhere\"|static }}\n");
    assert_eq!(
        errors(&project),
        [
            "static/css/app.css:1:22: no static asset \"img/lgo.png\", written \"../img/lgo.png\" \
             (did you mean \"img/logo.png\"?)",
            "static/css/latin.css:1:5: not UTF-8, so the references in it cannot be read \
             (save it as UTF-8, or name it in `Config::opaque`)",
            "templates/a.html:1:4: no static asset \"img/Logo.png\" \
             (did you mean \"img/logo.png\"? only upper and lower case differ)",
            "templates/b.html:1:6: no static asset \"img/logo.pgn\" (did you mean \"img/logo.png\"?)",
            "templates/b.html:1:34: no static asset \"elsewhere\" \
             (put the file into a static root, or correct the path)",
        ]
    );
}

#[test]
fn a_configured_source_that_is_missing_is_named() {
    let project = Project::new("missing-source");
    project.configure(".tailwind(\"styles/main.css\", \"css/main.css\")");
    assert_eq!(
        errors(&project),
        ["styles/main.css: no such file, but `Config::tailwind` names it \
             (create it with the line `@import \"tailwindcss\";`, or correct the path in build.rs)"]
    );
}

#[test]
fn a_syntax_error_in_the_source_is_told_in_tailwinds_words() {
    let project = site("syntax-error");
    project.write("static/css/source.css", "@import \"tailwindcss\";\n.a { color: red;\n");
    assert_eq!(errors(&project), ["static/css/source.css:2:1: tailwind: Missing closing } at .a"]);
}

#[test]
fn an_unknown_class_in_apply_is_told_in_tailwinds_words() {
    let project = site("unknown-apply");
    project.write("static/css/source.css", "@import \"tailwindcss\";\n.a { @apply nosuch; }\n");
    let errors = errors(&project);
    assert_eq!(errors.len(), 1);
    assert!(errors[0].starts_with("static/css/source.css"), "{errors:?}");
    assert!(
        errors[0].contains("tailwind: Cannot apply unknown utility class `nosuch`"),
        "{errors:?}"
    );
}

#[test]
fn a_failed_run_of_tailwind_leaves_nothing_half_written() {
    let project = site("half-written");
    let before = project.build(Profile::Release).ok();
    let kept = ["assets.rs", "assets.bin", "staticfiles.json", "tailwind/css/tailwind.css"];
    let read = |outcome: &Outcome| kept.map(|file| fs::read(outcome.folder().join(file)).unwrap());
    let files = read(&before);
    project.write("static/css/source.css", "@import \"tailwindcss\";\n.a { @apply nosuch; }\n");
    assert_eq!(project.build(Profile::Release).errors().len(), 1);
    assert!(read(&before) == files);
}

#[test]
fn an_unclosed_expression_is_an_error_at_its_position() {
    let project = Project::new("unclosed");
    project
        .write("askama.toml", ANGLES)
        .write("static/a.css", "a{}")
        .write("templates/index.html", "<p>\n  << \"a.css\"|static\n</p>\n");
    assert_eq!(
        errors(&project),
        ["templates/index.html:2:3: unclosed \"<<\" (close it with \">>\")"]
    );
}

#[test]
fn a_configuration_of_askama_that_is_not_toml_is_an_error_at_its_position() {
    let project = Project::new("not-toml");
    project.write("askama.toml", "[general]\ndirs = templates\n");
    let errors = errors(&project);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with("askama.toml:2:8: "), "{errors:?}");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_an_error() {
    let project = Project::new("unreadable");
    fs::create_dir(project.folder().join("static")).unwrap();
    let link = project.folder().join("static/gone.css");
    std::os::unix::fs::symlink("nowhere", link).unwrap();
    assert_eq!(errors(&project), ["static/gone.css: cannot be read: no such file or directory"]);
}

#[test]
fn the_first_of_two_roots_wins_and_the_other_file_is_named() {
    let project = Project::new("two-roots");
    project
        .configure(".root(\"one\").root(\"two\")")
        .write("one/a.css", "a{}")
        .write("two/a.css", "b{}");
    let outcome = project.build(Profile::Release).ok();
    assert_eq!(
        outcome.warnings(),
        ["two/a.css: not used, since one/a.css has the same path \"a.css\" \
             (the root that is given first wins; rename or ignore one of them)"]
    );
    assert_eq!(outcome.read("static/a.5f546eb4606b.css"), "a{}");
}

#[test]
fn without_any_tailwind_the_error_names_every_place_and_every_way_out() {
    let project = site("no-tailwind");
    let why = not_found(&project, UNREACHED, |command| {
        command
            .env("PATH", path_without(&["npm", "tailwindcss"]))
            .env("TAILPRINT_TAILWIND_MIRROR", "http://127.0.0.1:9");
    });
    let expected = "no npm on PATH; http://127.0.0.1:9/tailwindcss@4.3.5/";
    assert!(why.starts_with(expected) && why.contains("curl failed: (7) Failed to"), "{why}");
}

#[test]
fn an_offline_cargo_fetches_nothing() {
    let project = site("offline");
    let why = not_found(&project, "build once without that", |command| {
        command.env("CARGO_NET_OFFLINE", "true");
    });
    assert_eq!(why, "nothing may be fetched: cargo is offline (CARGO_NET_OFFLINE)");
}

#[test]
fn a_failing_npm_is_told_in_its_words() {
    let project = site("failing-npm");
    let why = not_found(&project, UNREACHED, |command| {
        command
            .env("npm_config_registry", "http://127.0.0.1:9/")
            .env("npm_config_fetch_retries", "0")
            .env("TAILPRINT_TAILWIND_MIRROR", "http://127.0.0.1:9");
    });
    assert!(why.starts_with("npm pack failed: ") && why.contains("ECONNREFUSED"), "{why}");
}

/// The way out where a network was tried.
const UNREACHED: &str = "name a proxy in HTTPS_PROXY or a mirror in TAILPRINT_TAILWIND_MIRROR";

/// Builds with an empty cache, expects the one error that says where Tailwind was looked for, with this way out among
/// the others, and returns why it was not fetched.
#[track_caller]
fn not_found(project: &Project, way: &str, set_up: impl FnOnce(&mut Command)) -> String {
    let cache = tempfile::tempdir().unwrap();
    let outcome = project.build_with(Profile::Debug, |command| {
        command.env("TAILPRINT_CACHE_DIR", cache.path());
        set_up(command);
    });
    without_panic(&outcome);
    let errors = outcome.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    let (root, cache) = (project.folder(), cache.path().to_owned());
    let (root, cache) = (root.display(), cache.display());
    let places = format!(
        "tailwind: no Tailwind 4.3.5 found: no third_party/tailwindcss-4.3.5 in {root} or a folder above; \
         no node_modules/tailwindcss in {root} or a folder above; none in {cache} or "
    );
    let ways = format!(
        " (`cargo tailprint vendor` on a machine with a network and commit what it writes, \
         or `npm install --save-dev tailwindcss@4.3.5`, or {way}, or name a Tailwind program in TAILWINDCSS)"
    );
    let rest = errors[0].split_once(&places).unwrap_or_else(|| panic!("{errors:?}")).1;
    let (_, rest) =
        rest.split_once("/out/tailprint/cache; ").unwrap_or_else(|| panic!("{errors:?}"));
    rest.strip_suffix(&*ways).unwrap_or_else(|| panic!("{errors:?}")).to_owned()
}

/// The programs on `PATH` without some of them: a folder of links.
fn path_without(names: &[&str]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("path-{}", names.join("-")));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let path = std::env::var_os("PATH").unwrap();
    for program in
        std::env::split_paths(&path).filter_map(|folder| folder.read_dir().ok()).flatten()
    {
        let program = program.unwrap();
        let name = program.file_name();
        if !names.iter().any(|taken| name == *taken) {
            // The first of a name wins, so the link of a later one cannot be made.
            let _ = std::os::unix::fs::symlink(program.path(), folder.join(name));
        }
    }
    folder
}
