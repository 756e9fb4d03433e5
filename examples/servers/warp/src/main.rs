use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use warp::Filter;

tailprint::assets!();

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let routes = warp::path::end().map(|| warp::reply::html(page()));
    // Requests that are for no asset go to warp.
    let app = assets::service().with_mount().fallback(warp::service(routes));
    let listener = TcpListener::bind(("127.0.0.1", port())).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        let app = TowerToHyperService::new(app.clone());
        tokio::spawn(async move {
            let _ = Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), app)
                .await;
        });
    }
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from warp</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
