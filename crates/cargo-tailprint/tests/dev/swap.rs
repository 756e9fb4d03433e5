//! Everything that a page shows of a static file is swapped in place, however the page names it.

use serde_json::json;

use crate::chromium::Chromium;
use crate::site::{INDEX, Site, svg};
use crate::{corpus, nested};

const BODY: &str = r#"
<style>@import "/static/css/inline.css";</style>
<b id="imported">x</b>
<i id="inline">x</i>
<span id="font">iiiiMMMM</span>
<picture><source srcset="{{ "img/b.svg"|static }} 1x, {{ "img/c.svg"|static }} 2x"><img id="picture" src="{{ "img/a.svg"|static }}"></picture>
<img id="set" srcset="{{ "img/b.svg"|static }} 1x,
  {{ "img/c.svg"|static }} 2x">
<div id="styled" style="background-image: url({{ "img/b.svg"|static }})"></div>
<img id="data" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='11' height='2'/%3E">
</body>"#;

const PLAIN: &str = "@import \"part.css\";
@font-face { font-family: F; src: url(\"../font/f.ttf\"); }
@media all { #font { font: 40px F; } }
#text { background-image: url(../img/b.svg) }
";

const MARK: &str =
    "window.marked = true; scrollTo(0, 200); document.querySelector('#field').value = 'typed'";
const MARKED: &str = "[window.marked === true, scrollY, document.querySelector('#field').value]";
const FONT: &str = "document.querySelector('#font').offsetWidth";

fn color(id: &str) -> String {
    format!("getComputedStyle(document.querySelector('#{id}')).color")
}

fn width(id: &str) -> String {
    format!("document.querySelector('#{id}').naturalWidth")
}

fn background(id: &str) -> String {
    format!(
        "getComputedStyle(document.querySelector('#{id}')).backgroundImage.includes('tailprint=')"
    )
}

/// The width of the text in the one font, and in the other.
const MAIN: u32 = 191;
const TYPEWRITER: u32 = 168;

/// Fonts of different widths.
fn font(name: &str) -> Vec<u8> {
    std::fs::read(corpus::modules(&nested::outer_target()).join("katex/dist/fonts").join(name))
        .unwrap()
}

fn site() -> Site {
    let site = Site::new("dev-swap");
    site.write("templates/index.html", INDEX.replace("</body>", BODY));
    site.write("static/css/plain.css", PLAIN);
    site.write("static/css/part.css", "#imported { color: rgb(1, 1, 1) }");
    site.write("static/css/inline.css", "#inline { color: rgb(1, 1, 1) }");
    site.write("static/css/source.css", "@import \"tailwindcss\";\n@import \"./theme.css\";\n");
    site.write("static/css/theme.css", "h1 { color: rgb(1, 1, 1) !important }");
    site.write("static/font/f.ttf", font("KaTeX_Main-Regular.ttf"));
    site.write("static/img/b.svg", svg(6));
    site.write("static/img/c.svg", svg(7));
    site
}

#[tokio::test(flavor = "multi_thread")]
async fn fonts_images_and_imports_are_swapped_in_place() {
    let site = site();
    let dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    tab.until(&color("imported"), "rgb(1, 1, 1)").await;
    tab.value("document.fonts.ready.then(() => 1)").await;
    tab.value(MARK).await;
    let kept = json!([true, 200, "typed"]);

    // Style sheets that another one imports: by the browser, in a style element, and by Tailwind.
    site.write("static/css/part.css", "#imported { color: rgb(2, 2, 2) }");
    tab.until(&color("imported"), "rgb(2, 2, 2)").await;
    site.write("static/css/inline.css", "#inline { color: rgb(3, 3, 3) }");
    tab.until(&color("inline"), "rgb(3, 3, 3)").await;
    site.write("static/css/theme.css", "h1 { color: rgb(4, 4, 4) !important }");
    tab.until("getComputedStyle(document.querySelector('h1')).color", "rgb(4, 4, 4)").await;
    assert_eq!(tab.value(MARKED).await, kept);

    // A font: the text has another width, also after the style sheet was swapped.
    tab.until(FONT, MAIN).await;
    site.write("static/font/f.ttf", font("KaTeX_Typewriter-Regular.ttf"));
    tab.until(FONT, TYPEWRITER).await;
    site.write("static/css/plain.css", format!("{PLAIN}#text {{ color: rgb(5, 5, 5) }}"));
    tab.until(&color("text"), "rgb(5, 5, 5)").await;
    tab.until("document.querySelectorAll('link[rel=stylesheet]').length", 2).await;
    tab.until(FONT, TYPEWRITER).await;
    site.write("static/font/f.ttf", font("KaTeX_Main-Regular.ttf"));
    tab.until(FONT, MAIN).await;
    assert_eq!(tab.value(MARKED).await, kept);

    // Images.
    site.write("static/img/b.svg", svg(16));
    for id in ["picture", "set"] {
        tab.until(&width(id), 16).await;
    }
    for id in ["styled", "text"] {
        tab.until(&background(id), true).await;
    }
    site.write("static/img/c.svg", svg(17));
    let second = "document.querySelector('#set').srcset.match(/tailprint=/g)?.length";
    tab.until(second, 2).await;
    assert_eq!(tab.value(MARKED).await, kept);

    // A page that has missed something fetches everything again, and breaks nothing.
    site.write("static/img/b.svg", svg(26));
    tab.until(&width("set"), 26).await;
    let late = "(async () => {
        const {version, swaps} = JSON.parse((await new Promise((resolve) => {
            const source = new EventSource('/_tailprint/events')
            source.onmessage = (event) => { source.close(); resolve(event.data) }
        })))
        delete window.__tailprint
        const script = document.createElement('script')
        Object.assign(script.dataset, {version, swaps: swaps - 2})
        script.src = '/_tailprint/live-reload.js'
        document.head.append(script)
    })()";
    tab.value(&format!("document.querySelector('#set').removeAttribute('id'), {late}")).await;
    tab.until(
        "[...document.querySelectorAll('img')].filter((it) => it.naturalWidth === 26).length",
        2,
    )
    .await;
    let sets = "[...document.querySelectorAll('[srcset]')].every((it) => / 1x,\\s+\\S+ 2x$/.test(it.srcset))";
    assert_eq!(tab.value(sets).await, json!(true));
    assert_eq!(tab.value(&width("data")).await, json!(11));
    assert_eq!(tab.value(MARKED).await, kept);
    assert_eq!(dev.log().matches("tailprint build ").count(), 1, "{}", dev.log());
    assert!(!dev.log().contains("tailprint reload"), "{}", dev.log());
    chromium.stop().await;
}
