//! An app with assets of its own that uses a library with assets.

tailprint::assets!();

use assets::filters;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tailprint::Template;
use ui_kit::{Button, Head};

#[derive(Template)]
#[template(path = "index.html")]
struct Index {
    head: Head,
    button: Button<'static>,
}

async fn index() -> Html<String> {
    let page = Index { head: Head, button: Button { label: "Save" } };
    Html(askama::Template::render(&page).expect("the build has checked the paths"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", get(index))
        .merge(assets::service().router())
        .merge(ui_kit::assets::service().router());
    let address = std::env::var("ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
