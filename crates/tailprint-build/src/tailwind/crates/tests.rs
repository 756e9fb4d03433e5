use super::*;

/// A workspace with an app and a crate of components, and its `Cargo.lock`.
fn workspace() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("Cargo.toml", "[workspace]\nmembers = [\"app\", \"ui-kit\"]\nresolver = \"3\"\n");
    write(
        "app/Cargo.toml",
        "[package]\nname = \"app\"\nversion = \"1.0.0\"\n[dependencies]\nui-kit = { path = \"../ui-kit\" }\n",
    );
    write("app/src/lib.rs", "");
    write("ui-kit/Cargo.toml", "[package]\nname = \"ui-kit\"\nversion = \"1.0.0\"\n");
    write("ui-kit/src/lib.rs", "// class=\"px-7\"");
    write("ui-kit/templates/card.html", "<p class=\"rounded-lg\">");
    write("ui-kit/theme.css", "@theme { --color-kit: #abc }");
    write(
        "Cargo.lock",
        "version = 4\n[[package]]\nname = \"app\"\nversion = \"1.0.0\"\ndependencies = [\n \"ui-kit\",\n]\n[[package]]\nname = \"ui-kit\"\nversion = \"1.0.0\"\n",
    );
    folder
}

fn found(folder: &Path, names: &[&str]) -> Result<Crates, Vec<String>> {
    found_with(folder, names, &Env::process())
}

fn found_with(folder: &Path, names: &[&str], env: &Env) -> Result<Crates, Vec<String>> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let found = find(&names, &folder.join("app"), env, &mut Watch::default());
    found.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_crate_is_found_with_its_sources_templates_and_style_sheets() {
    let folder = workspace();
    let root = tailprint_core::path::canonical(folder.path()).unwrap();
    let crates = found(&root, &["ui_kit"]).unwrap();
    assert_eq!(crates["ui_kit"], root.join("ui-kit"));
    let bases: Vec<PathBuf> = sources(&crates).into_iter().map(|source| source.base).collect();
    assert_eq!(bases, [root.join("ui-kit/src"), root.join("ui-kit/templates")]);
    assert_eq!(import(&crates, "ui_kit/theme.css").unwrap(), root.join("ui-kit/theme.css"));
    assert_eq!(import(&crates, "ui_kit/theme").unwrap(), root.join("ui-kit/theme.css"));
    assert_eq!(import(&crates, "other/theme"), None);
}

#[test]
fn a_crate_that_is_no_dependency_is_an_error() {
    let folder = workspace();
    assert_eq!(
        found(folder.path(), &["ui-kid"]).unwrap_err(),
        [
            "`Config::tailwind_crate`: \"ui-kid\" is no dependency of this package (did you mean \"ui-kit\"?)"
        ]
    );
    assert_eq!(
        found(folder.path(), &["serde"]).unwrap_err(),
        [
            "`Config::tailwind_crate`: \"serde\" is no dependency of this package (`cargo add serde`, or correct the name)"
        ]
    );
    std::fs::remove_file(folder.path().join("Cargo.lock")).unwrap();
    let error = found(folder.path(), &["ui-kit"]).unwrap_err().remove(0);
    let start = "`Config::tailwind_crate`: `cargo metadata --locked --offline` fails: ";
    assert!(error.starts_with(start), "{error}");
    assert!(error.contains("--locked"), "{error}");
}

/// The same workspace with another entry in `[dependencies]`, and more in the manifest of the app.
fn workspace_with(dependency: &str, more: &str) -> tempfile::TempDir {
    let folder = workspace();
    let package = "[package]\nname = \"app\"\nversion = \"1.0.0\"\n[dependencies]\n";
    let manifest = format!("{package}{dependency}\n{more}");
    std::fs::write(folder.path().join("app/Cargo.toml"), manifest).unwrap();
    folder
}

#[test]
fn a_renamed_dependency_is_found_by_both_names() {
    let folder = workspace_with("kit = { package = \"ui-kit\", path = \"../ui-kit\" }", "");
    let root = tailprint_core::path::canonical(folder.path()).unwrap();
    for name in ["kit", "ui-kit"] {
        assert_eq!(found(&root, &[name]).unwrap()[name], root.join("ui-kit"));
    }
}

#[test]
fn an_optional_dependency_is_found_if_its_feature_is_on() {
    let folder = workspace_with(
        "ui-kit = { path = \"../ui-kit\", optional = true }",
        "[features]\nui = [\"dep:ui-kit\"]\n",
    );
    // Members of the workspace are always known, so that it is none here.
    let workspace = "[workspace]\nmembers = [\"app\"]\nexclude = [\"ui-kit\"]\nresolver = \"3\"\n";
    std::fs::write(folder.path().join("Cargo.toml"), workspace).unwrap();
    let with = |features: &str| {
        let set = ("CARGO_CFG_FEATURE".into(), features.into());
        Env::of(Env::process().all().into_iter().chain([set]))
    };
    let root = tailprint_core::path::canonical(folder.path()).unwrap();
    let crates = found_with(&root, &["ui-kit"], &with("ui")).unwrap();
    assert_eq!(crates["ui-kit"], root.join("ui-kit"));
    assert_eq!(
        found_with(&root, &["ui-kit"], &with("")).unwrap_err(),
        [
            "`Config::tailwind_crate`: \"ui-kit\" is an optional dependency whose feature is off (call it only where the feature is on: `if cfg!(feature = \"…\")`)"
        ]
    );
}

#[test]
fn a_crate_beside_one_that_is_not_downloaded_is_found_and_that_one_is_told() {
    let registry = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(registry.path().join("index/ne/ve")).unwrap();
    let entry = format!(
        "{{\"name\":\"never\",\"vers\":\"1.0.0\",\"deps\":[],\"cksum\":\"{}\",\"features\":{{}},\"yanked\":false}}\n",
        "0".repeat(64)
    );
    std::fs::write(registry.path().join("index/ne/ve/never"), entry).unwrap();
    for (table, exclude) in [
        ("dev-dependencies", ""),
        ("dev-dependencies", "exclude = [\"ui-kit\"]\n"),
        ("target.'cfg(any())'.dependencies", ""),
    ] {
        let folder = workspace_with(
            "ui-kit = { path = \"../ui-kit\" }",
            &format!("[{table}]\nnever = \"1.0.0\"\n"),
        );
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let manifest = format!("[workspace]\nmembers = [\"app\"]\n{exclude}resolver = \"3\"\n");
        write("Cargo.toml", &manifest);
        std::fs::create_dir(folder.path().join(".cargo")).unwrap();
        let source = format!(
            "[source.crates-io]\nreplace-with = \"here\"\n[source.here]\nlocal-registry = {:?}\n",
            registry.path()
        );
        write(".cargo/config.toml", &source);
        let mut lock = Command::new(Env::process().cargo("CARGO").unwrap());
        lock.args(["generate-lockfile", "--offline"]).current_dir(folder.path());
        assert!(lock.output().unwrap().status.success());
        let root = tailprint_core::path::canonical(folder.path()).unwrap();
        assert_eq!(found(&root, &["ui-kit"]).unwrap()["ui-kit"], root.join("ui-kit"), "{table}");
        let error = found(&root, &["never"]).unwrap_err().remove(0);
        let repair =
            "(run `cargo fetch` in the package, or name the folder of the crate with `@source`)";
        assert!(error.ends_with(repair), "{error}");
        if table.starts_with("target") {
            let host = ("HOST".into(), "x86_64-unknown-linux-gnu".into());
            let env = Env::of(Env::process().all().into_iter().chain([host]));
            let found = |name: &str| found_with(&root, &[name], &env);
            assert_eq!(found("ui-kit").unwrap()["ui-kit"], root.join("ui-kit"));
            assert_eq!(
                found("never").unwrap_err(),
                [
                    "`Config::tailwind_crate`: \"never\" is a dependency on other platforms alone (name the folder of the \
                     crate with `@source`)"
                ]
            );
        }
    }
}
