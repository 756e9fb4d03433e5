use axum::Router;
use example_leptos::{App, assets, shell};
use leptos::prelude::LeptosOptions;
use leptos_axum::{LeptosRoutes, file_and_error_handler, generate_route_list};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    // The half of the browser, as cargo-leptos or wasm-bindgen writes it.
    let site = std::env::var("LEPTOS_SITE_ROOT").unwrap_or_else(|_| "target/site".to_owned());
    let options = LeptosOptions::builder().output_name("example").site_root(site).build();
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let app = Router::new()
        .leptos_routes(&options, generate_route_list(App), page)
        .merge(assets::service().router())
        .fallback(file_and_error_handler::<LeptosOptions, _>(shell))
        .with_state(options);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port())).await?;
    axum::serve(listener, app).await
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
