//! Plans for small packages: what is edited, and what is left to the user.

mod engines;
mod folders;
mod public;
mod routers;
mod servers;
mod services;
mod shapes;
mod sockets;
mod workspace;

use std::path::Path;

use super::*;

/// A package with these files; Cargo only describes it.
struct World(tempfile::TempDir);

const AXUM: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                    [dependencies]\naskama = \"0.16\"\naxum = \"0.8\"\n";

const MAIN: &str = "use axum::Router;\n\nmod pages;\n\nfn main() {\n    let app = Router::new().route(\"/\", get(x));\n}\n";

const PAGES: &str =
    "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"a.html\")]\nstruct A;\n";

/// The style sheet for Tailwind at its conventional place.
const SHEET: (&str, &str) = ("static/css/source.css", "@import \"tailwindcss\";\n");

/// The text as rustfmt writes it, if it would not have changed the one before.
fn as_before(before: &str, after: &str) -> String {
    let formatted = |text: &str| edits::rustfmt::formatted(text, &std::env::temp_dir(), "2024");
    let was_formatted = formatted(before).is_some_and(|it| it == before);
    formatted(after).filter(|_| was_formatted).unwrap_or_else(|| after.to_owned())
}

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
        self.plan_of("Cargo.toml")
    }

    /// The plan for the package with this manifest.
    fn plan_of(&self, manifest: &str) -> Plan {
        let project = Project::find(None, Some(&self.0.path().join(manifest))).unwrap();
        settled(&project, &CrateSource::Version("0.1".into()), false).unwrap()
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
    let files =
        [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", PAGES), template, SHEET];
    let (pages, notes) = edited(&files, "src/pages.rs");
    assert_eq!(pages, format!("use crate::assets::filters;\n{PAGES}"));
    // A platform may open the socket of an app that does not.
    assert_eq!(notes, [""; 0]);
    let files = [files[0], files[1], files[2], ("templates/a.html", "<p>fragment</p>"), SHEET];
    assert_eq!(edited(&files, "src/pages.rs").0, PAGES);
}

#[test]
fn the_module_and_the_route_find_their_places() {
    let files = [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", PAGES)];
    // A chain of more than 60 columns is one of lines.
    let expected = "tailprint::assets!();\n\nuse axum::Router;\n\nmod pages;\n\nfn main() {\n    let app = \
                    Router::new()\n        .route(\"/\", get(x))\n        .nest_service(assets::MOUNT, \
                    assets::service())\n        .layer(tailprint::live_reload());\n}\n";
    assert_eq!(edited(&files, "src/main.rs").0, expected);
}

#[test]
fn unclear_edits_become_notes() {
    let two = "fn main() { let a = Router::new(); let b = Router::new(); }\n";
    let served = "fn main() { let a = Router::new().nest_service(\"/static\", ServeDir::new(\"static\")); }\n";
    for (main, note) in [
        (
            two,
            "src/main.rs:1: add `.nest_service(assets::MOUNT, assets::service())` to the `Router` that serves the pages",
        ),
        (
            served,
            "src/main.rs:1: a route at \"/static\", where the assets are served: write \
             `.nest_service(assets::MOUNT, assets::service())` in its place",
        ),
    ] {
        let manifest = AXUM.replace("askama = \"0.16\"\n", "");
        let (text, notes) =
            edited(&[("Cargo.toml", &manifest), ("src/main.rs", main)], "src/main.rs");
        assert!(notes.iter().any(|it| it == note), "{notes:#?}");
        // The folder by default is told once, also before it is there.
        assert!(!notes.iter().any(|it| it.contains("goes on to serve")), "{notes:#?}");
        assert!(!text.contains(".nest_service(assets"), "{text}");
    }
}

#[test]
fn filters_of_the_package_are_not_hidden() {
    let pages = format!("mod filters {{}}\n{PAGES}");
    let template = ("templates/a.html", "<head>\n</head>\n");
    let files =
        [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", &pages), template, SHEET];
    let world = World::new(&files);
    let plan = world.plan();
    assert_eq!(world.text(&plan, "templates/a.html"), template.1);
    assert_eq!(
        plan.notes[..2],
        [
            "src/pages.rs: this code has `filters` of its own: add `pub use crate::assets::filters::*;` to them",
            "link the style sheet in templates/a.html, once the filters are known there: \
             `<link rel=\"stylesheet\" href=\"{{ \"css/tailwind.css\"|static }}\">`"
        ]
    );
}

#[test]
fn other_engines_get_constants() {
    for (engine, word) in [
        ("rinja = \"0.3\"", "{{ crate::assets::css::TAILWIND_CSS|safe }}"),
        ("hypertext = \"0.12\"", "href=(crate::assets::css::TAILWIND_CSS)"),
        ("leptos = \"0.8\"", "href=crate::assets::css::TAILWIND_CSS"),
        ("handlebars = \"6\"", "register a helper `static`"),
        ("maud = \"0.27\"", "href=(crate::assets::css::TAILWIND_CSS)"),
        ("minijinja = \"2\"", "register_minijinja"),
        ("tera = \"1\"", "register_tera"),
        ("askama = \"0.12\"", "{{ crate::assets::css::TAILWIND_CSS|safe }}"),
    ] {
        let manifest = AXUM.replace("askama = \"0.16\"", engine);
        let (text, notes) = edited(
            &[("Cargo.toml", &manifest), ("src/main.rs", "fn main() {}\n"), SHEET],
            "Cargo.toml",
        );
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
    let line = "    tailprint_build::Config::new()\n        .tailwind(\"styles/main.css\", \"css/tailwind.css\")\n        .build();\n";
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
    let Err(Failure::CannotRun(message)) = plan::apply::apply(&plan) else { panic!() };
    assert!(message.ends_with("Cargo.toml: was changed meanwhile; run it again"), "{message}");
    let names = std::fs::read_dir(world.0.path()).unwrap();
    let mut names: Vec<_> = names.map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["Cargo.toml", "src"]);
}

/// The main file of an app without templates, and what is left to do.
fn wired(framework: &str, main: &str) -> (String, String, Vec<String>) {
    let manifest = AXUM.replace("askama = \"0.16\"\n", "").replace("axum = \"0.8\"", framework);
    let world = World::new(&[("Cargo.toml", &manifest), ("src/main.rs", main)]);
    let plan = world.plan();
    let (manifest, main) = (world.text(&plan, "Cargo.toml"), world.text(&plan, "src/main.rs"));
    let again = World::new(&[("Cargo.toml", &manifest), ("src/main.rs", &main)]);
    assert_eq!(again.text(&again.plan(), "src/main.rs"), main, "twice is once");
    assert_eq!(again.text(&again.plan(), "Cargo.toml"), manifest, "twice is once");
    let main = main.replace("tailprint::assets!();\n\n", "");
    (manifest, main, plan.notes)
}

#[test]
fn the_layer_comes_last_where_it_reaches_everything() {
    let axum = |chain: &str| format!("fn main() {{\n    let app = {chain};\n}}\n");
    let service = ".nest_service(assets::MOUNT, assets::service())";
    for (before, after) in [
        (
            "Router::new().route(\"/\", get(x)).with_state(s).into_make_service()",
            format!(
                "Router::new().route(\"/\", get(x)){service}.with_state(s).layer(tailprint::live_reload()).into_make_service()"
            ),
        ),
        (
            "Router::new()\n        .route(\"/\", get(x))\n        .layer(Compress)",
            format!(
                "Router::new()\n        .route(\"/\", get(x))\n        {service}\n        .layer(Compress)\n        \
                 .layer(tailprint::live_reload())"
            ),
        ),
        ("Router::new()", format!("Router::new(){service}.layer(tailprint::live_reload())")),
        (
            "Router::new().layer(tailprint::live_reload())",
            format!("Router::new(){service}.layer(tailprint::live_reload())"),
        ),
    ] {
        let (_, text, notes) = wired("axum = \"0.8\"", &axum(before));
        assert_eq!(text, as_before(&axum(before), &axum(&after)));
        assert!(!notes.iter().any(|note| note.contains("live_reload()")), "{notes:?}");
    }
    let later =
        "fn main() {\n    let app = Router::new();\n    let app = app.route(\"/\", get(x));\n}\n";
    let (_, text, notes) = wired("axum = \"0.8\"", later);
    assert!(!text.contains("live_reload"), "{text}");
    let note = "src/main.rs:2: add `.layer(tailprint::live_reload())` to the `Router`, behind all routes: pages then follow what is \
                saved under `cargo tailprint dev`";
    assert!(notes.iter().any(|it| it == note), "{notes:#?}");
}

/// An app of axum and askama that serves `folder` below `url`, as the public apps do.
fn serving(url: &str, folder: &str) -> String {
    format!(
        "use askama::Template;\nuse axum::Router;\nuse tower_http::services::ServeDir;\n\n#[derive(Template)]\n\
         #[template(path = \"index.html\")]\nstruct Index;\n\nfn main() {{\n    let app = \
         Router::new().nest_service(\"{url}\", ServeDir::new(\"{folder}\"));\n}}\n"
    )
}

fn page(href: &str) -> String {
    format!("<head><link rel=\"stylesheet\" href=\"{href}\"></head><h1>Hi</h1>\n")
}

/// Plans and applies `init`, then plans it again.
fn migrated(files: &[(&str, &str)]) -> (World, Vec<String>) {
    let world = World::new(files);
    let plan = world.plan();
    assert!(plan::apply::apply(&plan).is_ok());
    let again = world.plan();
    assert!(again.is_empty(), "twice is once: {:?}", again.changes().collect::<Vec<_>>());
    (world, plan.notes)
}

impl World {
    /// The text of a file; empty if there is none.
    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap_or_default()
    }
}

#[test]
fn the_folder_and_the_prefix_of_an_app_are_kept_and_its_links_are_hashed() {
    let main = serving("/assets", "assets");
    let (world, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", &main),
        ("assets/css/site.css", "h1 { color: red }\n"),
        ("templates/index.html", &page("/assets/css/site.css?v=2")),
    ]);
    let calls = "    tailprint_build::Config::new()\n        .root(\"assets\")\n        \
                 .url_prefix(\"/assets/\")\n        .no_tailwind()\n        .build();\n";
    assert!(world.read("build.rs").contains(calls), "{}", world.read("build.rs"));
    assert_eq!(world.read("templates/index.html"), page("{{ \"css/site.css\"|static }}?v=2"));
    let main = world.read("src/main.rs");
    assert!(main.contains(".nest_service(assets::MOUNT, assets::service())"), "{main}");
    assert!(main.contains("use assets::filters;") && !main.contains("ServeDir"), "{main}");
    assert!(!notes.iter().any(|note| note.contains("ServeDir")), "{notes:#?}");
    assert_eq!(world.read("static/css/source.css"), "");
}

#[test]
fn an_app_with_styles_and_no_tailwind_gets_no_tailwind() {
    let main = serving("/static", "static");
    let (world, _) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", &main),
        ("static/css/site.css", "h1 { color: red }\n"),
        ("templates/index.html", &page("/static/css/site.css")),
    ]);
    let script = world.read("build.rs");
    assert!(script.contains("tailprint_build::Config::new().no_tailwind().build();"), "{script}");
    assert_eq!(world.read("static/css/source.css"), "");
    assert_eq!(world.read("templates/index.html"), page("{{ \"css/site.css\"|static }}"));
}

#[test]
fn tailwind_3_stays_what_it_is_and_keeps_its_link() {
    let main = serving("/assets", "public");
    let (world, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", &main),
        ("public/logo.svg", "<svg/>"),
        ("input.css", "@tailwind base;\n@tailwind utilities;\n"),
        (
            "package.json",
            "{\"scripts\": {\n\"css\": \"tailwindcss -i input.css -o ./public/css/app.css\"},\n\
             \"devDependencies\": {\"tailwindcss\": \"^3.4.3\"}}\n",
        ),
        ("templates/index.html", &page("/assets/css/app.css")),
    ]);
    let script = world.read("build.rs");
    for call in [
        ".root(\"public\")",
        ".url_prefix(\"/assets/\")",
        ".tailwind(\"input.css\", \"css/app.css\")",
        ".engine(tailprint_build::Engine::Cli)",
        ".tailwind_version(\"3.4.3\")",
    ] {
        assert!(script.contains(&format!("\n        {call}\n")), "{script}");
    }
    assert_eq!(world.read("templates/index.html"), page("{{ \"css/app.css\"|static }}"));
    let note =
        "package.json:2: runs Tailwind, which the build script of tailprint does now: remove that";
    assert!(notes.iter().any(|it| it == note), "{notes:#?}");
}

#[test]
fn a_configuration_of_tailwind_3_in_another_folder_has_to_be_moved() {
    let main = serving("/static", "static");
    let config = "module.exports = {\n  content: [\"../templates/*.html\"],\n}\n";
    let of_npm = "{\"scripts\": {\n\"css\": \"tailwindcss -i ./input.css -o ../static/app.css\"},\n\
                  \"devDependencies\": {\"tailwindcss\": \"^3.4.12\"}}\n";
    let build = "fn main() {\n    std::process::Command::new(\"npx\")\n        .arg(\"tailwindcss\")\n        \
                 .arg(\"--config\")\n        .arg(\"style/of_3.js\")\n        .arg(\"--input\")\n        \
                 .arg(\"style/input.css\")\n        .arg(\"--output\")\n        .arg(\"static/app.css\")\n        \
                 .status()\n        .unwrap();\n}\n";
    for (config_file, caller, version) in [
        ("style/tailwind.config.js", ("style/package.json", of_npm), "3.4.12"),
        ("style/of_3.js", ("build.rs", build), "3.4.17"),
    ] {
        let (world, notes) = migrated(&[
            ("Cargo.toml", AXUM),
            ("src/main.rs", &main),
            ("static/logo.svg", "<svg/>"),
            ("style/input.css", "@tailwind base;\n@tailwind utilities;\n"),
            (config_file, config),
            caller,
            ("templates/index.html", &page("/static/app.css")),
        ]);
        let script = world.read("build.rs");
        assert!(script.contains(".tailwind(\"style/input.css\", \"app.css\")"), "{script}");
        assert!(script.contains(&format!(".tailwind_version(\"{version}\")")), "{script}");
        let note = format!(
            "{config_file}:2: Tailwind 3 looks for its configuration in the folder of Cargo.toml, and resolves `content` \
             from there: move this file to tailwind.config.js there, and write its paths from there"
        );
        assert!(notes.contains(&note), "{notes:#?}");
        assert!(world.plan().notes.contains(&note), "a second run");
        let moved = world.0.path().join("tailwind.config.js");
        std::fs::write(moved, "module.exports = { content: [\"templates/*.html\"] }\n").unwrap();
        assert!(!world.plan().notes.contains(&note));
    }
}

#[test]
fn no_second_route_is_added_beside_one_for_the_same_urls() {
    let embedded = "use axum::Router;\n\n#[derive(Embed)]\n#[folder = \"public\"]\nstruct Public;\n\nfn main() {\n    \
                    let app = Router::new().route(\"/public/{*path}\", get(file));\n}\n";
    let (world, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", embedded),
        ("public/site.css", "h1 { color: red }\n"),
    ]);
    assert!(!world.read("src/main.rs").contains("assets::service()"));
    let route = "src/main.rs:8: a route at \"/public/{*path}\", where the assets are served: write \
                 `.nest_service(assets::MOUNT, assets::service())` in its place";
    assert!(notes.iter().any(|note| note == route), "{notes:#?}");
}

#[test]
fn actix_and_rocket_have_their_own_places_for_the_service() {
    for (framework, before, after) in [
        (
            "actix-web = \"4\"",
            "App::new().service(Files::new(\"/pub\", \"./public\").prefer_utf8(true))",
            ".service(assets::service())",
        ),
        (
            "rocket = \"0.5\"",
            "rocket::build().mount(\"/pub\", FileServer::from(relative!(\"public\")))",
            ".mount(\"/\", assets::service())",
        ),
    ] {
        let manifest = AXUM
            .replace("askama = \"0.16\"\naxum = \"0.8\"", &format!("{framework}\ntera = \"1\""));
        let main = format!("fn main() {{\n    let app = {before};\n}}\n");
        let (world, notes) = migrated(&[
            ("Cargo.toml", &manifest),
            ("src/main.rs", &main),
            ("public/site.css", "h1 { color: red }\n"),
            ("templates/index.html", &page("/pub/site.css")),
        ]);
        let main = world.read("src/main.rs");
        assert!(main.contains(after) && !main.contains("public"), "{main}");
        assert!(world.read("build.rs").contains(".url_prefix(\"/pub/\")"));
        assert_eq!(world.read("templates/index.html"), page("/pub/site.css"));
        let links =
            "rewrite the URLs of assets in templates/index.html:1: call `assets::register_tera";
        assert!(notes.iter().any(|note| note.starts_with(links)), "{notes:#?}");
    }
}

#[test]
fn an_app_without_styles_gets_no_style_sheet() {
    let main = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"index.html\")]\nstruct Index;\n\n\
                fn main() {}\n";
    let template = "<head></head><h1>Hi</h1>\n";
    let files = [("Cargo.toml", AXUM), ("src/main.rs", main), ("templates/index.html", template)];
    let (world, _) = migrated(&files);
    assert!(world.read("build.rs").contains("    tailprint_build::build();\n"));
    assert_eq!(world.read("static/css/source.css"), "");
    assert_eq!(world.read("templates/index.html"), template);
}

#[test]
fn a_second_run_tells_the_steps_that_are_still_open() {
    let script = "{\"scripts\": {\n\"css\": \"tailwindcss -i input.css -o ./static/app.css\"}}\n";
    let main = serving("/static", "static");
    let service = "ServeDir::new(\"static\")";
    let unusual = format!("{service}.call_fallback_on_method_not_allowed(true)");
    let main = main.replace(service, &unusual);
    let (world, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", &main),
        ("static/logo.svg", "<svg/>"),
        ("input.css", "@import \"tailwindcss\";\n"),
        ("package.json", script),
    ]);
    let open = |notes: &[String]| -> Vec<bool> {
        let told = |word: &str| notes.iter().any(|note| note.contains(word));
        vec![
            told("package.json:2: runs Tailwind"),
            told("`ServeDir` serves static: write `.nest_service("),
        ]
    };
    assert_eq!(open(&notes), [true, true], "{notes:#?}");
    assert_eq!(open(&world.plan().notes), [true, true], "{:#?}", world.plan().notes);
    std::fs::write(world.0.path().join("package.json"), "{}").unwrap();
    assert_eq!(open(&world.plan().notes), [false, true]);
}

#[test]
fn imports_and_crates_that_served_the_files_go_away() {
    let rocket = "use rocket::fs::{FileServer, relative};\nuse rocket::{launch, routes};\n\nfn main() {\n    \
                  rocket::build().mount(\"/public\", FileServer::from(relative!(\"public\")));\n}\n";
    let manifest = AXUM.replace("askama = \"0.16\"\naxum = \"0.8\"", "rocket = \"0.5\"");
    let style = ("public/site.css", "h1 { color: red }\n");
    let (world, _) = migrated(&[("Cargo.toml", &manifest), ("src/main.rs", rocket), style]);
    let main = world.read("src/main.rs");
    assert!(
        !main.contains("rocket::fs") && main.contains("use rocket::{launch, routes};"),
        "{main}"
    );

    let manifest = format!("{AXUM}tower-http = {{ version = \"0.6\", features = [\"fs\"] }}\n");
    let main = serving("/public", "public");
    let (world, _) = migrated(&[("Cargo.toml", &manifest), ("src/main.rs", &main), style]);
    assert!(!world.read("Cargo.toml").contains("tower-http"), "{}", world.read("Cargo.toml"));
    let main = main.replace(
        "fn main",
        "fn trace() -> tower_http::trace::TraceLayer<()> {\n    todo!()\n}\n\nfn main",
    );
    let (world, _) = migrated(&[("Cargo.toml", &manifest), ("src/main.rs", &main), style]);
    assert!(world.read("Cargo.toml").contains("tower-http"));
}

#[test]
fn files_that_the_host_is_asked_for_stay_at_its_root() {
    let main = "use axum::Router;\nuse tower_http::services::ServeDir;\n\nfn main() {\n    let app = \
                Router::new().fallback_service(ServeDir::new(\"public\"));\n}\n";
    let (world, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", main),
        ("public/favicon.ico", "icon"),
        ("public/robots.txt", "User-agent: *\n"),
        ("public/site.css", "h1 { color: red }\n"),
    ]);
    let script = world.read("build.rs");
    let calls = "\n        .root(\"public\")\n        .at_root(\"favicon.ico\")\n        .at_root(\"robots.txt\")\n";
    assert!(script.contains(calls), "{script}");
    let still = "`ServeDir` still serves public at the root of the host";
    assert!(notes.iter().any(|note| note.contains(still)), "{notes:#?}");
    // A nested service would not answer there.
    let main = world.read("src/main.rs");
    assert!(main.contains(".merge(assets::service().router())"), "{main}");
}

#[test]
fn axum_0_7_has_a_route_for_each_file_at_the_root() {
    let (world, _) = migrated(&[
        ("Cargo.toml", &AXUM.replace("axum = \"0.8\"", "axum = \"0.7\"")),
        (
            "src/main.rs",
            "fn main() {\n    let app = Router::new().fallback_service(ServeDir::new(\"public\"));\n}\n",
        ),
        ("public/favicon.ico", "icon"),
        ("public/site.css", "h1 { color: red }\n"),
    ]);
    let main: String = world.read("src/main.rs").split_whitespace().collect();
    let routes = ".nest_service(assets::MOUNT,assets::service()).route_service(\"/favicon.ico\",assets::service().with_mount())";
    assert!(main.contains(routes), "{main}");
}

#[test]
fn a_route_of_the_app_for_a_file_at_the_root_stays_alone() {
    let main = "use axum::Router;\nuse tower_http::services::{ServeDir, ServeFile};\n\nfn main() {\n    let app = \
                Router::new()\n        .route_service(\"/favicon.ico\", ServeFile::new(\"public/favicon.ico\"))\n        \
                .fallback_service(ServeDir::new(\"public\"));\n}\n";
    let (world, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", main),
        ("public/favicon.ico", "icon"),
        ("public/site.css", "h1 { color: red }\n"),
    ]);
    let main = world.read("src/main.rs");
    assert!(main.contains(".nest_service(assets::MOUNT, assets::service())"), "{main}");
    let step = "src/main.rs:6: `ServeFile` goes on to read public/favicon.ico from the folder that the program is started \
                in: to have it in the program, add `.at_root(\"favicon.ico\")` to build.rs, and write \
                `assets::service().with_mount()` in the place of `ServeFile::new(…)`";
    assert!(notes.iter().any(|note| note == step), "{notes:#?}");
}

#[test]
fn a_style_sheet_that_was_made_before_is_to_be_deleted() {
    let (_, notes) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", &serving("/static", "static")),
        ("input.css", "@import \"tailwindcss\";\n"),
        ("justfile", "css:\n    tailwindcss -i input.css -o static/css/app.css\n"),
        ("static/css/app.css", "/*! tailwindcss v4.3.5 */\n"),
        ("templates/index.html", &page("/static/css/app.css")),
    ]);
    let step = "delete static/css/app.css: the build makes this style sheet now, and refuses a file in its place";
    assert!(notes.iter().any(|note| note == step), "{notes:#?}");
}

#[test]
fn a_comment_that_names_a_service_keeps_neither_its_import_nor_its_crate() {
    let main = serving("/static", "static").replace(
        "fn main() {",
        "/// Serves by ServeDir.\nfn main() {\n    // tower_http::services::ServeDir",
    );
    let manifest = format!("{AXUM}tower-http = {{ version = \"0.7\", features = [\"fs\"] }}\n");
    let style = ("static/site.css", "h1 { color: red }\n");
    let template = ("templates/index.html", "<head></head>");
    let (world, _) =
        migrated(&[("Cargo.toml", &manifest), ("src/main.rs", &main), style, template]);
    let main = world.read("src/main.rs");
    assert!(!main.contains("use tower_http") && main.contains("// tower_http::"), "{main}");
    assert!(!world.read("Cargo.toml").contains("tower-http"));
}

#[test]
fn urls_in_rust_code_and_files_of_memory_serve_are_found() {
    let main = "fn main() {\n    let served = memory_serve::MemoryServe::new(memory_serve::load!(\"public\"));\n    \
                let page = \"<link href=\\\"/public/site.css\\\">\";\n}\n";
    let manifest = AXUM.replace("askama = \"0.16\"\n", "");
    let style = ("public/site.css", "h1 { color: red }\n");
    let (world, notes) = migrated(&[("Cargo.toml", &manifest), ("src/main.rs", main), style]);
    assert!(world.read("build.rs").contains(".root(\"public\")"));
    let urls = "rewrite the URLs of assets in src/main.rs:";
    assert!(notes.iter().any(|note| note.starts_with(urls)), "{notes:#?}");
    let macros = "`memory_serve::load` serves public: remove it";
    assert!(notes.iter().any(|note| note.contains(macros)), "{notes:#?}");
    let main =
        "fn main() {\n    let served = memory_serve::MemoryServe::new(memory_serve::load!());\n}\n";
    let script = "fn main() {\n    memory_serve::load_directory(\"./public\");\n}\n";
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", main), ("build.rs", script), style];
    let (_, notes) = migrated(&files);
    let call = "build.rs:2: `memory_serve::load_directory` goes on to embed these files a second time: remove it";
    assert!(notes.iter().any(|note| note.starts_with(call)), "{notes:#?}");
}

#[test]
fn a_sheet_of_tailwind_3_that_no_page_links_is_not_linked() {
    let template = page("https://example.com/other.css");
    let (world, _) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", &serving("/static", "static")),
        ("static/logo.svg", "<svg/>"),
        ("input.css", "@tailwind base;\n"),
        ("templates/index.html", &template),
    ]);
    assert!(world.read("build.rs").contains(".tailwind(\"input.css\""));
    assert_eq!(world.read("templates/index.html"), template);
}
