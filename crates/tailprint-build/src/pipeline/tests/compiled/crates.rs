//! Classes and style sheets of crates that Cargo has fetched: from a registry and from a git repository.

use std::path::Path;
use std::process::Command;

use base16ct::lower::encode_string as hex;
use sha2::{Digest as _, Sha256};

use super::super::*;
use crate::config::Engine;

/// Runs a program, which has to succeed.
fn run(program: &str, args: &[&str], folder: &Path, home: &Path) {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("CARGO_HOME", home);
    command.env_remove("CARGO_NET_OFFLINE").env_remove("CARGO_TARGET_DIR");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{program} {args:?}: {output:?}");
}

/// The files of the crate, below a folder.
fn write_kit(package: &Package, folder: &str) {
    let manifest = "[package]\nname = \"ui-kit\"\nversion = \"1.0.0\"\nedition = \"2024\"\n";
    package.write(&format!("{folder}/Cargo.toml"), manifest);
    package.write(&format!("{folder}/src/lib.rs"), "pub fn a() -> &'static str { \"px-7\" }\n");
    package.write(
        &format!("{folder}/templates/card.html"),
        "<p class=\"rounded-lg text-kit {{ \"px-8\" }}\">",
    );
    package.write(&format!("{folder}/theme.css"), "@theme { --color-kit: #abc }");
}

/// An app that depends on the crate, which lies in another folder.
fn app(dependency: &str) -> Package {
    let package = Package::new(&[
        ("static/css/source.css", "@import \"tailwindcss\";\n@import \"ui-kit/theme.css\";\n"),
        ("templates/a.html", "<p class=\"p-1\">"),
        ("src/lib.rs", ""),
    ]);
    let manifest = format!(
        "[package]\nname = \"app\"\nversion = \"1.0.0\"\nedition = \"2024\"\n[dependencies]\nui-kit = {dependency}\n[workspace]\n"
    );
    package.write("Cargo.toml", manifest);
    let modules = crate::tailwind::tests::v4();
    let own = package.folder().join("node_modules");
    fs::create_dir_all(&own).unwrap();
    for name in ["tailwindcss", "@tailwindcss", ".bin"] {
        std::os::unix::fs::symlink(modules.join(name), own.join(name)).unwrap();
    }
    package
}

/// Fetches the crate by Cargo, and asserts that its classes are in the style sheet of both engines.
fn assert_classes(package: &Package, home: &Path) {
    let environment = Env::process();
    let path = environment.machine("PATH").unwrap().into_string().unwrap();
    let cargo = environment.cargo("CARGO").unwrap().into_string().unwrap();
    run(&cargo, &["fetch"], package.folder(), home);
    let more = [("PATH", &*path), ("CARGO", &*cargo), ("CARGO_HOME", home.to_str().unwrap())];
    for engine in [Engine::Builtin, Engine::Cli] {
        let mut config = Config::new();
        let run = package.run(config.engine(engine).tailwind_crate("ui-kit"), &more);
        let output = run.result.unwrap_or_else(|report| panic!("{engine:?}: {report}"));
        let css = text(&output, "css/tailwind.css");
        for class in [".p-1", ".px-7", ".px-8", ".rounded-lg", ".text-kit"] {
            assert!(css.contains(class), "{engine:?}: {class} in {css}");
        }
        for folder in [home, package.folder()].map(|folder| folder.to_str().unwrap()) {
            assert!(!css.contains(folder), "{engine:?}: {css}");
            assert!(!String::from_utf8_lossy(&output.manifest).contains(folder), "{engine:?}");
        }
    }
}

#[test]
fn a_crate_from_a_registry_has_its_classes_and_its_style_sheet_in_both_engines() {
    let outside = Package::new(&[]);
    write_kit(&outside, "ui-kit-1.0.0");
    let file = "registry/ui-kit-1.0.0.crate";
    fs::create_dir_all(outside.folder().join("registry/index/ui/-k")).unwrap();
    let home = outside.folder().join("home");
    run("tar", &["-czf", file, "ui-kit-1.0.0"], outside.folder(), &home);
    let digest = hex(&Sha256::digest(fs::read(outside.folder().join(file)).unwrap()));
    let entry = format!(
        "{{\"name\":\"ui-kit\",\"vers\":\"1.0.0\",\"deps\":[],\"cksum\":\"{digest}\",\"features\":{{}},\"yanked\":false}}\n"
    );
    outside.write("registry/index/ui/-k/ui-kit", entry);
    let package = app("\"1.0.0\"");
    let config = format!(
        "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\nlocal-registry = {:?}\n",
        outside.folder().join("registry")
    );
    package.write(".cargo/config.toml", config);
    assert_classes(&package, &home);
    assert!(home.join("registry/src").is_dir(), "Cargo has unpacked it elsewhere");
}

#[test]
fn a_crate_from_a_git_repository_has_its_classes_and_its_style_sheet_in_both_engines() {
    let outside = Package::new(&[]);
    write_kit(&outside, "kit");
    let (kit, home) = (outside.folder().join("kit"), outside.folder().join("home"));
    run("git", &["init", "--quiet", "--initial-branch=main"], &kit, &home);
    run("git", &["add", "."], &kit, &home);
    let author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    run("git", &[&author[..], &["commit", "--quiet", "-m", "Add it"]].concat(), &kit, &home);
    let package = app(&format!("{{ git = \"file://{}\" }}", kit.display()));
    assert_classes(&package, &home);
    assert!(home.join("git/checkouts").is_dir(), "Cargo has put it elsewhere");
}
