use axum::Router;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, generate_route_list};
use leptos_meta::{MetaTags, Stylesheet, Title, provide_meta_context};
use leptos_router::StaticSegment;
use leptos_router::components::{Route, Router as Pages, Routes};

tailprint::assets!();

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = LeptosOptions::builder().output_name("example").build();
    let app = Router::new()
        .leptos_routes(&options, generate_route_list(App), || shell)
        .merge(assets::service().router())
        .with_state(options);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port())).await?;
    axum::serve(listener, app).await
}

fn shell() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta name="viewport" content="width=device-width"/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

#[component]
fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Hello"/>
        <Stylesheet href=assets::css::SITE_CSS/>
        <Pages>
            <Routes fallback=|| "not found">
                <Route path=StaticSegment("") view=|| view! { <h1>"Hello from leptos"</h1> }/>
            </Routes>
        </Pages>
    }
}

fn port() -> u16 {
    std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000)
}
