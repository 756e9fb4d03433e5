//! Apps that `init` has set up are reloaded by `dev` without any further change.

use serde_json::json;

use crate::chromium::Chromium;
use crate::nested::root;
use crate::site::Site;

const PACKAGE: &str =
    "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n";

const PAGES: &str = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"index.html\")]\n\
                     struct Index;\n\npub fn index() -> String {\n    Index.render().unwrap()\n}\n";

const INDEX: &str = "<!doctype html>\n<html>\n<head>\n  <title>Init</title>\n</head>\n<body>\n\
                     <h1 class=\"text-3xl\">Hi</h1>\n</body>\n</html>\n";

const AXUM: (&str, &str) = (
    "askama = \"0.16\"\naxum = { version = \"0.8\", default-features = false, features = [\"http1\", \"tokio\"] }\n\
     tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt\"] }\n",
    "mod pages;

use axum::Router;
use axum::response::Html;
use axum::routing::get;

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route(\"/\", get(|| async { Html(pages::index()) }))
        .fallback(|| async { \"nothing here\" });
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:0\").await?;
    axum::serve(listener, app).await
}
",
);

const ACTIX: (&str, &str) = (
    "actix-web = { version = \"4\", default-features = false, features = [\"macros\"] }\naskama = \"0.16\"\n",
    "use actix_web::web::{Html, get};
use actix_web::{App, HttpServer};

mod pages;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    HttpServer::new(|| App::new().route(\"/\", get().to(|| async { Html::new(pages::index()) })))
        .workers(1)
        .bind((\"127.0.0.1\", 0))?
        .run()
        .await
}
",
);

/// A package that `init` has changed.
fn set_up(name: &str, (dependencies, main): (&str, &str)) -> Site {
    let site = Site::empty();
    let manifest = PACKAGE.replace("{name}", name);
    site.write("Cargo.toml", format!("{manifest}{dependencies}\n[workspace]\n"));
    site.write("src/main.rs", main);
    site.write("src/pages.rs", PAGES);
    site.write("templates/index.html", INDEX);
    site.write("static/css/source.css", "@import \"tailwindcss\";\n");
    let init =
        site.command(&["init", "--yes", "--path", root().to_str().unwrap()]).output().unwrap();
    let said = String::from_utf8_lossy(&init.stdout);
    assert!(init.status.success() && !said.contains("by hand"), "{said}");
    site.lock();
    site
}

async fn follows(name: &str, framework: (&str, &str)) {
    let site = set_up(name, framework);
    let dev = site.dev(&[]);
    assert!(!dev.log().contains("take the socket"), "{}", dev.log());
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    let size = "getComputedStyle(document.querySelector('h1')).fontSize";
    tab.until(size, "30px").await;
    tab.value("window.marked = true").await;
    let css = "@import \"tailwindcss\";\nh1 { color: rgb(1, 2, 3) }\n";
    site.write("static/css/source.css", css);
    tab.until("getComputedStyle(document.querySelector('h1')).color", "rgb(1, 2, 3)").await;
    assert_eq!(tab.value("window.marked === true").await, json!(true));
    site.replace("templates/index.html", "text-3xl", "text-[31px]");
    tab.until(size, "31px").await;
    tab.until("window.marked === undefined", true).await;
    dev.said_times("ready in", 2);
    assert!(!dev.log().contains("take the socket"), "{}", dev.log());
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_of_axum_that_init_has_set_up_is_followed() {
    follows("dev-init-axum", AXUM).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "actix-web gives syn other features than axum does, so that all crates with derives are compiled once more"]
async fn an_app_of_actix_that_init_has_set_up_is_followed() {
    follows("dev-init-actix", ACTIX).await;
}
