//! Two releases of an app: their programs, the store that both were pushed to, and exports.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

use crate::nested;

const MANIFEST: &str = r#"
[package]
name = "rolling"
version = "0.1.0"
edition = "2024"

[dependencies]
askama = "0.16"
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
tailprint = { path = "{root}/crates/tailprint", features = ["askama", "axum"] }
tokio = { version = "1", features = ["macros", "net", "rt"] }

[build-dependencies]
tailprint-build = { path = "{root}/crates/tailprint-build" }

[workspace]
"#;

const MAIN: &str = r#"
tailprint::assets!();
use askama::Template as _;
use assets::filters;
use axum::response::{Html, IntoResponse};
use axum::{Router, routing::get};

#[derive(tailprint::Template)]
#[template(path = "page.html")]
struct Page;

async fn page() -> impl IntoResponse {
    let sources = assets::csp_sources();
    let policy = format!(
        "default-src 'none'; script-src {sources} '{}'; style-src {sources}; img-src {sources} data:",
        assets::IMPORT_MAP.csp_hash()
    );
    ([("content-security-policy", policy)], Html(Page.render().unwrap()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let app = Router::new().route("/", get(page)).nest_service(assets::MOUNT, assets::service());
    let address = std::env::var("ADDR").unwrap();
    let listener = tokio::net::TcpListener::bind(address).await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
"#;

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="icon" href="data:,">
{{ crate::assets::preconnect() }}
{{ crate::assets::IMPORT_MAP }}
<script src="{{ crate::assets::js::FALLBACK_JS }}"></script>
<link rel="stylesheet" href="{{ "css/app.css"|static }}" {{ "css/app.css"|sri }}>
<script type="module" src="{{ "js/app.js"|static }}" {{ "js/app.js"|sri }}></script>
</head>
<body>
<h1>A page</h1>
<img src="{{ "img/logo.svg"|static }}" alt="">
</body>
</html>
"#;

/// The script of docs/how-to/cdn.md.
fn fallback() -> String {
    let page = fs::read_to_string(nested::root().join("docs/how-to/cdn.md")).unwrap();
    let (_, script) =
        page.split_once("```js\n// js/fallback.js").expect("the guide has the script");
    let (script, _) = script.split_once("```").unwrap();
    format!("//{script}")
}

/// Two releases, all of whose files but the fallback differ.
#[derive(Clone, Debug)]
pub(crate) struct Releases {
    folder: Arc<TempDir>,
}

impl Releases {
    pub(crate) fn build() -> Self {
        let releases = Self { folder: Arc::new(tempfile::tempdir().unwrap()) };
        let package = releases.folder.path().join("package");
        let write = |path: &str, content: &str| {
            let file = package.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        };
        write("Cargo.toml", &MANIFEST.replace("{root}", nested::root().to_str().unwrap()));
        write("Cargo.lock", &fs::read_to_string(nested::root().join("Cargo.lock")).unwrap());
        write("build.rs", "fn main() {\n    tailprint_build::build();\n}\n");
        write("src/main.rs", MAIN);
        write("templates/page.html", PAGE);
        write("static/js/fallback.js", &fallback());
        for release in [1, 2] {
            let svg = |size| {
                format!(
                    "<svg xmlns='http://www.w3.org/2000/svg' width='{size}' height='{size}'><!--{release}--></svg>"
                )
            };
            write("static/img/back.svg", &svg(8));
            write("static/img/logo.svg", &svg(4));
            let sheet = "h1 { color: rgb(1, 2, 3); background: url(../img/back.svg) }\n";
            write("static/css/app.css", &format!("{sheet}.release-{release} {{ color: red }}\n"));
            write(
                "static/js/app.js",
                &format!(
                    "import {{ word }} from './lib/word.js';\n// {release}\ndocument.title = word;\n"
                ),
            );
            write("static/js/lib/word.js", &format!("export const word = 'works'; // {release}\n"));
            releases.make(&package, release);
        }
        releases
    }

    /// Builds and pushes a release, and exports its files with those of the release before it.
    fn make(&self, package: &Path, release: u32) {
        let _turn = nested::turn();
        let tailprint = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-tailprint"));
            nested::environment(&mut command);
            command.arg("tailprint").args(arguments).args(["--release", "--offline"]);
            let output = command.current_dir(package).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        tailprint(&["push", &text(self.store())]);
        let mut collect = vec!["collect".to_owned(), "--out".to_owned(), text(self.files(release))];
        if release > 1 {
            collect.extend(["--merge".to_owned(), text(self.files(release - 1))]);
        }
        tailprint(&collect.iter().map(String::as_str).collect::<Vec<_>>());
        fs::copy(nested::target().join("release/rolling"), self.program(release)).unwrap();
    }

    pub(crate) fn program(&self, release: u32) -> PathBuf {
        self.folder.path().join(format!("program-{release}"))
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// The export of a release.
    pub(crate) fn files(&self, release: u32) -> PathBuf {
        self.folder.path().join(format!("files-{release}"))
    }
}
