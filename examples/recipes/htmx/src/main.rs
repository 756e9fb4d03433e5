//! htmx and Alpine, an icon from a sprite, and a web font: see docs/how-to.

tailprint::assets!();

use askama::Template as _;
use assets::filters;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "index.html")]
struct Index;

#[derive(tailprint::Template)]
#[template(path = "names.html")]
struct Names {
    names: [&'static str; 3],
}

async fn index() -> Html<String> {
    Html(Index.render().expect("its assets are checked by the build"))
}

async fn names() -> Html<String> {
    let names = Names { names: ["Ada", "Grace", "Barbara"] };
    Html(names.render().expect("its assets are checked by the build"))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", get(index))
        .route("/names", get(names))
        .merge(assets::service().router())
        .layer(tailprint::live_reload());
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
