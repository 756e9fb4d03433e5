//! One page in several languages. A file for each language is a constant, so that a missing one does not compile.

tailprint::assets!();

use askama::Template as _;
use assets::{asset, filters};
use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use axum::routing::get;

struct Language {
    code: &'static str,
    name: &'static str,
    title: &'static str,
    banner: &'static str,
}

const LANGUAGES: [Language; 2] = [
    Language {
        code: "en",
        name: "English",
        title: "Welcome",
        banner: asset!("img/welcome.en.svg"),
    },
    Language {
        code: "de",
        name: "Deutsch",
        title: "Willkommen",
        banner: asset!("img/welcome.de.svg"),
    },
];

#[derive(tailprint::Template)]
#[template(path = "index.html")]
struct Index<'a> {
    language: &'a Language,
    languages: &'a [Language],
}

async fn index(Path(code): Path<String>) -> Result<Html<String>, StatusCode> {
    let language = LANGUAGES.iter().find(|language| language.code == code);
    let page = Index { language: language.ok_or(StatusCode::NOT_FOUND)?, languages: &LANGUAGES };
    Ok(Html(page.render().expect("its assets are checked by the build")))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", get(async || Redirect::to("/en")))
        .route("/{language}", get(index))
        .merge(assets::service().router());
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
