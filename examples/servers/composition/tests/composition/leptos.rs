use ::leptos::prelude::*;
use axum::Router;
use axum::http::StatusCode;
use composition::assets;
use leptos_axum::{LeptosRoutes as _, file_and_error_handler, generate_route_list};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router as Pages, Routes};
use leptos_router::path;

use crate::{MY_404, OWN, PAGE, TEAM, check, check_own, listener};

fn shell(_: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head><MetaTags/></head>
            <body><App/></body>
        </html>
    }
}

#[component]
fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Pages>
            <Routes fallback=|| MY_404>
                <Route path=path!("") view=|| PAGE/>
                <Route path=path!("about/team") view=|| TEAM/>
                <Route path=path!("static/own") view=|| OWN/>
            </Routes>
        </Pages>
    }
}

fn pages(router: Router<LeptosOptions>) -> Router<LeptosOptions> {
    let (options, shown) = (options(), options());
    router.leptos_routes(&options, generate_route_list(App), move || shell(shown.clone()))
}

/// The folder of the half for browsers, which is not there.
fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("app").site_root("no-such-folder").build()
}

fn assets(router: Router<LeptosOptions>) -> Router<LeptosOptions> {
    router.merge(assets::service().router())
}

/// The 404 page of leptos.
fn leptos_404(router: Router<LeptosOptions>) -> Router<LeptosOptions> {
    router.fallback(file_and_error_handler::<LeptosOptions, _>(shell))
}

fn own_404(router: Router<LeptosOptions>) -> Router<LeptosOptions> {
    router.fallback(async || (StatusCode::NOT_FOUND, MY_404))
}

#[tokio::test]
async fn assets_and_pages_of_a_leptos_app_work_in_any_order() {
    let new = Router::new;
    for (order, router) in [
        ("pages, assets, own 404", own_404(assets(pages(new())))),
        ("assets, pages, own 404", own_404(pages(assets(new())))),
        ("own 404, assets, pages", pages(assets(own_404(new())))),
        ("pages, assets, 404 of leptos", leptos_404(assets(pages(new())))),
        ("404 of leptos, pages, assets", assets(pages(leptos_404(new())))),
        ("assets, 404 of leptos, pages", pages(leptos_404(assets(new())))),
    ] {
        let (listener, client) = listener().await;
        let server = axum::serve(listener, router.with_state(options()));
        let server = tokio::spawn(server.into_future());
        check(order, &client, "").await;
        check_own(order, &client).await;
        server.abort();
    }
}
