//! The pages of both halves: the server renders them, and the browser goes on from there.

use leptos::prelude::*;
use leptos_meta::{MetaTags, Stylesheet, Title, provide_meta_context};
use leptos_router::StaticSegment;
use leptos_router::components::{Route, Router as Pages, Routes};

// In the half of the browser it has the URLs alone.
tailprint::assets!();

/// Takes over the page that the server has rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(App);
}

pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta name="viewport" content="width=device-width"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title text="Hello"/>
        <Stylesheet href=assets::css::SITE_CSS/>
        <Pages>
            <Routes fallback=|| "nothing here">
                <Route path=StaticSegment("") view=Hello/>
            </Routes>
        </Pages>
    }
}

#[component]
fn Hello() -> impl IntoView {
    // Effects run in the browser alone.
    let (in_browser, set_in_browser) = signal(false);
    Effect::new(move |_| set_in_browser.set(true));
    view! {
        <h1>"Hello from leptos"</h1>
        <Show when=move || in_browser.get()>
            <img src=assets::img::DOTS_SVG alt="dots that the browser has added"/>
        </Show>
    }
}
