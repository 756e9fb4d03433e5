//! Shapes that public apps have brought up: services in variables, folders known at run time, modules of two crates.

use super::shapes::{CSS, SERVED, again, planned, with_engine};
use super::*;

const LINK: &str = "<link rel=\"stylesheet\" href=\"/static/a.css\">\n";

const ROCKET: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\nrocket = \"0.5\"\n";

#[test]
fn a_service_in_a_variable_is_replaced_together_with_the_variable() {
    let main = "use axum::Router;\nuse tower_http::services::ServeDir;\n\nfn main() {\n    let files = \
                ServeDir::new(\"static\").precompressed_gzip();\n    let app = Router::new().nest_service(\"/static\", files);\n}\n";
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", main), CSS]);
    let text = world.text(&plan, "src/main.rs");
    assert!(text.contains(".nest_service(assets::MOUNT, assets::service())"), "{text}");
    assert!(!text.contains("ServeDir") && !text.contains("files"), "{text}");
    assert!(again(&world, &plan).is_empty());
    // A second use of the variable keeps it.
    let twice = main.replace("files);", "files.clone()).fallback_service(files);");
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &twice), CSS]);
    assert!(world.text(&plan, "src/main.rs").contains("let files = ServeDir"));
    assert!(plan.steps().contains("src/main.rs:"), "{}", plan.steps());
}

#[test]
fn a_folder_known_at_run_time_on_the_route_of_the_assets_is_one_step() {
    for service in [
        "ServeDir::new(folder())",
        "ServeDir::new(&config.files)",
        "ServiceBuilder::new().layer(cached()).service(ServeDir::new(folder()))",
    ] {
        let main = SERVED.replace("ServeDir::new(\"static\")", service);
        let page = ("templates/a.html", LINK);
        let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), page, CSS]);
        // A dry run names the lines as they are.
        let step = |text: &str| {
            let line = text.lines().position(|line| line.contains("ServeDir::new(")).unwrap() + 1;
            format!(
                "src/main.rs:{line}: `ServeDir` serves a folder that is known at run time only: write \
                 `.nest_service(assets::MOUNT, assets::service())` in its place, since static is part of the program now"
            )
        };
        let notes: Vec<_> = plan.notes.iter().filter(|it| it.contains("serve")).collect();
        assert_eq!(notes, [&step(&main)], "{service}");
        let text = world.text(&plan, "src/main.rs");
        assert!(again(&world, &plan).notes.contains(&step(&text)), "{service}");
    }
}

#[test]
fn layers_around_a_service_are_left_to_the_user() {
    let service = "ServiceBuilder::new().layer(signed()).service(ServeDir::new(\"static\"))";
    let main = SERVED.replace("ServeDir::new(\"static\")", service);
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS]);
    assert!(world.text(&plan, "src/main.rs").contains("signed()"));
    let step = "`ServeDir` serves static: write `.nest_service(assets::MOUNT, assets::service())` in its place";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}

#[test]
fn one_file_that_a_handler_sends_is_no_step() {
    let main = format!(
        "{SERVED}\nasync fn sent(path: PathBuf) {{\n    ServeFile::new(path).oneshot(request).await\n}}\n"
    );
    let (_, notes) = edited(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS], "src/main.rs");
    assert!(!notes.iter().any(|note| note.contains("ServeFile")), "{notes:#?}");
}

#[test]
fn of_several_embedded_folders_the_one_that_pages_link_becomes_the_assets() {
    let main = "use askama::Template;\nuse rust_embed::Embed;\n\n#[derive(Embed)]\n#[folder = \"api-docs/\"]\nstruct Docs;\n\n\
                #[derive(Embed)]\n#[folder = \"web/files/\"]\nstruct Files;\n\n#[derive(Embed)]\n#[folder = \"rules/\"]\nstruct Rules;\n\n\
                #[derive(Template)]\n#[template(path = \"a.html\")]\nstruct A;\n\nfn main() {}\n";
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/css/a.css\">\n");
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", main),
        page,
        ("api-docs/docs.css", "a {}\n"),
        ("web/files/css/a.css", "a {}\n"),
        ("rules/one.json", "{}\n"),
    ];
    let (world, plan) = planned(&files);
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".root(\"web/files\")"), "{script}");
    assert!(world.text(&plan, "templates/a.html").contains("{{ \"css/a.css\"|static }}"));
    // Data that no page loads is none of the assets.
    assert!(!plan.steps().contains("rules/"), "{}", plan.steps());
}

#[test]
fn a_folder_of_data_that_is_embedded_is_not_that_of_the_assets() {
    let main = "use include_dir::{Dir, include_dir};\n\nstatic POSTS: Dir = include_dir!(\"$CARGO_MANIFEST_DIR/posts\");\n\nfn main() {}\n";
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", main),
        ("posts/one.md", "# One\n"),
        ("public/a.css", CSS.1),
    ];
    let (world, plan) = planned(&files);
    let script = world.text(&plan, "build.rs");
    assert!(script.contains(".root(\"public\")"), "{script}");
    assert!(!plan.steps().contains("posts"), "{}", plan.steps());
}

#[test]
fn an_old_askama_links_the_style_sheet_of_tailwind_once() {
    let manifest = with_engine("askama = \"0.14\"");
    let main = format!("mod pages;\n\n{SERVED}");
    let page = (
        "templates/a.html",
        "<head>\n<link rel=\"stylesheet\" href=\"/static/out.css\">\n</head>\n",
    );
    let sheet = ("input.css", "@import \"tailwindcss\";\n");
    let package = (
        "package.json",
        "{ \"scripts\": { \"css\": \"tailwindcss -i input.css -o static/out.css\" } }\n",
    );
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", &main),
        ("src/pages.rs", PAGES),
        page,
        sheet,
        package,
        CSS,
    ];
    let (world, plan) = planned(&files);
    let text = world.text(&plan, "templates/a.html");
    assert_eq!(
        text,
        "<head>\n<link rel=\"stylesheet\" href=\"{{ crate::assets::OUT_CSS|safe }}\">\n</head>\n"
    );
}

#[test]
fn rocket_mounts_the_assets_where_it_is_built() {
    for (before, after) in [
        (
            "fn rocket() -> _ {\n    rocket::build()\n        .attach(a())\n}\n",
            "    rocket::build()\n        .mount(\"/\", assets::service())\n        .attach(a())\n",
        ),
        (
            "async fn main() {\n    rocket::custom(figment).launch().await;\n}\n",
            "rocket::custom(figment)\n        .mount(\"/\", assets::service())\n        .launch()",
        ),
    ] {
        let (world, plan) = planned(&[("Cargo.toml", ROCKET), ("src/main.rs", before), CSS]);
        let text = world.text(&plan, "src/main.rs");
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert!(squeezed(&text).contains(&squeezed(after)), "{text}");
        assert!(plan.notes.is_empty(), "{}", plan.steps());
        assert!(again(&world, &plan).is_empty());
    }
}

#[test]
fn a_route_of_rocket_for_the_same_urls_is_told() {
    let main = "#[get(\"/static/<path..>\")]\nasync fn files(path: PathBuf) -> Option<NamedFile> {\n    None\n}\n\n\
                fn rocket() -> _ {\n    rocket::build().mount(\"/\", routes![files])\n}\n";
    let (_, notes) = edited(&[("Cargo.toml", ROCKET), ("src/main.rs", main), CSS], "src/main.rs");
    let step = "src/main.rs:1: this route answers for URLs below /static/ before the assets do: remove it if it serves their \
                files, else give it `rank = 200`; and src/main.rs:7: add `.mount(\"/\", assets::service())` to `rocket::build()`";
    assert_eq!(notes, [step]);
    let ranked = main.replace("<path..>\"", "<path..>\", rank = 300");
    let (_, notes) =
        edited(&[("Cargo.toml", ROCKET), ("src/main.rs", &ranked), CSS], "src/main.rs");
    assert_eq!(notes, [""; 0]);
}

#[test]
fn modules_of_a_library_and_its_program_have_assets_in_both() {
    let main = SERVED.replace("fn main", "mod pages;\n\nfn main");
    let page = ("templates/a.html", LINK);
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", &main),
        ("src/lib.rs", "pub mod pages;\n"),
        ("src/pages.rs", PAGES),
        page,
        CSS,
    ];
    let (world, plan) = planned(&files);
    for root in ["src/main.rs", "src/lib.rs"] {
        let text = world.text(&plan, root);
        assert_eq!(text.matches("tailprint::assets!();").count(), 1, "{root}: {text}");
    }
    let pages = world.text(&plan, "src/pages.rs");
    assert_eq!(pages.matches("use crate::assets::filters;").count(), 1, "{pages}");
    assert!(world.text(&plan, "templates/a.html").contains("|static"));
    assert!(world.text(&plan, "src/main.rs").contains("assets::service()"));
    assert!(plan.notes.is_empty(), "{}", plan.steps());
    let second = again(&world, &plan);
    assert!(second.is_empty() && second.notes.is_empty(), "{}", second.steps());
}

#[test]
fn a_mail_keeps_its_urls_and_a_page_about_mails_does_not() {
    let manifest = with_engine("askama = \"0.14\"");
    let pages = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"mails.html\")]\nstruct A;\n\n\
                 #[derive(Template)]\n#[template(path = \"mail/hello.html\")]\nstruct B;\n";
    let main = format!("mod pages;\n\n{SERVED}");
    let mail = "<html><img src=\"/static/a.css\"><img src=\"{{ host }}/static/a.css\"></html>\n";
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", &main),
        ("src/pages.rs", pages),
        (
            "templates/mails.html",
            "{% extends \"base.html\" %}\n<link rel=\"stylesheet\" href=\"/static/a.css\">\n",
        ),
        ("templates/mail/hello.html", mail),
        CSS,
    ];
    let (world, plan) = planned(&files);
    assert!(world.text(&plan, "templates/mails.html").contains("crate::assets::A_CSS"));
    assert_eq!(world.text(&plan, "templates/mail/hello.html"), mail);
    assert!(plan.notes.is_empty(), "{}", plan.steps());
}

#[test]
fn urls_in_the_code_of_an_app_with_a_run_time_engine_become_constants() {
    let manifest = with_engine("minijinja = \"2\"");
    let main = SERVED.replace(
        "    let app",
        "    let mut env = Environment::new();\n    let lost = format!(\"<link href=\\\"/static/a.css\\\">{x}\");\n    let app",
    );
    let (_, notes) = edited(
        &[("Cargo.toml", &manifest), ("src/main.rs", &main), ("templates/a.html", LINK), CSS],
        "src/main.rs",
    );
    let told = notes.iter().find(|note| note.contains("src/main.rs")).unwrap();
    assert!(told.contains("the constant `assets::A_CSS` in other code"), "{told}");
    assert!(!notes.iter().any(|note| note.contains("cargo tailprint fix")), "{notes:#?}");
}

#[test]
fn an_engine_in_lazy_static_gets_the_filters() {
    let manifest = with_engine("tera = \"1\"");
    let main = format!(
        "lazy_static! {{\n    static ref TEMPLATES: Tera = {{\n        let mut tera = Tera::new(\"templates/**/*\").unwrap();\n        \
         tera.autoescape_on(vec![]);\n        tera\n    }};\n}}\n\n{SERVED}"
    );
    let files =
        [("Cargo.toml", &*manifest), ("src/main.rs", &main), ("templates/a.html", LINK), CSS];
    let (world, plan) = planned(&files);
    let text = world.text(&plan, "src/main.rs");
    assert!(text.contains(".unwrap();\n        assets::register_tera1(&mut tera);\n"), "{text}");
    assert!(world.text(&plan, "templates/a.html").contains("{{ \"a.css\" | static }}"));
    assert!(again(&world, &plan).is_empty());
}
