//! Links in the pages of the engines, and the filters that they need.

use super::*;

/// An app with one page and one style sheet below `/static`.
fn with_engine(engine: &str, page: (&str, &str), main: &str) -> (World, Vec<String>) {
    let manifest = AXUM.replace("askama = \"0.16\"", engine);
    let style = ("static/css/site.css", "h1 { color: red }\n");
    migrated(&[("Cargo.toml", &manifest), ("src/main.rs", main), page, style])
}

#[test]
fn attributes_in_macros_become_constants_and_other_code_stays() {
    let main = "fn main() {\n    let url = \"/static/css/site.css\";\n    let page = html! { link href=\"/static/css/site.css\"; \
                @let own = \"/static/css/site.css\"; a href=\"/static/none.css\" {} };\n}\n";
    let (world, notes) = with_engine("maud = \"0.27\"", ("a.txt", ""), main);
    let new = world.read("src/main.rs");
    assert!(
        new.contains("html! { link href=(assets::css::SITE_CSS); @let own = \"/static/css"),
        "{new}"
    );
    assert!(new.contains("let url = \"/static/css/site.css\";"), "{new}");
    assert!(new.contains("a href=\"/static/none.css\""), "{new}");
    assert!(!notes.iter().any(|note| note.starts_with("rewrite the URLs")), "{notes:#?}");
}

#[test]
fn filters_are_registered_where_one_statement_makes_the_environment() {
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/css/site.css\">\n");
    let matched = "match Tera::new(\"templates/*\") {\n        Ok(tera) => tera,\n        Err(_) => panic!(),\n    }";
    for (engine, statement, expected, feature) in [
        (
            "minijinja = \"2\"",
            "let mut env = Environment::new()",
            "let mut env = Environment::new();\n    assets::register_minijinja(&mut env);",
            "\"minijinja\"",
        ),
        (
            "tera = \"1\"",
            &*format!("let tera = {matched}"),
            &*format!("let mut tera = {matched};\n    assets::register_tera1(&mut tera);"),
            "\"tera1\"",
        ),
        (
            "tera = \"2\"",
            "let mut tera: Tera = Tera::default()",
            "let mut tera: Tera = Tera::default();\n    assets::register_tera(&mut tera);",
            "\"tera\"",
        ),
    ] {
        let main = format!("fn main() {{\n    {statement};\n}}\n");
        let (world, notes) = with_engine(engine, page, &main);
        let new = world.read("src/main.rs");
        assert!(new.contains(expected), "{engine}: {new}");
        assert!(world.read("Cargo.toml").contains(feature), "{engine}");
        assert!(world.read(page.0).contains("{{ \"css/site.css\""), "{engine}");
        assert!(!notes.iter().any(|note| note.contains("register_")), "{notes:#?}");
    }
}

#[test]
fn an_environment_that_is_made_in_another_way_is_left_to_the_user() {
    let page = ("templates/a.html", "<link rel=\"stylesheet\" href=\"/static/css/site.css\">\n");
    for (engine, body) in [
        (
            "minijinja = \"2\"",
            "let mut a = Environment::new();\n    let mut b = Environment::new();",
        ),
        ("minijinja = \"2\"", "run(Environment::new());"),
        (
            "minijinja = \"2\"",
            "lazy_static! { static ref ENV: Environment<'static> = Environment::new(); }",
        ),
        ("tera = \"2\"", "let tera = Tera::new(\"templates/*\").unwrap();"),
    ] {
        let main = format!("fn main() {{\n    {body}\n}}\n");
        let (world, notes) = with_engine(engine, page, &main);
        assert!(!world.read("src/main.rs").contains("register_"), "{body}");
        assert_eq!(world.read(page.0), page.1, "{body}");
        let told = "rewrite the URLs of assets in templates/a.html:1: call `assets::register_";
        assert!(notes.iter().any(|note| note.starts_with(told)), "{body}: {notes:#?}");
    }
}

#[test]
fn links_to_two_files_tell_any_url() {
    let main = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"a.html\")]\nstruct A;\n\nfn main() {}\n";
    let page =
        page("/-/files/site.css?{{ version }}") + "<script src=\"/-/files/js/site.js\"></script>\n";
    let (world, _) = migrated(&[
        ("Cargo.toml", AXUM),
        ("src/main.rs", main),
        ("static/site.css", "h1 { color: red }\n"),
        ("static/js/site.js", "1\n"),
        ("templates/a.html", &page),
    ]);
    assert!(world.read("build.rs").contains(".url_prefix(\"/-/files/\")"));
    assert!(world.read("templates/a.html").contains("{{ \"js/site.js\"|static }}"));
}

#[test]
fn the_links_of_the_pages_tell_the_url_of_files_that_no_service_names() {
    let main = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"a.html\")]\nstruct A;\n\nfn main() {}\n";
    for (href, prefix) in
        [("/files/site.css", "/static/"), ("/assets/site.css", "/assets/"), ("/site.css", "/")]
    {
        let (world, _) = migrated(&[
            ("Cargo.toml", AXUM),
            ("src/main.rs", main),
            ("static/site.css", "h1 { color: red }\n"),
            ("templates/a.html", &page(href)),
        ]);
        let is_rewritten = world.read("templates/a.html").contains("{{ \"site.css\"|static }}");
        assert_eq!(is_rewritten, href != "/files/site.css", "{href}");
        let is_named = world.read("build.rs").contains(".url_prefix(\"/assets/\")");
        assert_eq!(is_named, prefix == "/assets/", "{href}");
    }
}
