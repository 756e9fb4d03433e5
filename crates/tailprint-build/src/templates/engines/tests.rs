use super::*;

fn of(manifest: &str, file: &str) -> Engine {
    engines(manifest, BTreeMap::new).of(file)
}

#[test]
fn the_dependencies_name_the_engine() {
    for (line, expected) in [
        ("askama = \"0.16\"", Engine::Askama),
        ("askama = \"0.15.1\"", Engine::Askama),
        ("askama = { version = \"0.12\", features = [] }", Engine::OldAskama),
        ("askama = \"=0.14.0\"", Engine::OldAskama),
        ("rinja = \"0.3\"", Engine::OldAskama),
        ("minijinja = \"2\"", Engine::Minijinja),
        ("tera = \"1.20\"", Engine::Tera1),
        ("tera = \"2\"", Engine::Tera),
        ("views = { package = \"tera\", version = \"1\" }", Engine::Tera1),
        ("handlebars = \"6\"", Engine::Handlebars),
        ("liquid = \"0.26\"", Engine::Liquid),
        ("rocket_dyn_templates = { version = \"0.2\", features = [\"tera\"] }", Engine::Tera1),
        (
            "rocket_dyn_templates = { version = \"0.2\", features = [\"handlebars\"] }",
            Engine::Handlebars,
        ),
        ("rocket_dyn_templates = \"0.2\"", Engine::Askama),
        ("serde = \"1\"", Engine::Askama),
    ] {
        assert_eq!(of(&format!("[dependencies]\n{line}\n"), "a.html"), expected, "{line}");
    }
    let target = "[target.'cfg(unix)'.dependencies]\nminijinja = \"2\"\n";
    assert_eq!(of(target, "a.html"), Engine::Minijinja);
}

#[test]
fn an_extension_decides_between_several_engines() {
    let both = "[dependencies]\naskama = \"0.16\"\nminijinja = \"2\"\nhandlebars = \"6\"\n";
    assert_eq!(of(both, "a.html"), Engine::Askama);
    assert_eq!(of(both, "a.html.j2"), Engine::Minijinja);
    assert_eq!(of(both, "a.HBS"), Engine::Handlebars);
}

#[test]
fn an_inherited_dependency_has_the_version_of_the_workspace() {
    let package = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| std::fs::write(package.path().join(path), text).unwrap();
    std::fs::create_dir(package.path().join("app")).unwrap();
    write(
        "Cargo.toml",
        "[workspace]\nmembers = [\"app\"]\n[workspace.dependencies]\ntera = \"1\"\n",
    );
    write("app/Cargo.toml", "[dependencies]\ntera.workspace = true\n");
    let mut problems = Problems::default();
    let engines = read(&package.path().join("app"), &mut Templates::default(), &mut problems);
    assert_eq!(engines.of("a.html"), Engine::Tera1);
}
