//! Services that send files in other forms: embedded ones, routes within others, paths that are not written there.

use super::shapes::{CSS, SERVED, again, planned};
use super::*;

/// A file in a folder of the assets.
const INNER: (&str, &str) = ("static/css/b.css", "b { color: red }\n");

/// An app whose struct `Assets` embeds `assets/`, with this service of it.
fn embedded(service: &str) -> String {
    format!(
        "use axum::Router;\nuse axum_embed::ServeEmbed;\nuse rust_embed::RustEmbed;\n\n/// The files.\n#[derive(RustEmbed, Clone)]\n\
         #[folder = \"assets/\"]\nstruct Assets;\n\nfn main() {{\n    let app = Router::new().nest_service(\"/assets\", {service});\n}}\n"
    )
}

fn with_embed() -> String {
    format!("{AXUM}axum-embed = \"0.1\"\nrust-embed = \"8\"\n")
}

#[test]
fn a_service_of_embedded_files_is_replaced_together_with_its_struct() {
    for service in [
        "ServeEmbed::<Assets>::new()",
        "ServeEmbed::<Assets>::with_parameters(None, FallbackBehavior::NotFound, None)",
        "files",
    ] {
        let variable = "fn main() {\n    let files = ServeEmbed::<Assets>::new();\n";
        let is_variable = service == "files";
        let main = embedded(service);
        let main = if is_variable { main.replace("fn main() {\n", variable) } else { main };
        let manifest = with_embed();
        let files = [("Cargo.toml", &*manifest), ("src/main.rs", &main), ("assets/a.css", CSS.1)];
        let (world, plan) = planned(&files);
        let text = world.text(&plan, "src/main.rs");
        assert!(text.contains(".nest_service(assets::MOUNT, assets::service())"), "{text}");
        for gone in ["Embed", "Assets", "The files"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        let manifest = world.text(&plan, "Cargo.toml");
        assert!(!manifest.contains("embed"), "{manifest}");
        assert!(world.text(&plan, "build.rs").contains(".url_prefix(\"/assets/\")"));
        assert!(!plan.steps().contains("#[folder]"), "{}", plan.steps());
        assert!(again(&world, &plan).is_empty());
    }
}

#[test]
fn a_variable_that_comments_and_paths_name_as_well_is_removed() {
    let main = SERVED
        .replace(
            "    let app",
            "    // The assets.\n    let assets = ServeDir::new(\"assets\");\n    let app",
        )
        .replace("\"/static\", ServeDir::new(\"static\")", "\"/assets\", assets");
    let style = ("assets/a.css", CSS.1);
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), style]);
    let text = world.text(&plan, "src/main.rs");
    assert!(text.contains(".nest_service(assets::MOUNT, assets::service())"), "{text}");
    assert!(!text.contains("ServeDir"), "{text}");
    // One in a format stays.
    let printed = main.replace("    let app", "    println!(\"{assets:?}\");\n    let app");
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &printed), style]);
    assert!(world.text(&plan, "src/main.rs").contains("let assets = ServeDir"));
}

#[test]
fn a_constant_that_only_the_replaced_service_used_goes_with_it() {
    let constants = "const FILES: &str = \"/static\";\nconst FOLDER: &str = \"static\";\n\n";
    let main = SERVED
        .replace("\"/static\", ServeDir::new(\"static\")", "FILES, ServeDir::new(FOLDER)")
        .replacen("fn main", &format!("{constants}fn main"), 1);
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS]);
    let (plain, alone) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", SERVED), CSS]);
    assert_eq!(world.text(&plan, "src/main.rs"), plain.text(&alone, "src/main.rs"));
    // What other code names stays, in a text as well, and so does what other crates may name.
    for (from, to) in [
        ("    let app", "    println!(\"{FILES}\");\n    let app"),
        ("    let app", "    let _ = FILES;\n    let app"),
        ("const FILES", "pub const FILES"),
    ] {
        let main = main.replacen(from, to, 1);
        let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS]);
        let text = world.text(&plan, "src/main.rs");
        assert!(text.contains("const FILES") && !text.contains("FOLDER"), "{text}");
    }
}

#[test]
fn a_struct_that_code_reads_files_of_stays_and_is_told() {
    let main = embedded("ServeEmbed::<Assets>::new()")
        + "\nfn logo() -> bool {\n    Assets::get(\"logo.svg\").is_some()\n}\n";
    let manifest = with_embed();
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", &main), ("assets/a.css", CSS.1)];
    let (world, plan) = planned(&files);
    let text = world.text(&plan, "src/main.rs");
    assert!(text.contains("assets::service()") && !text.contains("ServeEmbed"), "{text}");
    assert!(text.contains("use rust_embed::RustEmbed;"), "{text}");
    let step = "src/main.rs:7: `#[folder]` serves assets/: remove it, since `assets::service()` serves these files below \
                /assets/";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}

#[test]
fn embedded_files_with_a_page_for_folders_are_left_to_the_user() {
    let with_fallback = "ServeEmbed::<Assets>::with_parameters(Some(\"a.html\".to_owned()), FallbackBehavior::Ok, None)";
    for (service, page) in
        [("ServeEmbed::<Assets>::new()", "assets/index.html"), (with_fallback, "assets/a.html")]
    {
        let (main, manifest) = (embedded(service), with_embed());
        let files = [
            ("Cargo.toml", &*manifest),
            ("src/main.rs", &main),
            ("assets/a.css", CSS.1),
            (page, "<p>"),
        ];
        let (world, plan) = planned(&files);
        assert!(world.text(&plan, "src/main.rs").contains(service));
        let step = "`ServeEmbed` serves assets/: write `.nest_service(assets::MOUNT, assets::service())` in its place";
        assert!(plan.steps().contains(step), "{}", plan.steps());
    }
}

#[test]
fn an_embedded_folder_of_templates_is_neither_the_assets_nor_a_step() {
    let main =
        "#[derive(rust_embed::RustEmbed)]\n#[folder = \"pages/\"]\nstruct Pages;\n\nfn main() {}\n";
    let page = ("pages/a.html.tera", "<h1>{{ title }}</h1>\n");
    let manifest = AXUM.replace("askama = \"0.16\"", "tera = \"1\"");
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", main), page];
    let (world, plan) = planned(&files);
    assert!(!plan.steps().contains("folder"), "{}", plan.steps());
    assert!(!world.text(&plan, "build.rs").contains(".root("));
}

#[test]
fn resources_that_the_build_script_embeds_are_the_assets() {
    let main = "use actix_web::App;\nuse actix_web_static_files::ResourceFiles;\n\nfn main() {\n    \
                App::new().service(ResourceFiles::new(\"/site\", generate()))\n}\n";
    let manifest = AXUM.replace("askama = \"0.16\"\naxum = \"0.8\"", "actix-web = \"4\"");
    let script = "fn main() {\n    static_files::resource_dir(\"./site\").build().unwrap();\n}\n";
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", main),
        ("build.rs", script),
        ("site/a.css", CSS.1),
    ];
    let (world, plan) = planned(&files);
    let new = world.text(&plan, "build.rs");
    assert!(new.contains(".root(\"site\")") && new.contains(".url_prefix(\"/site/\")"), "{new}");
    for step in [
        "src/main.rs:5: `ResourceFiles` serves ./site: write `.service(assets::service())` in its place",
        "build.rs:2: `resource_dir` goes on to embed these files a second time: remove it with the last `ResourceFiles`, \
         and the crate actix-web-static-files from Cargo.toml",
    ] {
        assert!(plan.steps().contains(step), "{step}\n{}", plan.steps());
    }
}

#[test]
fn a_route_within_the_assets_goes_since_it_would_answer_for_their_hashed_urls() {
    let inner = "        .nest_service(\"/static/css\", ServeDir::new(\"static/css\"))\n";
    let main = SERVED.replace("        .nest_service", &format!("{inner}        .nest_service"));
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS, INNER]);
    let (plain, alone) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", SERVED), CSS, INNER]);
    assert_eq!(world.text(&plan, "src/main.rs"), plain.text(&alone, "src/main.rs"));
    assert!(!plan.steps().contains("static/css"), "{}", plan.steps());
    // One with settings of its own is left to the user, also by a second run.
    let signed =
        main.replace("ServeDir::new(\"static/css\")", "signed(ServeDir::new(\"static/css\"))");
    let told = main.replace("new(\"static/css\")", "new(\"static/css\").fallback(missing())");
    for (main, is_told) in [(told, true), (signed, false)] {
        let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS, INNER]);
        let step = "`ServeDir` serves static/css, and answers for the hashed URLs of its files before the assets do: remove \
                    it, since `assets::service()` serves them as well";
        assert_eq!(plan.steps().contains(step), is_told, "{}", plan.steps());
        assert_eq!(again(&world, &plan).steps().contains(step), is_told);
    }
}

#[test]
fn a_folder_below_a_path_that_is_not_written_there_gets_no_second_route() {
    let main = SERVED.replace("\"/static\"", "paths::base()");
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n");
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS, page]);
    let text = world.text(&plan, "src/main.rs");
    assert!(!text.contains("assets::service()"), "{text}");
    let step = "src/main.rs:7: `ServeDir` serves static below a path that is not written there: write \
                `.nest_service(assets::MOUNT, assets::service())` in its place, and give the path to `.url_prefix(\"…\")` in \
                build.rs if it is not /static/";
    assert!(plan.steps().contains(step), "{}", plan.steps());
    assert_eq!(plan.steps().matches("assets::service()").count(), 1, "{}", plan.steps());
}

#[test]
fn a_file_that_is_served_becomes_an_asset_by_its_folder() {
    let file = "        .route_service(\"/icon.png\", ServeFile::new(\"public/icon.png\"))\n";
    let main = SERVED.replace("        .nest_service", &format!("{file}        .nest_service"));
    let icon = ("public/icon.png", "x");
    let page = ("templates/a.html", "<img src=\"/icon.png\">\n");
    let (_, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS, icon, page]);
    let step = "`ServeFile` goes on to serve public/icon.png without hashes; if it is part of the app, add its folder by \
                `.root_at(\"…\", \"public\")` to build.rs";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}

#[test]
fn poem_is_told_once_what_stands_in_the_place_of_its_endpoint() {
    let manifest = AXUM.replace("askama = \"0.16\"\naxum = \"0.8\"", "poem = \"3\"");
    let main = "fn main() {\n    let app = Route::new().nest(\"/files\", EmbeddedFilesEndpoint::<Files>::new());\n}\n\n\
                #[derive(RustEmbed)]\n#[folder = \"files\"]\nstruct Files;\n";
    let files = [("Cargo.toml", &*manifest), ("src/main.rs", main), ("files/a.css", CSS.1)];
    let (_, plan) = planned(&files);
    let step = "src/main.rs:2: `EmbeddedFilesEndpoint` serves files: write `.nest(assets::MOUNT, assets::service().compat())` \
                in its place, with `use poem::endpoint::TowerCompatExt;` and the feature `tower-compat` of poem";
    assert!(plan.steps().contains(step), "{}", plan.steps());
    assert_eq!(plan.steps().matches(".compat()").count(), 1, "{}", plan.steps());
}

#[test]
fn ntex_gets_the_service_in_the_place_of_its_files() {
    let manifest =
        AXUM.replace("askama = \"0.16\"\naxum = \"0.8\"", "ntex = \"3\"\nntex-files = \"3\"");
    for (list, expected) in
        [("@", "service(assets::service())"), ("(index, @)", "service((index, assets::service()))")]
    {
        let list = list.replace('@', "fs::Files::new(\"/static\", \"static/\")");
        let main =
            format!("use ntex_files as fs;\n\nfn main() {{\n    App::new().service({list});\n}}\n");
        let (world, plan) = planned(&[("Cargo.toml", &manifest), ("src/main.rs", &main), CSS]);
        let text = world.text(&plan, "src/main.rs");
        assert!(text.contains(expected), "{text}");
        assert!(!text.contains("ntex_files"), "{text}");
        assert!(!world.text(&plan, "Cargo.toml").contains("ntex-files"));
    }
}

#[test]
fn templates_of_a_second_engine_are_rewritten_beside_macros() {
    let manifest = AXUM.replace("askama = \"0.16\"", "maud = \"0.27\"\ntera = \"1\"");
    let main = SERVED.replace(
        "    let app",
        "    let tera = Tera::new(\"templates/**\").unwrap();\n    let app",
    ) + "\nfn page() -> Markup {\n    html! { link href=\"/static/a.css\"; }\n}\n";
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n");
    let (world, plan) = planned(&[("Cargo.toml", &manifest), ("src/main.rs", &main), CSS, page]);
    let text = world.text(&plan, "src/main.rs");
    assert!(text.contains("link href=(assets::A_CSS);"), "{text}");
    assert!(text.contains("assets::register_tera1(&mut tera);"), "{text}");
    assert!(world.text(&plan, page.0).contains("{{ \"a.css\" | static }}"));
    // Where tera is made in no such statement, the step about its templates is that of tera.
    let hidden =
        main.replace("let tera = ", "state(").replace(".unwrap();\n    let app", ");\n    let app");
    let (_, plan) = planned(&[("Cargo.toml", &manifest), ("src/main.rs", &hidden), CSS, page]);
    let step =
        "rewrite the URLs of assets in templates/a.html:1: call `assets::register_tera(&mut tera)`";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}

#[test]
fn pages_that_no_known_engine_reads_are_told_as_such() {
    let manifest = AXUM.replace("askama = \"0.16\"\n", "");
    let main = format!("{SERVED}\nfn load() {{\n    Environment::new();\n}}\n");
    let page = ("pages/a.html", "<link rel=\"stylesheet\" href=\"/static/a.css\">\n");
    let (_, plan) = planned(&[("Cargo.toml", &manifest), ("src/main.rs", &main), CSS, page]);
    let step = "pages/a.html:1: no template engine is known that reads this page: have the code that sends it put the \
                constants in, as in `page.replace(\"/static/a.css\", assets::A_CSS)`\n";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}

#[test]
fn a_step_in_another_file_names_the_assets_from_the_root() {
    let web = "pub fn router() -> Router {\n    Router::new().nest_service(\"/static\", ServeDir::new(folder()))\n}\n";
    let files = [
        ("Cargo.toml", AXUM),
        ("src/main.rs", "mod web;\n\nfn main() {}\n"),
        ("src/web.rs", web),
        CSS,
    ];
    let (_, plan) = planned(&files);
    let step = "src/web.rs:2: `ServeDir` serves a folder that is known at run time only: write \
                `.nest_service(crate::assets::MOUNT, crate::assets::service())` in its place";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}

#[test]
fn a_crate_that_nothing_has_used_before_stays() {
    let manifest = format!("{AXUM}tower-http = \"0.6\"\n");
    let main = "fn main() {\n    tracing(\"tower_http=debug\");\n}\n";
    let (world, plan) = planned(&[("Cargo.toml", &manifest), ("src/main.rs", main), CSS]);
    assert!(world.text(&plan, "Cargo.toml").contains("tower-http"));
}

#[test]
fn templates_of_tests_are_none_of_the_app() {
    let manifest = AXUM.replace("askama = \"0.16\"", "minijinja = \"2\"");
    let main =
        "fn main() {}\n\n#[cfg(test)]\nmod tests {\n    const A: &str = \"test-pages\";\n}\n";
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", main),
        ("tests/a.rs", "const A: &str = \"tests\";\n"),
        ("tests/a.html", "{{ a }}"),
        ("test-pages/a.html", "{{ a }}"),
    ];
    let (world, plan) = planned(&files);
    assert!(!world.text(&plan, "build.rs").contains(".templates("));
}
