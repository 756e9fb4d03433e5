//! The app of `examples/library` and the library that it uses, built and asked over HTTP.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::cargo::{self, Profile, ROOT};
use crate::support::project::base;
use crate::support::running::{Answer, App};

/// A copy of the example that depends on this checkout.
struct Example(TempDir);

impl Example {
    fn new() -> Self {
        let example = Self(tempfile::tempdir_in(base()).unwrap());
        let source = Path::new(ROOT).join("examples/library");
        copy(&source, example.0.path());
        for package in ["app", "ui-kit"] {
            let manifest = example.folder().join(package).join("Cargo.toml");
            let text = fs::read_to_string(&manifest).unwrap();
            assert!(text.contains("../../../crates"));
            fs::write(manifest, text.replace("../../../crates", &format!("{ROOT}/crates")))
                .unwrap();
        }
        fs::copy(Path::new(ROOT).join("Cargo.lock"), example.folder().join("Cargo.lock")).unwrap();
        example
    }

    fn folder(&self) -> PathBuf {
        self.0.path().canonicalize().unwrap()
    }

    fn program(&self, profile: Profile) -> PathBuf {
        let outcome = cargo::build(&self.folder().join("app"), profile, |command| {
            command.arg("--offline");
        });
        outcome.ok().program().to_owned()
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Asks for a URL, which has to be there, and returns the answer with its `Cache-Control`.
#[track_caller]
fn cached<'a>(answer: &'a Answer, url: &str) -> &'a str {
    assert_eq!(answer.status, 200, "{url}");
    answer.header("cache-control")
}

/// Asks for everything that the example serves.
#[track_caller]
fn serves_everything(profile: Profile, cache: &str) {
    let example = Example::new();
    let app = App::start(&example.program(profile));
    let page = app.get("/");
    let kit = page.between("<link rel=\"stylesheet\" href=\"/static-ui-kit/", "\"");
    let kit = format!("/static-ui-kit/{kit}");
    let own = format!("/static/{}", page.between("href=\"/static/", "\""));
    let icon = page.between("<img src=\"", "\"");
    assert!(icon.starts_with("/static-ui-kit/icons/check."), "{icon}");
    for url in [&*kit, &*own, icon] {
        assert_eq!(cached(&app.get(url), url), cache);
    }
    // The style sheet of the library names its own icon, that of the app a file at the root.
    let name = icon.rsplit('/').next().unwrap();
    assert!(app.get(&kit).text().contains(&format!("url(\"icons/{name}\")")));
    // A release build makes the URL relative, so that it holds below every base.
    let favicon = match profile {
        Profile::Debug => "url(\"/favicon.svg\")",
        Profile::Release => "url(\"../favicon.svg\")",
    };
    let sheet = app.get(&own);
    assert!(sheet.text().contains(favicon), "{}", sheet.text());

    let urls = ["/favicon.svg", "/robots.txt", "/sw.js", "/.well-known/security.txt"];
    for url in urls {
        let answer = app.get(url);
        assert_eq!(cached(&answer, url), "no-cache");
        let again = [("if-none-match", answer.header("etag"))];
        assert_eq!(app.request("GET", url, &again).status, 304, "{url}");
        assert_eq!(app.get(&format!("/static{url}")).status, 404, "{url}");
    }
    assert_eq!(app.get("/none.txt").status, 404);
    let manifest = app.get("/site.webmanifest");
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let src = manifest.between("\"src\": \"", "\"").to_owned();
    assert_eq!(cached(&app.get(&src), &src), cache);
}

#[test]
fn a_debug_build_serves_a_library_beside_the_app_and_files_at_the_root() {
    serves_everything(Profile::Debug, "no-cache");
}

#[test]
fn a_release_build_serves_a_library_beside_the_app_and_files_at_the_root() {
    serves_everything(Profile::Release, "public, max-age=31536000, immutable");
}

#[test]
fn two_packages_with_one_mount_do_not_start() {
    let example = Example::new();
    let script =
        "fn main() {\n    tailprint_build::Config::new().url_prefix(\"/static/\").build();\n}\n";
    fs::write(example.folder().join("ui-kit/build.rs"), script).unwrap();
    let output = Command::new(example.program(Profile::Debug)).env("ADDR", "127.0.0.1:0").output();
    let output = output.unwrap();
    assert!(!output.status.success());
    let message = String::from_utf8(output.stderr).unwrap();
    for package in ["app", "ui-kit"] {
        let route = format!(
            "/static/{{*assets-of-{package} (two packages have this mount: give one of them its own by \
             `Config::url_prefix` in its build.rs)}}"
        );
        assert!(message.contains(&route), "{message}");
    }
}

#[test]
fn a_mistyped_path_in_a_template_of_a_library_fails_the_build_of_the_library() {
    let example = Example::new();
    let template = "<link rel=\"stylesheet\" href=\"{{ \"kit.scss\"|static }}\">\n";
    fs::write(example.folder().join("ui-kit/templates/head.html"), template).unwrap();
    let outcome = cargo::build(&example.folder().join("app"), Profile::Debug, |command| {
        command.arg("--offline");
    });
    let message = "error: ui-kit@0.1.0: templates/head.html:1:33: no static asset \"kit.scss\" \
                   (did you mean \"kit.css\"?)";
    assert!(!outcome.success && outcome.stderr.contains(message), "{}", outcome.stderr);
}
