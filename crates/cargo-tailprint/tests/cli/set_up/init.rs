//! `init` of packages as people have them: it shows, it changes, it builds, it serves.

use crate::cargo::{App, build, copy_lock};
use crate::nested;
use crate::world::World;

const TOKIO: &str =
    "tokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n";

const BASE: &str = "<!doctype html>\n<html>\n<head>\n    <title>{% block title %}{% endblock %}</title>\n</head>\n\
                    <body class=\"bg-stone-100\">{% block body %}{% endblock %}</body>\n</html>\n";

/// The style sheet for Tailwind.
const SHEET: (&str, &str) = ("static/css/source.css", "@import \"tailwindcss\";\n");

const INDEX: &str =
    "{% extends \"base.html\" %}\n{% block body %}<h1 class=\"text-3xl\">Hi</h1>{% endblock %}\n";

const PAGES: &str = "use askama::Template;\n\n#[derive(Template)]\n#[template(path = \"index.html\")]\n\
                     struct Index;\n\npub fn index() -> String {\n    Index.render().unwrap()\n}\n";

const LINK: &str = "<link rel=\"stylesheet\" href=\"{{ \"css/tailwind.css\"|static }}\">";

const AXUM_MAIN: &str = "\
//! A shop.

mod pages;

use axum::Router;
use axum::response::Html;
use axum::routing::get;

#[tokio::main]
async fn main() {
    let app = Router::new()
        .route(\"/\", get(|| async { Html(pages::index()) }))
        .fallback(|| async { \"nothing here\" });
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:0\").await.unwrap();
    println!(\"http://{}\", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}
";

fn manifest(name: &str, dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
         # what the pages need\n[dependencies]\n{dependencies}"
    )
}

fn init(more: &str) -> String {
    format!("init --path {} {more}", nested::root().display())
}

/// Without the folder of the which differs.
fn shown(text: &str) -> String {
    text.replace(nested::root().to_str().unwrap(), "/tailprint")
}

fn assert_serves(app: &App) {
    let (_, page) = app.get("/");
    assert!(page.contains("<link rel=\"stylesheet\" href=\"/static/css/tailwind.css\">"), "{page}");
    let (head, css) = app.get("/static/css/tailwind.css");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(css.contains(".text-3xl"), "{css}");
}

/// Everything below the package but what Cargo made.
fn files(world: &World) -> std::collections::BTreeMap<String, String> {
    let mut tree = world.tree("");
    tree.retain(|path, _| !path.ends_with("Cargo.lock"));
    tree
}

#[test]
fn axum_with_askama_a_build_script_and_crlf() {
    let dependencies =
        format!("askama = \"0.16\"\naxum = \"0.8\" # the server\n{TOKIO}\n[workspace]\n");
    let world = World::new(&[
        ("Cargo.toml", &manifest("init-axum", &dependencies).replace('\n', "\r\n")),
        ("build.rs", "fn main() {\n    println!(\"cargo::rerun-if-changed=build.rs\");\n}\n"),
        ("src/main.rs", AXUM_MAIN),
        ("src/pages.rs", PAGES),
        ("templates/base.html", &BASE.replace('\n', "\r\n")),
        ("templates/index.html", INDEX),
        (".gitignore", "*.log\n"),
        SHEET,
    ]);
    let before = world.tree("");

    let ran = world.run(&init(""));
    let error = "error: nothing was changed, since there is no terminal to ask on; add --yes to make these changes\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), error));
    assert_eq!(shown(&ran.out), with_crlf(DIFF, &["Cargo.toml", "templates/base.html"]));
    let ran = world.run(&init("--dry-run"));
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), "note: dry run, nothing was changed\n"));
    assert_eq!(world.tree(""), before);

    let ran = world.run(&init("--yes"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let last = "6 files written; `cargo tailprint dev` runs the app and shows what you save\n";
    assert!(ran.out.ends_with(last), "{}", ran.out);
    for path in ["Cargo.toml", "templates/base.html"] {
        let text = world.read(path);
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{path}");
    }
    let after = world.tree("");
    let ran = world.run(&init("--yes"));
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), "nothing to do\n"));
    assert_eq!(world.tree(""), after);

    copy_lock(&world, "");
    build(&world, "");
    assert_serves(&App::start("init-axum", world.path()));
}

/// A diff in which the lines of some files end with CR and LF.
fn with_crlf(diff: &str, files: &[&str]) -> String {
    let mut is_crlf = false;
    let mut lines = String::new();
    for line in diff.lines() {
        if let Some(file) = line.strip_prefix("--- a/") {
            is_crlf = files.contains(&file);
        }
        let is_head = ["--- a/", "+++ b/", "@@ "].iter().any(|head| line.starts_with(head));
        lines += line;
        lines += if is_crlf && !is_head { "\r\n" } else { "\n" };
    }
    lines
}

const DIFF: &str = r#"--- a/Cargo.toml
+++ b/Cargo.toml
@@ -7,6 +7,11 @@
 [dependencies]
 askama = "0.16"
 axum = "0.8" # the server
+listenfd = "1"
+tailprint = { path = "/tailprint/crates/tailprint", features = ["askama", "axum"] }
 tokio = { version = "1", features = ["macros", "net", "rt-multi-thread"] }
 
+[build-dependencies]
+tailprint-build = { path = "/tailprint/crates/tailprint-build" }
+
 [workspace]
--- a/build.rs
+++ b/build.rs
@@ -1,3 +1,4 @@
 fn main() {
     println!("cargo::rerun-if-changed=build.rs");
+    tailprint_build::build();
 }
--- a/templates/base.html
+++ b/templates/base.html
@@ -2,6 +2,7 @@
 <html>
 <head>
     <title>{% block title %}{% endblock %}</title>
+    <link rel="stylesheet" href="{{ "css/tailwind.css"|static }}">
 </head>
 <body class="bg-stone-100">{% block body %}{% endblock %}</body>
 </html>
--- a/src/main.rs
+++ b/src/main.rs
@@ -2,6 +2,8 @@
 
 mod pages;
 
+tailprint::assets!();
+
 use axum::Router;
 use axum::response::Html;
 use axum::routing::get;
@@ -10,8 +12,17 @@
 async fn main() {
     let app = Router::new()
         .route("/", get(|| async { Html(pages::index()) }))
-        .fallback(|| async { "nothing here" });
-    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
+        .nest_service(assets::MOUNT, assets::service())
+        .fallback(|| async { "nothing here" })
+        .layer(tailprint::live_reload());
+    let listener = match listenfd::ListenFd::from_env().take_tcp_listener(0).unwrap() {
+        // `cargo tailprint dev` holds the socket open while the app restarts.
+        Some(socket) => {
+            socket.set_nonblocking(true).unwrap();
+            tokio::net::TcpListener::from_std(socket).unwrap()
+        }
+        None => tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap(),
+    };
     println!("http://{}", listener.local_addr().unwrap());
     axum::serve(listener, app).await.unwrap();
 }
--- a/src/pages.rs
+++ b/src/pages.rs
@@ -1,3 +1,4 @@
+use crate::assets::filters;
 use askama::Template;
 
 #[derive(Template)]
--- a/.gitignore
+++ b/.gitignore
@@ -1 +1,2 @@
 *.log
+/target
"#;

/// `tests/dev` builds and starts an app of actix-web.
#[test]
fn actix_with_askama_and_delimiters_of_its_own() {
    let main = "\
use actix_web::web::{Html, get};
use actix_web::{App, HttpServer};

mod pages;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let server = HttpServer::new(|| App::new().route(\"/\", get().to(|| async { Html::new(pages::index()) })))
        .workers(1)
        .bind((\"127.0.0.1\", 0))?;
    println!(\"http://{}\", server.addrs()[0]);
    server.run().await
}
";
    let actix = "actix-web = { version = \"4\", default-features = false, features = [\"macros\"] }\naskama = \"0.16\"\n";
    let toml = "[general]\ndefault_syntax = \"square\"\n\n[[syntax]]\nname = \"square\"\n\
                expr_start = \"[[\"\nexpr_end = \"]]\"\n";
    let world = World::new(&[
        ("Cargo.toml", &(manifest("init-actix", actix) + "\n[workspace]\n")),
        ("askama.toml", toml),
        ("src/main.rs", main),
        ("src/pages.rs", PAGES),
        ("templates/base.html", BASE),
        ("templates/index.html", INDEX),
        SHEET,
    ]);
    let ran = world.run(&init("--yes"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(world.read("Cargo.toml").contains("features = [\"askama\", \"actix-web\"] }\n"));
    let link = LINK.replace("{{", "[[").replace("}}", "]]");
    assert!(world.read("templates/base.html").contains(&link));
    let main = world.read("src/main.rs");
    for text in [
        "App::new().service(assets::service()).route(",
        ".wrap(tailprint::live_reload()))\n        .workers(1);\n    let server = match listenfd::",
        "        Some(socket) => server.listen(socket)?,\n        None => server.bind((\"127.0.0.1\", 0))?,\n    };\n",
    ] {
        assert!(main.contains(text), "{main}");
    }
    assert_eq!(world.run(&init("--yes")).out, "nothing to do\n");
}

#[test]
fn a_member_of_a_workspace_that_shares_its_dependencies() {
    let root = format!(
        "[workspace]\nmembers = [\"apps/*\"]\nresolver = \"3\"\n\n[workspace.dependencies]\n\
         askama = \"0.16\"\naxum = \"0.8\"\n{TOKIO}"
    );
    let shared = "askama.workspace = true\naxum.workspace = true\ntokio.workspace = true\n";
    let world = World::new(&[
        ("Cargo.toml", &root),
        ("apps/web/Cargo.toml", &manifest("init-member", shared)),
        ("apps/web/src/main.rs", AXUM_MAIN),
        ("apps/web/src/pages.rs", PAGES),
        ("apps/web/templates/base.html", BASE),
        ("apps/web/templates/index.html", INDEX),
        ("apps/web/static/css/source.css", SHEET.1),
        ("apps/tool/Cargo.toml", &manifest("tool", "")),
        ("apps/tool/src/lib.rs", ""),
    ]);
    let ran = world.run(&init("--yes"));
    let error = "error: this workspace has several packages; choose one with -p: tool, init-member (axum)\n";
    let other = "error: this workspace has several packages; choose one with -p: init-member (axum), tool\n";
    assert!(ran.code == Some(2) && (ran.err == error || ran.err == other), "{}", ran.err);
    let ran = world.run(&init("--yes -p nothing"));
    assert!(
        ran.err.starts_with("error: there is no package `nothing` in this workspace; there are: "),
        "{}",
        ran.err
    );

    let ran = world.run(&init("--yes -p init-member"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let root = world.read("Cargo.toml");
    assert!(root.contains("\nlistenfd = \"1\"\ntailprint = { path = "), "{root}");
    let member = world.read("apps/web/Cargo.toml");
    assert!(member.contains("listenfd.workspace = true\n"), "{member}");
    let line = "tailprint = { workspace = true, features = [\"askama\", \"axum\"] }\n";
    assert!(member.contains(line), "{member}");
    assert!(
        member.contains("[build-dependencies]\ntailprint-build.workspace = true\n"),
        "{member}"
    );
    assert_eq!(world.read(".gitignore"), "/target\n");
    let after = files(&world);
    let ran = world.run(&init("--yes --manifest-path apps/web/Cargo.toml"));
    assert_eq!(ran.out, "nothing to do\n");
    assert_eq!(files(&world), after);
    copy_lock(&world, "");
    build(&world, "apps/web");
    assert_serves(&App::start("init-member", world.path()));
}

#[test]
fn open_steps_are_numbered_and_make_the_exit_code_1_in_every_run() {
    let package = "{\n\"scripts\": {\"css\": \"tailwindcss -i app.css -o static/app.css\"}}\n";
    let world = World::new(&[
        ("Cargo.toml", &(manifest("init-steps", "") + "\n[workspace]\n")),
        ("src/lib.rs", ""),
        ("app.css", "@import \"tailwindcss\";\n"),
        ("static/logo.svg", "<svg/>"),
        ("package.json", package),
    ]);
    let step = ". package.json:2: runs Tailwind, which the build script of tailprint does now: remove that\n";
    let last = |out: &str| out.lines().last().unwrap_or_default().to_owned();
    let ran = world.run("init --yes");
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(step), "{}", ran.out);
    let written = last(&ran.out);
    assert!(
        written.contains(" files written; ")
            && written.ends_with("left to be done by hand, as listed above")
    );
    let ran = world.run("init --yes");
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains(step), "{}", ran.out);
    let again = last(&ran.out);
    assert!(
        again.starts_with("nothing to change; ") && again.ends_with("left to be done by hand"),
        "{again}"
    );
}

#[test]
fn a_checkout_that_is_none_is_refused() {
    let world = World::new(&[("Cargo.toml", &manifest("a", "")), ("src/lib.rs", "")]);
    let ran = world.run("init --path src");
    let error =
        "error: --path src: this is no checkout of tailprint (it has no crates/tailprint)\n";
    assert_eq!((ran.code, ran.err.as_str()), (Some(2), error));
    let ran = World::new(&[]).run("init");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.starts_with("error: could not find `Cargo.toml`"), "{}", ran.err);
}
