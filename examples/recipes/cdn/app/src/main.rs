//! Assets on another origin: see docs/how-to/cdn.md and docs/guide/object-storage.md.
//!
//! Three terminals show it:
//!
//! ```sh
//! cargo run -p recipe-store -- target/store     # an S3 server at 127.0.0.1:9000
//! AWS_ENDPOINT_URL=http://127.0.0.1:9000 AWS_ACCESS_KEY_ID=id AWS_SECRET_ACCESS_KEY=secret AWS_REGION=us-east-1 \
//!     cargo tailprint push --release --package recipe-cdn s3://assets/static
//! TAILPRINT_BASE=http://127.0.0.1:9000/assets/static/ cargo run --release -p recipe-cdn
//! ```

tailprint::assets!();

use askama::Template as _;
use assets::filters;
use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse};
use axum::routing::get;

#[derive(tailprint::Template)]
#[template(path = "index.html")]
struct Index;

async fn index() -> impl IntoResponse {
    let sources = assets::csp_sources();
    let policy = format!(
        "default-src 'none'; script-src {sources} '{}'; style-src {sources}; img-src {sources}",
        assets::IMPORT_MAP.csp_hash()
    );
    let page = Index.render().expect("its assets are checked by the build");
    ([(CONTENT_SECURITY_POLICY, policy)], Html(page))
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new().route("/", get(index)).merge(assets::service().router());
    let address = std::env::var("ADDR").unwrap_or("127.0.0.1:3000".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
