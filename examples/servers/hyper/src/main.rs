use std::convert::Infallible;

use hyper::body::Incoming;
use hyper::header::CONTENT_TYPE;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower::service_fn;

tailprint::assets!();

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = service_fn(answer);
    let listener = TcpListener::bind(("127.0.0.1", port())).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        // Requests that are for no asset go to the app.
        let service = TowerToHyperService::new(assets::service().with_mount().fallback(app));
        tokio::spawn(async move {
            // HTTP/1 and HTTP/2, as the client begins. Browsers use HTTP/2 over TLS alone.
            let _ = Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<String>, Infallible> {
    let (status, body) = match request.uri().path() {
        "/" => (StatusCode::OK, page()),
        _ => (StatusCode::NOT_FOUND, String::new()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let html = hyper::header::HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    Ok(response)
}

fn page() -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<title>Hello</title>
<link rel="stylesheet" href="{}">
<h1>Hello from hyper</h1>
"#,
        assets::css::SITE_CSS
    )
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
