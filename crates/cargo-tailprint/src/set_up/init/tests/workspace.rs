//! Packages of a workspace whose files lie beside them: programs are started in the folder of the workspace.

use super::shapes::{CSS, SERVED, with_engine};
use super::*;

const ROOT: (&str, &str) =
    ("Cargo.toml", "[workspace]\nmembers = [\"apps/web\"]\nresolver = \"2\"\n");

const LINK: &str = "<link rel=\"stylesheet\" href=\"/static/a.css\">\n";

/// A main file that serves `static` and makes an engine by this statement.
fn made_by(statement: &str) -> String {
    SERVED.replace("    let app", &format!("    {statement}\n    let app"))
}

/// Makes the changes of a plan for `apps/web`, and plans again.
fn again(world: &World, plan: &Plan) -> Plan {
    plan::apply::apply(plan).unwrap_or_else(|_| panic!("not applied"));
    world.plan_of("apps/web/Cargo.toml")
}

#[test]
fn templates_and_files_in_the_folder_of_the_workspace_are_those_of_the_package() {
    for (engine, statement) in [
        ("tera = \"1\"", "let mut tera = Tera::new(\"templates/**/*.html\").unwrap();"),
        (
            "minijinja = \"2\"",
            "let mut env = Environment::new();\n    env.set_loader(path_loader(\"./templates\"));",
        ),
        (
            "tera = \"1\"",
            "let mut tera = match Tera::new(\"templates/**/*\") { Ok(it) => it, Err(_) => panic!() };",
        ),
    ] {
        let (manifest, main) = (with_engine(engine), made_by(statement));
        let world = World::new(&[
            ROOT,
            ("apps/web/Cargo.toml", &manifest),
            ("apps/web/src/main.rs", &main),
            ("templates/pages/a.html", LINK),
            CSS,
        ]);
        let plan = world.plan_of("apps/web/Cargo.toml");
        let script = world.text(&plan, "apps/web/build.rs");
        for call in [".root(\"../../static\")", ".templates(\"../../templates\")"] {
            assert!(script.contains(call), "{engine}: {script}");
        }
        let page = world.text(&plan, "templates/pages/a.html");
        assert!(page.contains("{{ \"a.css\"") && !page.contains("/static/"), "{engine}: {page}");
        let main = world.text(&plan, "apps/web/src/main.rs");
        assert!(main.contains("assets::MOUNT, assets::service()"), "{main}");
        assert!(plan.notes.is_empty(), "{engine}: {}", plan.steps());
        let second = again(&world, &plan);
        assert!(second.is_empty() && second.notes.is_empty(), "{engine}: {}", second.steps());
    }
}

#[test]
fn a_folder_of_the_package_comes_before_one_of_the_workspace_with_its_name() {
    let (manifest, main) = (
        with_engine("tera = \"1\""),
        made_by("let mut tera = Tera::new(\"templates/*\").unwrap();"),
    );
    let world = World::new(&[
        ROOT,
        ("apps/web/Cargo.toml", &manifest),
        ("apps/web/src/main.rs", &main),
        ("apps/web/templates/a.html", LINK),
        ("apps/web/static/a.css", CSS.1),
        ("templates/b.html", LINK),
        CSS,
    ]);
    let plan = world.plan_of("apps/web/Cargo.toml");
    let script = world.text(&plan, "apps/web/build.rs");
    assert!(!script.contains(".root(") && !script.contains(".templates("), "{script}");
    assert_eq!(world.text(&plan, "templates/b.html"), LINK);
    assert!(world.text(&plan, "apps/web/templates/a.html").contains("| static"));
}

#[test]
fn folders_of_askama_above_the_package_are_rewritten() {
    let toml = "[general]\ndirs = [\"../../views\"]\n";
    let main = format!("mod pages;\n\n{SERVED}");
    let world = World::new(&[
        ROOT,
        ("apps/web/Cargo.toml", AXUM),
        ("apps/web/askama.toml", toml),
        ("apps/web/src/main.rs", &main),
        ("apps/web/src/pages.rs", PAGES),
        ("views/a.html", LINK),
        CSS,
    ]);
    let plan = world.plan_of("apps/web/Cargo.toml");
    assert!(world.text(&plan, "views/a.html").contains("{{ \"a.css\"|static }}"));
    assert!(plan.notes.is_empty(), "{}", plan.steps());
    let project = Project::find(None, Some(&world.0.path().join("apps/web/Cargo.toml"))).unwrap();
    let diff = plan.diff(&project);
    assert!(diff.contains("--- a/views/a.html\n+++ b/views/a.html\n"), "{diff}");
    let second = again(&world, &plan);
    assert!(second.is_empty() && second.notes.is_empty(), "{}", second.steps());
}

#[test]
fn templates_of_rocket_may_lie_where_its_settings_say() {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n\
                    rocket = \"0.5\"\nrocket_dyn_templates = { version = \"0.2\", features = [\"tera\"] }\n";
    let main = "fn rocket() -> _ {\n    rocket::build()\n        .mount(\"/static\", FileServer::from(\"static\"))\n        \
                .attach(Template::fairing())\n}\n";
    for (settings, folder) in
        [("", "templates"), ("[default]\ntemplate_dir = \"site/pages\"\n", "site/pages")]
    {
        let page = format!("{folder}/a.html.tera");
        let world = World::new(&[
            ROOT,
            ("Rocket.toml", settings),
            ("apps/web/Cargo.toml", manifest),
            ("apps/web/src/main.rs", main),
            (&page, LINK),
            CSS,
        ]);
        let plan = world.plan_of("apps/web/Cargo.toml");
        assert!(world.text(&plan, &page).contains("{{ \"a.css\" | static }}"), "{folder}");
        let script = world.text(&plan, "apps/web/build.rs");
        assert!(script.contains(&format!(".templates(\"../../{folder}\")")), "{script}");
        assert!(plan.notes.is_empty(), "{}", plan.steps());
    }
}

#[test]
fn files_that_pages_link_are_found_in_the_workspace_without_a_service_and_others_are_not() {
    let main = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"a.html\")]\nstruct A;\n\nfn main() {}\n";
    for (page, is_found) in [(LINK, true), ("<p>", false)] {
        let world = World::new(&[
            ROOT,
            ("apps/web/Cargo.toml", AXUM),
            ("apps/web/src/main.rs", main),
            ("apps/web/templates/a.html", page),
            CSS,
        ]);
        let plan = world.plan_of("apps/web/Cargo.toml");
        let script = world.text(&plan, "apps/web/build.rs");
        assert_eq!(script.contains(".root(\"../../static\")"), is_found, "{script}");
    }
}

#[test]
fn the_style_sheet_of_a_script_in_the_workspace_is_that_of_the_package() {
    let package = "{\n  \"scripts\": {\n    \"css\": \"tailwindcss -i ./styles/in.css -o ./static/out.css\"\n  }\n}\n";
    let main = format!("mod pages;\n\n{SERVED}");
    let world = World::new(&[
        ROOT,
        ("package.json", package),
        ("styles/in.css", "@import \"tailwindcss\";\n"),
        ("apps/web/Cargo.toml", AXUM),
        ("apps/web/src/main.rs", &main),
        ("apps/web/src/pages.rs", PAGES),
        ("apps/web/templates/a.html", "<link rel=\"stylesheet\" href=\"/static/out.css\">\n"),
        CSS,
    ]);
    let plan = world.plan_of("apps/web/Cargo.toml");
    let script = world.text(&plan, "apps/web/build.rs");
    assert!(script.contains(".tailwind(\"../../styles/in.css\", \"out.css\")"), "{script}");
    let page = world.text(&plan, "apps/web/templates/a.html");
    assert_eq!(page, "<link rel=\"stylesheet\" href=\"{{ \"out.css\"|static }}\">\n");
    assert!(plan.steps().contains("package.json:3: runs Tailwind"), "{}", plan.steps());
}

#[test]
fn files_of_a_package_within_the_package_are_not_its_own() {
    let manifest = format!("{AXUM}\n[workspace]\nmembers = [\"examples/demo\"]\n");
    let main = format!("mod pages;\n\n{SERVED}");
    let world = World::new(&[
        ("Cargo.toml", &manifest),
        ("src/main.rs", &main),
        ("src/pages.rs", PAGES),
        ("templates/a.html", LINK),
        CSS,
        ("examples/demo/Cargo.toml", "[package]\nname = \"demo\"\nversion = \"0.1.0\"\n"),
        ("examples/demo/src/lib.rs", "const LINK: &str = \"<link href='/static/a.css'>\";\n"),
        ("examples/demo/css/in.css", "@import \"tailwindcss\";\n"),
    ]);
    let plan = world.plan();
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".no_tailwind()"), "{script}");
    assert!(plan.notes.is_empty(), "{}", plan.steps());
}

#[test]
fn a_package_without_a_server_beside_one_with_a_server_has_to_be_named() {
    let world = World::new(&[
        (
            "Cargo.toml",
            "[package]\nname = \"start\"\nversion = \"0.1.0\"\n\n[workspace]\nmembers = [\"apps/web\"]\n",
        ),
        ("src/main.rs", "fn main() {}\n"),
        ("apps/web/Cargo.toml", AXUM),
        ("apps/web/src/main.rs", "fn main() {}\n"),
    ]);
    let manifest = world.0.path().join("Cargo.toml");
    let project = Project::find(None, Some(&manifest)).unwrap();
    assert_eq!(
        project.check_choice().unwrap_err(),
        "Cargo.toml has no web framework that is known here; choose the package that makes the pages with -p: app (axum), \
         start"
    );
    let server = Project::find(Some("app"), Some(&manifest)).unwrap();
    assert_eq!(server.check_choice(), Ok(()));
}
