//! Real packages in a browser: nothing fails to load, and all of it is immutable.

use std::path::Path;

use serde_json::{Value, json};

use crate::corpus;
use crate::support::cargo::Profile;
use crate::support::chromium::{Chromium, Tab};
use crate::support::nested;
use crate::support::project::Project;
use crate::support::running::App;

/// Serves the template that the path names, at the features that the reference app has its dependencies with.
const SERVER: &str = r#"
tailprint::assets!();
use assets::filters;
use axum::response::Html;
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "katex.html")]
struct Katex;

#[derive(tailprint::Template)]
#[template(path = "icons.html")]
struct Icons;

#[derive(tailprint::Template)]
#[template(path = "lit.html")]
struct Lit;

async fn page(template: impl askama::Template) -> Html<String> {
    Html(template.render().unwrap())
}

#[tokio::main]
async fn main() {
    let app = axum::Router::new()
        .route("/katex", get(|| page(Katex)))
        .route("/icons", get(|| page(Icons)))
        .route("/lit", get(|| page(Lit)))
        .nest_service(assets::MOUNT, assets::service());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("listening on http://{}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}
"#;

const KATEX: &str = r#"<!doctype html><link rel="icon" href="data:,">
<link rel="stylesheet" href="{{ "katex/katex.css"|static }}">
<div id="formula"></div>
{{ crate::assets::IMPORT_MAP }}
<script type="module" src="{{ "js/formula.js"|static }}"></script>"#;

const FORMULA: &str = r##"import katex from "../katex/katex.mjs";
katex.render("\\mathbb{R} \\ni c = \\pm\\sqrt{a^2 + \\mathcal{B}^2} \\bigg|", document.querySelector("#formula"));
"##;

const ICONS: &str = r#"<!doctype html><link rel="icon" href="data:,">
<link rel="stylesheet" href="{{ "icons/font/bootstrap-icons.css"|static }}">
<i class="bi bi-alarm"></i><img src="{{ "icons/bootstrap-icons.svg"|static }}#alarm">"#;

const LIT: &str = r#"<!doctype html><link rel="icon" href="data:,">
{{ crate::assets::IMPORT_MAP }}
<script type="module" src="{{ "js/app.js"|static }}"></script>
<greeting-card name="world"></greeting-card>"#;

/// Bare specifiers, relative ones, and one that is only known when it is needed.
const CARD: &str = r#"import { LitElement, css, html } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { exclaimed } from "./lib/words.js";
export * from "./lib/words.js";

customElements.define("greeting-card", class extends LitElement {
  static properties = { name: {} };
  static styles = css`.loud { color: rgb(1, 2, 3) }`;
  render() {
    return html`<p class=${classMap({ loud: true })}>${exclaimed(this.name)}</p>`;
  }
  async firstUpdated() {
    const { late } = await import("./lib/late.js");
    this.shadowRoot.querySelector("p").title = late;
    this.worked = await WORKED;
  }
});
"#;

/// The module of a worker, which an import map does not reach.
const WORKED: &str = r#"new Promise((resolve) => {
      new Worker(new URL("./worker.js", import.meta.url), { type: "module" }).onmessage = (event) => resolve(event.data);
    })"#;

fn app(name: &str, rewriting: bool) -> App {
    let project = Project::server(name, SERVER);
    if rewriting {
        let plain = "{ path = \"{root}/crates/tailprint-build\" }";
        let featured = plain.replace(" }", ", features = [\"js_modules\"] }");
        project.replace("Cargo.toml", plain, &featured);
    }
    let worked = if rewriting { WORKED } else { "undefined" };
    let worker = "import { exclaimed } from './lib/words.js';\npostMessage(exclaimed('work'));\n";
    project
        .write("templates/katex.html", KATEX)
        .write("templates/icons.html", ICONS)
        .write("templates/lit.html", LIT)
        .write("static/js/app.js", CARD.replace("WORKED", worked))
        .write("static/js/formula.js", FORMULA)
        .write("static/js/worker.js", worker)
        .write("static/js/lib/words.js", "export const exclaimed = (word) => `${word}!`;\n")
        .write(
            "static/js/lib/late.js",
            "import * as cycle from '../app.js';\nexport const late = cycle.exclaimed('late');\n",
        )
        .configure(&configuration(&corpus::modules(&nested::outer_target())));
    let outcome = project.build(Profile::Release).ok();
    App::start(outcome.program())
}

fn configuration(corpus: &Path) -> String {
    let roots = [
        ("katex", "katex/dist"),
        ("icons", "bootstrap-icons"),
        ("vendor/lit", "lit"),
        ("vendor/lit-html", "lit-html"),
        ("vendor/lit-element", "lit-element"),
        ("vendor/reactive-element", "@lit/reactive-element"),
    ];
    let mut calls =
        ".root(\"static\").ignore(\"**/development/**\").ignore(\"**/node/**\")".to_owned();
    for (prefix, folder) in roots {
        calls += &format!("\n.root_at({prefix:?}, {:?})", corpus.join(folder));
    }
    for name in ["lit", "lit-html", "lit-element", "reactive-element"] {
        let specifier = if name == "reactive-element" { "@lit/reactive-element" } else { name };
        let index = if name.starts_with("lit-") || name.starts_with("re") { name } else { "index" };
        calls += &format!("\n.import_map({specifier:?}, \"vendor/{name}/{index}.js\")");
        calls += &format!("\n.import_map(\"{specifier}/\", \"vendor/{name}/\")");
    }
    calls
}

/// Paths of everything that the page has fetched, all of which has to be immutable.
async fn immutable(app: &App, tab: &Tab) -> Vec<String> {
    let fetched = "performance.getEntriesByType('resource')
        .map((entry) => new URL(entry.name))
        .filter((url) => url.protocol === 'http:')
        .map((url) => url.pathname)";
    let mut paths: Vec<String> = serde_json::from_value(tab.value(fetched).await).unwrap();
    // A worker asks for its modules anew.
    paths.sort();
    paths.dedup();
    for path in &paths {
        let answer = app.get(path);
        let cached = answer.header("cache-control");
        assert_eq!((answer.status, cached), (200, "public, max-age=31536000, immutable"), "{path}");
    }
    assert_eq!(tab.failures(), [""; 0]);
    paths
}

fn count(paths: &[String], part: &str) -> usize {
    paths.iter().filter(|path| path.contains(part)).count()
}

async fn works(app: &App, rewriting: bool) {
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;

    tab.open(&format!("{}/katex", app.url)).await;
    let fonts = "document.fonts.ready.then(() => [...document.fonts].filter((font) => font.status == 'loaded').length)";
    assert!(tab.value(fonts).await.as_u64().unwrap() >= 4, "KaTeX draws with its own fonts");
    let paths = immutable(app, &tab).await;
    assert_eq!(
        (count(&paths, "/katex/katex."), count(&paths, "/js/formula.")),
        (2, 1),
        "{paths:?}"
    );
    assert!(count(&paths, "/katex/fonts/KaTeX_") >= 4, "{paths:?}");

    tab.open(&format!("{}/icons", app.url)).await;
    assert_eq!(tab.value(fonts).await, json!(1), "the icons are a font");
    let paths = immutable(app, &tab).await;
    assert_eq!(count(&paths, "/icons/font/fonts/bootstrap-icons."), 1, "{paths:?}");
    assert_eq!(tab.value("document.images[0].naturalWidth > 0").await, json!(true));

    tab.open(&format!("{}/lit", app.url)).await;
    let card = "new Promise((resolve) => {
        const poll = () => {
            const card = document.querySelector('greeting-card'), p = card.shadowRoot?.querySelector('p');
            if (!p?.title || !('worked' in card)) return setTimeout(poll, 20);
            resolve([p.textContent, p.title, getComputedStyle(p).color, card.worked ?? null]);
        };
        poll();
    })";
    let worked = if rewriting { json!("work!") } else { Value::Null };
    assert_eq!(tab.value(card).await, json!(["world!", "late!", "rgb(1, 2, 3)", worked]));
    let paths = immutable(app, &tab).await;
    assert!(count(&paths, "/vendor/lit") >= 4, "{paths:?}");
    assert_eq!(count(&paths, "/js/"), if rewriting { 4 } else { 3 }, "{paths:?}");
    chromium.stop().await;
}

#[tokio::test]
async fn packages_load_without_a_failure_by_import_map() {
    works(&app("packages-import-map", false), false).await;
}

#[tokio::test]
#[ignore = "compiles a parser of JavaScript for a minute; the quick pages of `browser` rewrite modules too"]
async fn packages_load_without_a_failure_when_modules_are_rewritten() {
    works(&app("packages-rewriting", true), true).await;
}
