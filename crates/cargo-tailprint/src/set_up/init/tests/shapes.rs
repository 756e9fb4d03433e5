//! Plans for apps as public projects write them: in several files, with other folders, programs and servers in front.

use super::*;

/// A main file of axum that serves `static`.
pub(super) const SERVED: &str = "use axum::{Router, routing::get};\nuse tower_http::services::ServeDir;\n\nfn main() {\n    \
                      let app = Router::new()\n        .route(\"/\", get(index))\n        \
                      .nest_service(\"/static\", ServeDir::new(\"static\"));\n}\n";

pub(super) const CSS: (&str, &str) = ("static/a.css", "a { color: red }\n");

/// A manifest of axum with this engine.
pub(super) fn with_engine(engine: &str) -> String {
    AXUM.replace("askama = \"0.16\"", engine)
}

pub(super) fn planned(files: &[(&str, &str)]) -> (World, Plan) {
    let world = World::new(files);
    let plan = world.plan();
    (world, plan)
}

/// Makes the changes, and plans again.
pub(super) fn again(world: &World, plan: &Plan) -> Plan {
    plan::apply::apply(plan).unwrap_or_else(|_| panic!("not applied"));
    world.plan()
}

#[test]
fn an_assets_module_of_the_app_stays_and_the_assets_get_a_module_of_their_own() {
    let main = format!("mod assets;\nmod pages;\n\n{SERVED}");
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n");
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", &main),
        ("src/pages.rs", PAGES),
        ("src/assets.rs", "pub const NAME: u8 = 1;\n"),
        page,
        CSS,
    ];
    let (world, plan) = planned(&files);
    let main = world.text(&plan, "src/main.rs");
    assert!(main.contains("mod web {\n    tailprint::assets!(in crate::web);\n}\n"), "{main}");
    let route = ".nest_service(crate::web::assets::MOUNT, crate::web::assets::service())";
    assert!(main.contains(route), "{main}");
    let pages = world.text(&plan, "src/pages.rs");
    assert!(pages.contains("use crate::web::assets::filters;\n"), "{pages}");
    assert!(world.text(&plan, "templates/a.html").contains("{{ \"a.css\"|static }}"));
    let second = again(&world, &plan);
    assert!(second.is_empty(), "{}", second.steps());
}

#[test]
fn comments_at_the_start_of_a_file_stay_there() {
    for head in ["// Copyright\n// SPDX-License-Identifier: MIT\n", "// Copyright\n\n"] {
        let main = format!("{head}{SERVED}");
        let (text, _) = edited(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS], "src/main.rs");
        let expected = format!("{}\n\ntailprint::assets!();\n\nuse axum", head.trim_end());
        assert!(text.starts_with(&expected), "{text}");
    }
}

#[test]
fn a_list_of_imports_loses_the_name_that_nothing_uses() {
    for (before, after) in [
        (
            "use tower_http::{services::ServeDir, trace::TraceLayer};\n",
            "use tower_http::trace::TraceLayer;\n",
        ),
        (
            "use tower_http::{services::{ServeDir, ServeFile}, trace};\n",
            "use tower_http::{services::ServeFile, trace};\n",
        ),
        ("// Files.\nuse tower_http::services::ServeDir;\n", "// Files.\n"),
        ("pub use tower_http::services::ServeDir;\n", "pub use tower_http::services::ServeDir;\n"),
    ] {
        let main = SERVED.replace("use tower_http::services::ServeDir;\n", before);
        let files = [("Cargo.toml", AXUM), ("src/main.rs", &main), CSS];
        let (text, _) = edited(&files, "src/main.rs");
        let head = text.split("fn main").next().unwrap();
        assert!(head.contains(after), "{text}");
        assert!(before.starts_with("pub") || !head.contains("ServeDir"), "{text}");
    }
}

#[test]
fn a_second_run_tells_the_links_at_the_root_that_are_left() {
    let manifest = with_engine("handlebars = \"6\"");
    let page = ("templates/a.hbs", "<link rel=\"stylesheet\" href=\"/a.css\">\n");
    let main = "fn main() {\n    let app = Router::new().fallback_service(ServeDir::new(\"public\"));\n}\n";
    let icon = ("public/favicon.ico", "x");
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", main),
        page,
        ("public/a.css", CSS.1),
        icon,
        ("templates/b.hbs", "<link rel=\"icon\" href=\"/favicon.ico\">\n"),
    ];
    let (world, plan) = planned(&files);
    assert!(plan.steps().contains("templates/a.hbs:1"), "{}", plan.steps());
    let second = again(&world, &plan);
    assert!(second.steps().contains("templates/a.hbs:1"), "{}", second.steps());
    // The build script keeps that file where it is.
    assert!(!second.steps().contains("templates/b.hbs"), "{}", second.steps());
}

#[test]
fn the_engine_of_rocket_gets_the_filters_and_its_templates_are_rewritten() {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\n\
                    rocket = \"0.5\"\nrocket_dyn_templates = { version = \"0.2\", features = [\"tera\"] }\n";
    let page = ("templates/a.html.tera", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n");
    for (before, after) in [
        (
            "Template::fairing()",
            "Template::custom(|engines| assets::register_tera1(&mut engines.tera))",
        ),
        (
            "Template::custom(|e| {\n        e.tera.autoescape_on(vec![]);\n    })",
            "Template::custom(|e| {\n        assets::register_tera1(&mut e.tera);\n        e.tera.autoescape_on(vec![]);",
        ),
    ] {
        let main = format!(
            "fn rocket() -> _ {{\n    rocket::build().mount(\"/static\", FileServer::from(\"static\")).attach({before})\n}}\n"
        );
        let (world, plan) = planned(&[("Cargo.toml", manifest), ("src/main.rs", &main), page, CSS]);
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let text = world.text(&plan, "src/main.rs");
        assert!(squeezed(&text).contains(&squeezed(after)), "{text}");
        assert!(world.text(&plan, "Cargo.toml").contains("features = [\"rocket\", \"tera1\"]"));
        let page = world.text(&plan, "templates/a.html.tera");
        assert_eq!(page, "<link rel=\"stylesheet\" href=\"{{ \"a.css\" | static }}\">\n");
        assert!(plan.notes.is_empty(), "{}", plan.steps());
    }
}

#[test]
fn options_of_the_file_server_of_rocket_do_not_hide_its_folder() {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nrocket = \"0.5\"\n";
    let main = "fn rocket() -> _ {\n    rocket::build()\n        .mount(\"/files\", FileServer::new(relative!(\"/www\"), Options::Index))\n}\n";
    let files = [("Cargo.toml", manifest), ("src/main.rs", main), ("www/a.css", CSS.1)];
    let (world, plan) = planned(&files);
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".root(\"www\")"), "{script}");
    assert_eq!(
        plan.notes,
        [
            "src/main.rs:3: `FileServer` serves www: write `.mount(\"/\", assets::service())` in its place"
        ]
    );
}

#[test]
fn templates_in_another_folder_are_rewritten_and_the_build_script_names_it() {
    let manifest = with_engine("minijinja = \"2\"");
    let main = SERVED.replace(
        "let app",
        "let mut env = Environment::new();\n    let _ = (\".\", \"..\", \"src\", \"./\");\n    \
         env.set_loader(path_loader(\"src/views\"));\n    let app",
    );
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", &main),
        ("src/views/a.j2", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n"),
        CSS,
    ];
    let (world, plan) = planned(&files);
    assert!(world.text(&plan, "src/views/a.j2").contains("{{ \"a.css\"|static }}"));
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".templates(\"src/views\")"), "{script}");
    assert_eq!(script.matches(".templates(").count(), 1, "{script}");
    assert!(again(&world, &plan).is_empty());
}

#[test]
fn a_page_that_code_embeds_is_no_template() {
    let manifest = with_engine("minijinja = \"2\"");
    let main = SERVED.replace(
        "let app",
        "let mut env = Environment::new();\n    env.add_template(\"t\", include_str!(\"../templates/t.html\"));\n    \
         let page = Html(include_str!(\"../templates/p.html\"));\n    \
         let other = format!(include_str!(\"../templates/f.html\"), 1);\n    let app",
    );
    let link = "<link rel=\"stylesheet\" href=\"/static/a.css\">\n";
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", &main),
        ("templates/t.html", link),
        ("templates/p.html", link),
        ("templates/f.html", link),
        CSS,
    ];
    let (world, plan) = planned(&files);
    assert!(world.text(&plan, "templates/t.html").contains("|static"));
    assert_eq!(world.text(&plan, "templates/p.html"), link);
    assert_eq!(world.text(&plan, "templates/f.html"), link);
    let step = "templates/f.html:1 (src/main.rs:8), templates/p.html:1 (src/main.rs:7): no template engine reads this \
                page: have the code that embeds it put the constants in, as in \
                `include_str!(…).replace(\"/static/a.css\", assets::A_CSS)`";
    assert!(plan.notes.iter().any(|note| note == step), "{}", plan.steps());
}

#[test]
fn a_url_with_an_expression_in_the_middle_is_told() {
    let page = "<head></head>\n{# <img src=\"/static/img/{{ a }}.png\"> #}\n<img src=\"/static/img/{{ a }}.png\">\n\
                <img src=\"/static/none/{{ a }}.png\">\n<a href=\"/users/{{ a }}\">\n";
    let main = format!("mod pages;\n\n{SERVED}");
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", &*main),
        ("src/pages.rs", PAGES),
        ("templates/a.html", page),
        ("static/img/x.png", "x"),
        CSS,
    ];
    let (_, plan) = planned(&files);
    let step = "templates/a.html:3: a part of the URL of an asset is an expression, so it stays without a hash: give the \
                whole path to the filter `static`";
    assert_eq!(plan.notes, [step]);
}

#[test]
fn a_server_in_front_that_reads_the_old_folder_is_told_until_a_script_fills_it() {
    let nginx = ("deploy/nginx.conf", "location /static/ {\n  alias /srv/static/;\n}\n");
    let app = [("Cargo.toml", AXUM), ("src/main.rs", SERVED), CSS, nginx];
    let (world, plan) = planned(&app);
    let step = "deploy/nginx.conf:1: answers /static/ from a folder";
    assert!(plan.steps().contains(step), "{}", plan.steps());
    assert!(again(&world, &plan).steps().contains(step));
    let docker = ("Dockerfile", "RUN cargo tailprint collect --to /srv/static\n");
    let (_, plan) = planned(&[app[0], app[1], app[2], app[3], docker]);
    assert!(!plan.steps().contains("nginx"), "{}", plan.steps());
}

#[test]
fn a_step_by_hand_names_the_lines_that_it_is_about() {
    let main = "fn main() {\n    let a = Router::new().route(\"/\", get(x));\n    let b = Router::new();\n    \
                let l = std::net::TcpListener::bind(a);\n    serve(l);\n}\n";
    let (_, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", main), CSS]);
    for step in [
        "src/main.rs:2, src/main.rs:3: add `.nest_service(assets::MOUNT, assets::service())`",
        "src/main.rs:2, src/main.rs:3: add `.layer(tailprint::live_reload())`",
        "src/main.rs:4: so that the port stays open",
    ] {
        assert!(plan.notes.iter().any(|note| note.starts_with(step)), "{step}\n{}", plan.steps());
    }
}

#[test]
fn a_step_names_the_line_that_the_edits_leave_behind() {
    let main =
        format!("mod pages;\n\nconst A: &str = \"<link href='/static/a.css'>\";\n\n{SERVED}")
            .replace("ServeDir::new", "other(ServeDir::new)");
    let page = ("templates/a.html", "<head></head>\n<img src=\"/static/img/{{ a }}.png\">\n");
    let image = ("static/img/a.png", "x");
    let pages = ("src/pages.rs", PAGES);
    let world =
        World::new(&[("Cargo.toml", AXUM), ("src/main.rs", &main), pages, page, image, CSS]);
    let project = Project::find(None, Some(&world.0.path().join("Cargo.toml"))).unwrap();
    for is_applied in [true, false] {
        let source = CrateSource::Version("0.1".into());
        let plan = settled(&project, &source, is_applied).unwrap();
        let mut told = 0;
        for place in plan.steps().split([' ', '\n']).filter(|it| it.contains(".rs:")) {
            let mut parts = place.trim_end_matches([',', ':']).split(':');
            let (file, line) = (parts.next().unwrap(), parts.next().unwrap());
            let planned = plan.text(&world.0.path().join(file)).unwrap().unwrap();
            let on_disk = std::fs::read_to_string(world.0.path().join(file)).unwrap();
            let text = if is_applied { planned } else { on_disk };
            let line = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
            told += 1;
            let words = ["/static", "ServeDir", "Router::new"];
            assert!(words.iter().any(|word| line.contains(word)), "{place}: {line}");
        }
        assert_eq!(told, 2, "{}", plan.steps());
    }
}

#[test]
fn the_diff_of_a_file_has_its_line_endings() {
    let main = SERVED.replace('\n', "\r\n");
    let world = World::new(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS]);
    let project = Project::find(None, Some(&world.0.path().join("Cargo.toml"))).unwrap();
    let diff = world.plan().diff(&project);
    assert!(diff.contains("\n-use tower_http::services::ServeDir;\r\n"), "{diff}");
    assert!(diff.contains("\n+tailprint::assets!();\r\n"), "{diff}");
    assert!(
        diff.contains("\n+    tailprint_build::Config::new().no_tailwind().build();\n"),
        "{diff}"
    );
}

#[test]
fn a_folder_that_is_served_under_a_condition_is_left_to_the_user() {
    let main = "fn main() {\n    let app = Router::new().merge(files());\n}\n\n#[cfg(debug_assertions)]\nfn files() -> Router {\n    \
                Router::new().nest_service(\"/static\", ServeDir::new(\"static\"))\n}\n\n#[cfg(not(debug_assertions))]\n\
                fn files() -> Router {\n    Router::new().route(\"/static/a.css\", get(a))\n}\n";
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", main), CSS]);
    assert!(!world.text(&plan, "src/main.rs").contains("assets::MOUNT"));
    let step = "src/main.rs:7: `ServeDir` serves static: write `.nest_service(assets::MOUNT, assets::service())` in its place";
    assert!(plan.notes.iter().any(|note| note == step), "{}", plan.steps());
}

#[test]
fn a_server_that_is_optional_brings_its_part_of_tailprint_along() {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
                    axum = { version = \"0.8\", optional = true }\nleptos = \"0.8\"\n\n[features]\n\
                    hydrate = [\"leptos/hydrate\"]\nssr = [\n    \"dep:axum\",\n    \"leptos/ssr\",\n]\n";
    let main = "async fn main() {\n    let l = tokio::net::TcpListener::bind(a).await.unwrap();\n    \
                serve(Router::new().nest_service(\"/static\", ServeDir::new(\"static\")));\n}\n";
    let library =
        "fn page() {\n    view! { <link rel=\"stylesheet\" href=\"/static/a.css\"/> }\n}\n";
    let files = [("Cargo.toml", manifest), ("src/main.rs", main), ("src/lib.rs", library), CSS];
    let (world, plan) = planned(&files);
    let text = world.text(&plan, "Cargo.toml");
    assert!(text.contains("\ntailprint = \"0.1\"\n"), "{text}");
    assert!(text.contains("\nlistenfd = { version = \"1\", optional = true }\n"), "{text}");
    let feature = "ssr = [\n    \"dep:axum\",\n    \"leptos/ssr\",\n    \"tailprint/axum\",\n    \"dep:listenfd\",\n]\n";
    assert!(text.contains(feature), "{text}");
    // The pages are in the library, and the program names its assets by its name.
    let page = world.text(&plan, "src/lib.rs");
    assert!(page.contains("href=assets::A_CSS/>"), "{page}");
    let main = world.text(&plan, "src/main.rs");
    assert!(main.contains(".nest_service(app::assets::MOUNT, app::assets::service())"), "{main}");
}

#[test]
fn each_program_that_serves_the_folder_is_told() {
    let files = [("Cargo.toml", AXUM), ("src/bin/one.rs", SERVED), ("src/bin/two.rs", SERVED), CSS];
    let (_, plan) = planned(&files);
    for program in ["one", "two"] {
        let step = format!("src/bin/{program}.rs:7: `ServeDir` serves static: write");
        assert!(plan.notes.iter().any(|note| note.starts_with(&step)), "{}", plan.steps());
    }
    assert!(plan.notes[0].ends_with("routes: src/bin/one.rs, src/bin/two.rs"), "{}", plan.steps());
}

#[test]
fn the_style_sheet_is_the_one_that_a_script_writes() {
    for script in [
        ("Makefile", "css:\n\t$(TAILWIND) -i in.css -o static/css/app.css\n"),
        (
            "justfile",
            "css:\n    npx @tailwindcss/cli \\\n      -i in.css \\\n      -o static/css/app.css\n",
        ),
        (
            "web/package.json",
            "{\"scripts\": {\"css\": \"tailwindcss -i ../in.css -o ../static/css/app.css\"}}\n",
        ),
        ("scripts/css.sh", "tailwindcss --input=in.css --output=static/css/app.css\n"),
    ] {
        let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/css/app.css\">\n");
        let main = format!("mod pages;\n\n{SERVED}");
        let entry = ("in.css", "@import \"tailwindcss\";\n");
        let files = [
            ("Cargo.toml", AXUM),
            ("src/main.rs", &main),
            ("src/pages.rs", PAGES),
            page,
            entry,
            script,
        ];
        // The folder itself is made by that script.
        let (world, plan) = planned(&files);
        let build = world.text(&plan, "build.rs");
        assert!(build.contains(".tailwind(\"in.css\", \"css/app.css\")"), "{}\n{build}", script.0);
        assert!(world.text(&plan, "templates/a.html").contains("{{ \"css/app.css\"|static }}"));
        assert!(plan.steps().contains(": runs Tailwind"), "{}", plan.steps());
    }
}

#[test]
fn urls_in_the_code_of_an_askama_app_are_told() {
    let main = format!("const PAGE: &str = \"<link href='/static/a.css'>\";\n\n{SERVED}");
    let (_, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS]);
    assert!(
        plan.steps().contains("rewrite the URLs of assets in src/main.rs:"),
        "{}",
        plan.steps()
    );
}

#[test]
fn a_script_that_compiles_tailwind_in_the_browser_is_told_and_not_pinned() {
    for (script, is_3) in [
        ("https://cdn.tailwindcss.com?plugins=forms", true),
        ("https://cdn.jsdelivr.net/npm/@tailwindcss/browser@4", false),
    ] {
        let page = (
            "templates/a.html",
            &*format!("<head>\n<script src=\"{script}\"></script>\n</head>\n"),
        );
        let files = [("Cargo.toml", AXUM), ("src/main.rs", MAIN), ("src/pages.rs", PAGES), page];
        let (_, notes) = edited(&files, "src/main.rs");
        let of_script: Vec<&String> =
            notes.iter().filter(|it| it.contains("in the browser")).collect();
        let [note] = of_script[..] else { panic!("{notes:?}") };
        let start = "templates/a.html:2: this script compiles Tailwind in the browser: write `@import \"tailwindcss\";` into \
                     static/css/source.css";
        assert!(note.starts_with(start), "{note}");
        assert_eq!(note.contains("Tailwind 3"), is_3, "{note}");
        #[cfg(feature = "pin")]
        assert!(!notes.iter().any(|it| it.contains("tailprint pin")), "{notes:?}");
    }
}

#[test]
fn a_framework_that_is_too_old_is_an_error_that_names_the_update() {
    for (dependency, told) in [
        ("axum = \"0.6.20\"", "axum 0.6.20 is too old for tailprint: update it to 0.7 or later"),
        ("rocket = \"0.4\"", "rocket 0.4 is too old for tailprint: update it to 0.5 or later"),
        ("actix-web = \"3\"", "actix-web 3 is too old for tailprint: update it to 4 or later"),
        ("hyper = \"0.14\"", "hyper 0.14 is too old for tailprint: update it to 1 or later"),
    ] {
        let manifest = AXUM.replace("axum = \"0.8\"", dependency);
        let world = World::new(&[("Cargo.toml", &manifest), ("src/main.rs", "fn main() {}\n")]);
        let project = Project::find(None, Some(&world.0.path().join("Cargo.toml"))).unwrap();
        let error = settled(&project, &CrateSource::Version("0.1".into()), false).unwrap_err();
        assert_eq!(error, format!("Cargo.toml: {told}, and run this again"));
    }
}

#[test]
fn axum_0_7_gets_the_service_without_the_feature_for_0_8() {
    for (version, dependency) in [
        ("0.7.4", "tailprint = { version = \"0.1\", features = [\"askama\"] }"),
        (">=0.7", "tailprint = { version = \"0.1\", features = [\"askama\", \"axum\"] }"),
    ] {
        let manifest = AXUM.replace("\"0.8\"", &format!("\"{version}\""));
        let files = [("Cargo.toml", &*manifest), ("src/main.rs", SERVED), CSS];
        let (world, plan) = planned(&files);
        let manifest = world.text(&plan, "Cargo.toml");
        assert!(manifest.contains(dependency), "{manifest}");
        assert!(world.text(&plan, "src/main.rs").contains("assets::service()"));
    }
}

#[test]
fn filters_of_the_app_are_extended_and_pages_rewritten() {
    let own = "pub fn shout(text: &str) -> String {\n    text.to_uppercase()\n}\n";
    let main = format!("mod filters;\nmod pages;\n\n{SERVED}");
    let pages = format!("use crate::filters;\n{PAGES}");
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", &*main),
        ("src/pages.rs", &*pages),
        ("src/filters.rs", own),
        ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n"),
        CSS,
    ];
    let (world, plan) = planned(&files);
    let filters = world.text(&plan, "src/filters.rs");
    assert_eq!(filters, format!("pub use crate::assets::filters::*;\n\n{own}"));
    assert_eq!(world.text(&plan, "src/pages.rs"), pages);
    assert!(world.text(&plan, "templates/a.html").contains("{{ \"a.css\"|static }}"));
    assert_eq!(plan.notes, [""; 0]);
    assert!(again(&world, &plan).is_empty());
}

#[test]
fn a_service_of_files_within_get_service_is_replaced() {
    let main =
        SERVED.replace("ServeDir::new(\"static\")", "get_service(ServeDir::new(\"static\"))");
    let (text, _) = edited(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS], "src/main.rs");
    assert!(text.contains(".nest_service(assets::MOUNT, assets::service())"), "{text}");
    let layered = main.replace("(\"static\")))", "(\"static\")).layer(cache()))");
    assert_ne!(layered, main);
    let (text, _) = edited(&[("Cargo.toml", AXUM), ("src/main.rs", &layered), CSS], "src/main.rs");
    assert!(text.contains("ServeDir::new"), "{text}");
}
