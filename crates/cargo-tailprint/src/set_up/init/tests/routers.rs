//! Routers, and the folders that they serve.

use super::shapes::{CSS, planned};
use super::*;

/// An app with a router for each kind of page, which one function joins.
const JOINED: &str = "use axum::{Router, routing::get};\nuse tower_http::services::ServeDir;\n\nmod paths {\n    \
                      pub const FILES: &str = \"/static\";\n    pub const LOGO: &str = \"/static/a.css\";\n}\n\n\
                      fn pages() -> Router {\n    Router::new().route(\"/\", get(index))\n}\n\n\
                      fn api() -> Router {\n    Router::new().route(\"/api\", get(index))\n}\n\n\
                      fn all() -> Router {\n    Router::new().merge(pages()).merge(api()).fallback(lost)\n}\n";

#[test]
fn of_several_routers_the_one_that_joins_the_others_and_answers_the_rest_gets_the_service() {
    let (main, notes) =
        edited(&[("Cargo.toml", AXUM), ("src/main.rs", JOINED), SHEET], "src/main.rs");
    let service = ".nest_service(assets::MOUNT, assets::service())";
    assert_eq!(main.matches(service).count(), 1, "{main}");
    let joined: String = main.split("fn all()").nth(1).unwrap().split_whitespace().collect();
    let expected = format!(".merge(api()){service}.fallback(lost).layer(tailprint::live_reload())");
    assert!(joined.contains(&expected.replace(' ', "")), "{main}");
    assert!(!notes.iter().any(|note| note.contains("Router")), "{notes:?}");
}

#[test]
fn the_router_that_no_other_one_takes_in_gets_the_service() {
    let joined = JOINED.replace(".fallback(lost)", "");
    let held = joined.replace(".merge(api())", ".merge(api)");
    let held = held.replace(
        "Router {\n    Router::new().m",
        "Router {\n    let api = api();\n    Router::new().m",
    );
    let within =
        joined.replace(".merge(api())", ".nest(\"/a\", Router::new().route(\"/\", get(index)))");
    let within = within.replace(".merge(pages())", "");
    let within = within
        .replace("fn pages() -> Router {\n    Router::new().route(\"/\", get(index))\n}\n\n", "");
    let within = within
        .replace("fn api() -> Router {\n    Router::new().route(\"/api\", get(index))\n}\n\n", "");
    for main in [joined, held, within] {
        let (main, notes) =
            edited(&[("Cargo.toml", AXUM), ("src/main.rs", &main), SHEET], "src/main.rs");
        let service = ".nest_service(assets::MOUNT, assets::service())";
        assert_eq!(main.matches(service).count(), 1, "{main}");
        let joined: String = main.split("fn all()").nth(1).unwrap().split_whitespace().collect();
        let expected = format!("){service}.layer(tailprint::live_reload())}}");
        assert!(joined.ends_with(&expected.replace(' ', "")), "{main}");
        assert!(!notes.iter().any(|note| note.contains("Router")), "{notes:?}");
    }
}

#[test]
fn a_step_about_the_router_names_those_that_join_others_and_three_at_most() {
    let join = "    let a = Router::new().merge(b);\n";
    for (joins, places) in [
        (2, "src/main.rs:7, src/main.rs:8: add"),
        (5, "src/main.rs:7, src/main.rs:8, src/main.rs:9 or one of 2 more: add"),
    ] {
        let main = format!(
            "use axum::{{Router, routing::get}};\n\nfn a() {{\n    let a = Router::new().route(\"/\", get(x));\n}}\n\
             {}fn main() {{}}\n",
            "fn b() {\n".to_owned() + &join.repeat(joins) + "}\n"
        );
        let (_, notes) =
            edited(&[("Cargo.toml", AXUM), ("src/main.rs", &main), SHEET], "src/main.rs");
        let of_router = notes.iter().filter(|note| note.contains("`Router`")).collect::<Vec<_>>();
        assert_eq!(of_router.len(), 2, "{notes:?}");
        assert!(of_router.iter().all(|note| note.starts_with(places)), "{notes:?}");
    }
}

#[test]
fn a_router_under_another_name_is_one_and_routers_of_tests_are_none() {
    let main = "use axum::{Router as Web, routing::get};\n\nfn main() {\n    let app = Web::new().route(\"/\", get(x));\n}\n";
    let (main, _) = edited(&[("Cargo.toml", AXUM), ("src/main.rs", main), SHEET], "src/main.rs");
    assert!(main.contains(".nest_service(assets::MOUNT, assets::service())"), "{main}");

    let main = "fn main() {\n    let app = web().route(\"/\", get(x));\n}\n\n#[cfg(test)]\nmod tests {\n    fn app() {\n        \
                Router::new();\n    }\n}\n";
    let (_, notes) = edited(&[("Cargo.toml", AXUM), ("src/main.rs", main), SHEET], "src/main.rs");
    let step =
        "src/main.rs:2: add `.nest_service(assets::MOUNT, assets::service())` to the `Router`";
    assert!(notes.iter().any(|note| note.starts_with(step)), "{notes:?}");
}

#[test]
fn a_route_at_a_constant_is_replaced_and_constants_with_urls_are_told() {
    let route = ".nest_service(paths::FILES, ServeDir::new(\"static\"))";
    let main = JOINED.replace(".fallback(lost)", route);
    let page = ("templates/a.html", "<head></head>\n");
    let (main, notes) =
        edited(&[("Cargo.toml", AXUM), ("src/main.rs", &main), CSS, page], "src/main.rs");
    assert!(main.contains(".nest_service(assets::MOUNT, assets::service())"), "{main}");
    assert!(!main.contains("ServeDir"), "{main}");
    let told = notes.iter().find(|note| note.contains("assets::A_CSS"));
    assert!(told.is_some_and(|note| note.contains("src/main.rs:6")), "{notes:?}");
}

#[test]
fn a_folder_that_code_puts_together_below_the_package_is_known() {
    for (statements, folder) in [
        (
            "let dir = std::env::current_dir().unwrap();",
            "format!(\"{}/web\", dir.to_str().unwrap())",
        ),
        ("let dir = PathBuf::from(env!(\"CARGO_MANIFEST_DIR\")).join(\"web\");", "dir"),
        ("let dir = env!(\"CARGO_MANIFEST_DIR\");", "format!(\"{dir}/web\")"),
        ("let dir = \"web\";", "&dir"),
        ("", "std::path::Path::new(env!(\"CARGO_MANIFEST_DIR\")).join(\"web\")"),
    ] {
        let main = format!(
            "use std::path::PathBuf;\nuse tower_http::services::ServeDir;\n\nfn main() {{\n    {statements}\n    let app = Router::new().route(\"/\", get(x)).nest_service(\"/files\", \
             ServeDir::new({folder}));\n}}\n"
        );
        let css = ("web/a.css", "h1 {}\n");
        let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", &main), css]);
        let build = world.text(&plan, "build.rs");
        assert!(build.contains(".root(\"web\")"), "{folder}\n{build}");
        assert!(build.contains(".url_prefix(\"/files/\")"), "{folder}\n{build}");
        let main = world.text(&plan, "src/main.rs");
        assert!(main.contains(".nest_service(assets::MOUNT, assets::service())"), "{main}");
        assert!(!main.contains("dir"), "nothing else needs the variable: {main}");
        assert!(!main.contains("ServeDir"), "nothing else needs the import: {main}");
        let needed_it = statements.contains("PathBuf");
        assert_ne!(main.contains("PathBuf"), needed_it, "{main}");
    }
}

#[test]
fn the_only_folder_in_a_list_of_salvo_is_known() {
    let manifest = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nsalvo = \"0.81\"\n";
    let main = "fn main() {\n    let router = Router::with_path(\"{*path}\").get(StaticDir::new([\"web\"]).auto_list(true));\n}\n";
    let css = ("web/a.css", "h1 {}\n");
    let (world, plan) = planned(&[("Cargo.toml", manifest), ("src/main.rs", main), css]);
    assert!(world.text(&plan, "build.rs").contains(".root(\"web\")"));
    assert!(plan.steps().contains("src/main.rs:2: `StaticDir` serves web: "), "{}", plan.steps());
}

#[test]
fn a_folder_whose_path_is_used_elsewhere_is_known_and_its_service_a_step() {
    let main = "fn main() {\n    let dir = std::env::current_dir().unwrap().join(\"web\");\n    println!(\"{dir:?}\");\n    \
                let app = Router::new().nest_service(\"/files\", ServeDir::new(dir));\n}\n";
    let css = ("web/a.css", "h1 {}\n");
    let (world, plan) = planned(&[("Cargo.toml", AXUM), ("src/main.rs", main), css]);
    assert!(world.text(&plan, "build.rs").contains(".url_prefix(\"/files/\")"));
    let step = "src/main.rs:4: `ServeDir` serves web: write `.nest_service(assets::MOUNT, assets::service())` in its place";
    assert!(plan.steps().contains(step), "{}", plan.steps());
}
