//! One module, one URL, in an app that is served over a socket and opened in a browser.

use serde_json::{Value, json};

use crate::support::cargo::Profile;
use crate::support::chromium::{Chromium, Tab};
use crate::support::project::Project;
use crate::support::running::App;

const SERVER: &str = r#"
tailprint::assets!();
use assets::filters;
use axum::response::Html;
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "mapped.html")]
struct Mapped;

#[derive(tailprint::Template)]
#[template(path = "unmapped.html")]
struct Unmapped;

#[derive(tailprint::Template)]
#[template(path = "written.html")]
struct Written;

#[derive(tailprint::Template)]
#[template(path = "preloaded.html")]
struct Preloaded;

async fn page<T: askama::Template>(template: T) -> Html<String> {
    Html(template.render().unwrap())
}

#[tokio::main]
async fn main() {
    let app = axum::Router::new()
        .route("/mapped", get(|| page(Mapped)))
        .route("/unmapped", get(|| page(Unmapped)))
        .route("/written", get(|| page(Written)))
        .route("/preloaded", get(|| page(Preloaded)))
        .nest_service(assets::MOUNT, assets::service());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("listening on http://{}", listener.local_addr().unwrap());
    axum::serve(listener, app).await.unwrap();
}
"#;

/// The entry by its hashed name, and the rest by way of the import map.
const MAPPED: &str = r#"<!doctype html><link rel="icon" href="data:,">
{{ crate::assets::IMPORT_MAP }}
<script type="module" src="{{ "js/app.js"|static }}"></script>"#;

/// The entry and one module by their hashed names, all else by their plain ones.
const UNMAPPED: &str = r#"<!doctype html><link rel="icon" href="data:,">
<link rel="modulepreload" href="/static/js/state.js">
<script type="module" src="{{ "js/app.js"|static }}"></script>
<script type="module" src="{{ "js/state.js"|static }}"></script>
<script type="module" src="/static/js/state.js"></script>
<script type="module">import "/static/js/app.js";</script>"#;

/// All modules of the entry at once.
const PRELOADED: &str = r#"<!doctype html><link rel="icon" href="data:,">
{{ crate::assets::IMPORT_MAP }}
{{ "js/long.js"|modulepreload_graph }}
<script type="module" src="{{ "js/long.js"|static }}"></script>"#;

/// The entry by its plain name, although the import map gives its importers the hashed one.
const WRITTEN: &str = r#"<!doctype html><link rel="icon" href="data:,">
{{ crate::assets::IMPORT_MAP }}
<script type="module" src="/static/js/entry.js"></script>"#;

/// A circle, a computed import, a default export, and a worker, which no import map reaches.
const APP: &str = "import state, { count } from './state.js';
import { again } from './again.js';
count('app');
export const name = 'app';
const lazy = await import('./' + ['state', 'js'].join('.'));
const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
const inWorker = await new Promise((done) => worker.onmessage = ({ data }) => done(data));
globalThis.outcome = { same: lazy.default === state, again: again(), runs: state.runs, inWorker };
";

const STATE: &str = "const state = { runs: {} };
export default state;
export const count = (name) => state.runs[name] = (state.runs[name] ?? 0) + 1;
globalThis.states = (globalThis.states ?? 0) + 1;
state.runs.states = globalThis.states;
";

const AGAIN: &str = "import { name } from './app.js';
import { count } from './state.js';
count('again');
export const again = () => name;
";

const WORKER: &str = "import state, { count } from './state.js';
const lazy = await import('./' + 'state.js');
count('worker');
postMessage({ same: lazy.default === state, runs: state.runs });
";

const ENTRY: &str = "import back from './back.js';
globalThis.entries = (globalThis.entries ?? 0) + 1;
globalThis.outcome = { entries: globalThis.entries, back };
";

const BACK: &str = "import './entry.js';\nexport default 'back';\n";

fn project() -> Project {
    let project = Project::server("modules", SERVER);
    project
        .write("templates/mapped.html", MAPPED)
        .write("templates/unmapped.html", UNMAPPED)
        .write("templates/written.html", WRITTEN)
        .write("templates/preloaded.html", PRELOADED)
        .write("static/js/long.js", "import './1.js';\nglobalThis.outcome = { links };\n")
        .write("static/js/1.js", "import './2.js';\nglobalThis.links += 1;\n")
        .write("static/js/2.js", "import './3.js';\nglobalThis.links += 1;\n")
        .write("static/js/3.js", "globalThis.links = 1;\n")
        .write("static/js/app.js", APP)
        .write("static/js/state.js", STATE)
        .write("static/js/again.js", AGAIN)
        .write("static/js/worker.js", WORKER)
        .write("static/js/entry.js", ENTRY)
        .write("static/js/back.js", BACK)
        .write("static/.well-known/security.txt", "Contact: mailto:a@example.com\n")
        .write("static/.git/config", "secret");
    project
}

/// Opens a page and waits for its outcome.
async fn outcome(tab: &Tab, app: &App, page: &str) -> Value {
    tab.open(&format!("{}/{page}", app.url)).await;
    let outcome = "new Promise((done) => {
        const poll = () => globalThis.outcome ? done(globalThis.outcome) : setTimeout(poll, 20);
        poll();
    })";
    tab.value(outcome).await
}

async fn runs_each_module_once(app: &App) {
    let chromium = Chromium::start(800, 600).await;
    for page in ["mapped", "unmapped"] {
        let tab = chromium.tab().await;
        let expected = json!({
            "same": true,
            "again": "app",
            "runs": { "states": 1, "app": 1, "again": 1 },
            "inWorker": { "same": true, "runs": { "states": 1, "worker": 1 } },
        });
        assert_eq!(outcome(&tab, app, page).await, expected, "{page}");
        assert_eq!(tab.failures(), [""; 0], "{page}");
    }
    let tab = chromium.tab().await;
    let expected = json!({ "entries": 1, "back": "back" });
    assert_eq!(outcome(&tab, app, "written").await, expected);
    assert_eq!(tab.failures(), [""; 0]);
    let tab = chromium.tab().await;
    assert_eq!(outcome(&tab, app, "preloaded").await, json!({ "links": 3 }));
    assert_eq!(tab.failures(), [""; 0]);
    chromium.stop().await;
    // The page itself asks for all modules. Without the links, each would be asked for by the one in front of it.
    let page = app.get("/preloaded");
    let links = page.text().split("<link rel=\"modulepreload\" href=\"/static/js/").skip(1);
    let names: Vec<&str> = links.map(|link| link.split('.').next().unwrap_or_default()).collect();
    assert_eq!(names, ["long", "1", "2", "3"]);
}

/// The dotfiles that are published and those that are not.
#[track_caller]
fn publishes_well_known_alone(app: &App) {
    let answer = app.get("/static/.well-known/security.txt");
    assert_eq!((answer.status, answer.text()), (200, "Contact: mailto:a@example.com\n"));
    assert_eq!(app.get("/static/.git/config").status, 404);
}

#[tokio::test]
async fn a_release_app_runs_each_module_once_by_whatever_name_it_is_reached() {
    let project = project();
    let outcome = project.build(Profile::Release).ok();
    let app = App::start(outcome.program());
    publishes_well_known_alone(&app);
    runs_each_module_once(&app).await;
    let page = app.get("/mapped");
    let hashed = page.between("src=\"/static/js/", "\"").to_owned();
    let plain = app.get("/static/js/app.js");
    assert_eq!(plain.text(), format!("export * from \"./{hashed}\";\n"));
    assert_eq!(plain.header("cache-control"), "no-cache");
    assert_eq!(plain.header("content-type"), "text/javascript; charset=utf-8");
    let again = [("if-none-match", plain.header("etag"))];
    assert_eq!(app.request("GET", "/static/js/app.js", &again).status, 304);
    let module = app.get(&format!("/static/js/{hashed}"));
    assert_eq!(module.text(), APP);
    let state = app.get("/static/js/state.js");
    assert!(state.text().contains("export { default } from \"./state."), "{}", state.text());
}

#[tokio::test]
async fn a_debug_app_runs_each_module_once_and_serves_well_known_files() {
    // The program reads the files of the project.
    let project = project();
    let outcome = project.build(Profile::Debug).ok();
    let app = App::start(outcome.program());
    publishes_well_known_alone(&app);
    runs_each_module_once(&app).await;
}
