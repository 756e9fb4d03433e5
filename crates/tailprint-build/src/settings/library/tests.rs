use super::*;

fn of(files: &[(&str, &str)]) -> String {
    let package = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let file = package.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
    }
    prefix(is_library(package.path()), "ui-kit")
}

#[test]
fn a_library_without_a_program_has_a_prefix_of_its_own() {
    let manifest = |more: &str| ("Cargo.toml", format!("[package]\nname = \"ui-kit\"\n{more}"));
    let with = |more: &str, sources: &[&str]| {
        let (path, manifest) = manifest(more);
        let sources = sources.iter().map(|path| (*path, ""));
        of(&[(path, &*manifest)].into_iter().chain(sources).collect::<Vec<_>>())
    };
    for (more, sources) in [
        ("", &["src/lib.rs"][..]),
        ("[lib]\npath = \"kit.rs\"", &["kit.rs"]),
        ("[lib]\ncrate-type = [\"rlib\"]", &["src/lib.rs", "examples/gallery.rs"]),
        ("autobins = false", &["src/lib.rs", "src/bin/tool.rs"]),
        ("version.workspace = true\n[dependencies]\na = { path = \"..\" }", &["src/lib.rs"]),
    ] {
        assert_eq!(with(more, sources), "/static-ui-kit/", "{more} {sources:?}");
    }
    for (more, sources) in [
        ("", &["src/main.rs"][..]),
        ("", &["src/lib.rs", "src/main.rs"]),
        ("", &["src/lib.rs", "src/bin/app.rs"]),
        ("[[bin]]\nname = \"app\"\npath = \"app.rs\"", &["src/lib.rs", "app.rs"]),
        ("[lib]\ncrate-type = [\"cdylib\", \"rlib\"]", &["src/lib.rs"]),
    ] {
        assert_eq!(with(more, sources), OF_APPS, "{more} {sources:?}");
    }
    assert_eq!(of(&[]), OF_APPS, "a folder without a package");
}

#[test]
fn the_prefix_of_a_library_is_one_that_requests_have() {
    assert_eq!(prefix(true, "küche"), "/static-k%C3%BCche/");
}
