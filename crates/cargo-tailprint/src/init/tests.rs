//! Plans for small packages: what is edited, and what is left to the user.

use std::path::Path;

use super::*;

/// A package with these files; Cargo only describes it.
struct World(tempfile::TempDir);

const AXUM: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\naskama = \"0.16\"\naxum = \"0.8\"\n";

const MAIN: &str = "use axum::Router;\n\nmod pages;\n\nfn main() {\n    let app = Router::new().route(\"/\", get(x));\n}\n";

const PAGES: &str =
    "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"a.html\")]\nstruct A;\n";

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        // Not a member of a workspace above the temporary folder.
        for (path, content) in files {
            let file = world.0.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, content).unwrap();
        }
        world
    }

    fn plan(&self) -> Plan {
        let project = Project::find(None, Some(&self.0.path().join("Cargo.toml"))).unwrap();
        plan(&project, &Source::Version("0.1".into())).unwrap()
    }

    fn text(&self, plan: &Plan, path: &str) -> String {
        let root = self.0.path().canonicalize().unwrap();
        let in_plan = |root: &Path| plan.text(&root.join(path)).unwrap();
        let changed = plan.changes().any(|change| change.path == self.0.path().join(path));
        if changed { in_plan(self.0.path()) } else { in_plan(&root) }.unwrap_or_default()
    }
}

fn edited(files: &[(&str, &str)], path: &str) -> (String, Vec<String>) {
    let world = World::new(files);
    let plan = world.plan();
    (world.text(&plan, path), plan.notes)
}

#[test]
fn imports_are_added_where_a_template_has_use_for_them() {
    let template = ("templates/a.html", "<head>\n</head>\n");
    let files = [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", PAGES), template];
    let (pages, notes) = edited(&files, "src/pages.rs");
    assert_eq!(pages, format!("use crate::assets::filters;\n{PAGES}"));
    assert_eq!(notes, [""; 0]);
    let files = [files[0], files[1], files[2], ("templates/a.html", "<p>fragment</p>")];
    assert_eq!(edited(&files, "src/pages.rs").0, PAGES);
}

#[test]
fn the_module_and_the_route_find_their_places() {
    let files = [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", PAGES)];
    let expected = "tailprint::assets!();\n\nuse axum::Router;\n\nmod pages;\n\nfn main() {\n    let app = \
                    Router::new().route(\"/\", get(x)).nest_service(assets::MOUNT, assets::service());\n}\n";
    assert_eq!(edited(&files, "src/main.rs").0, expected);
}

#[test]
fn what_is_not_clear_is_said_instead() {
    let two = "fn main() { let a = Router::new(); let b = Router::new(); }\n";
    let served = "fn main() { let a = Router::new().nest_service(\"/static\", ServeDir::new(\"static\")); }\n";
    for (main, note) in [
        (
            two,
            "add `.nest_service(assets::MOUNT, assets::service())` to the `Router` that serves the pages",
        ),
        (
            served,
            "src/main.rs has a route at \"/static\", where the assets are served: write \
             `.nest_service(assets::MOUNT, assets::service())` in its place",
        ),
        (
            "mod assets {}\nfn main() {}\n",
            "src/main.rs has an `assets` of its own: declare `tailprint::assets!(in crate::web);` in a module, \
             here `web`, and use it from there",
        ),
    ] {
        let manifest = AXUM.replace("askama = \"0.16\"\n", "");
        let (text, notes) =
            edited(&[("Cargo.toml", &manifest), ("src/main.rs", main)], "src/main.rs");
        assert!(notes.iter().any(|it| it == note), "{notes:#?}");
        assert!(!text.contains(".nest_service(assets"), "{text}");
    }
}

#[test]
fn filters_of_the_package_are_not_hidden() {
    let pages = format!("mod filters {{}}\n{PAGES}");
    let template = ("templates/a.html", "<head>\n</head>\n");
    let files = [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", &pages), template];
    let world = World::new(&files);
    let plan = world.plan();
    assert_eq!(world.text(&plan, "templates/a.html"), template.1);
    assert_eq!(
        plan.notes,
        [
            "src/pages.rs has `filters` of its own: add `pub use crate::assets::filters::*;` to them",
            "link the style sheet in templates/a.html, once its filters are known: \
             `<link rel=\"stylesheet\" href=\"{{ \"css/tailwind.css\"|static }}\">`"
        ]
    );
}

#[test]
fn other_engines_get_constants() {
    for (engine, word) in [
        ("maud = \"0.27\"", "maud has no filters"),
        ("minijinja = \"2\"", "context!"),
        ("tera = \"1\"", "context.insert"),
        ("askama = \"0.12\"", "needs askama 0.16"),
    ] {
        let manifest = AXUM.replace("askama = \"0.16\"", engine);
        let (text, notes) =
            edited(&[("Cargo.toml", &manifest), ("src/main.rs", "fn main() {}\n")], "Cargo.toml");
        assert!(notes.iter().any(|note| note.contains(word)), "{engine}: {notes:?}");
        assert!(
            text.contains("tailprint = { version = \"0.1\", features = [\"axum\"] }"),
            "{text}"
        );
    }
}

#[test]
fn a_style_sheet_that_is_there_becomes_the_entry() {
    let css = ("styles/main.css", "@import \"tailwindcss\";\n");
    let files = [("Cargo.toml", AXUM), ("src/main.rs", "fn main() {}\n"), css];
    let (script, _) = edited(&files, "build.rs");
    let line = "tailprint_build::Config::new().tailwind(\"styles/main.css\", \"css/tailwind.css\").build();";
    assert!(script.contains(line), "{script}");
}

#[test]
fn target_is_ignored_once() {
    let app = [("Cargo.toml", AXUM), ("src/main.rs", "fn main() {}\n")];
    for (before, after) in
        [("*.log", "*.log\n/target\n"), ("target/\r\n", "target/\n"), ("", "/target\n")]
    {
        let files = [app[0], app[1], (".gitignore", before)];
        assert_eq!(edited(&files, ".gitignore").0, after);
    }
}

#[test]
fn a_file_that_changes_meanwhile_stops_everything() {
    let world = World::new(&[("Cargo.toml", AXUM), ("src/main.rs", "fn main() {}\n")]);
    let plan = world.plan();
    std::fs::write(world.0.path().join("Cargo.toml"), format!("{AXUM}# mine\n")).unwrap();
    let Err(Failure::CannotRun(message)) = apply::apply(&plan) else { panic!() };
    assert!(message.ends_with("Cargo.toml: was changed meanwhile; run it again"), "{message}");
    let names = std::fs::read_dir(world.0.path()).unwrap();
    let mut names: Vec<_> = names.map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["Cargo.toml", "src"]);
}
