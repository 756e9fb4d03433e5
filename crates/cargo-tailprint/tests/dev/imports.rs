//! Packages that modules import.

use serde_json::json;

use crate::chromium::Chromium;
use crate::site::{INDEX, Site};

const OVERLAY: &str = "document.querySelector('tailprint-problem')?.shadowRoot.textContent.includes('cargo tailprint pin nanoid') ?? false";
const NO_OVERLAY: &str = "document.querySelector('tailprint-problem') === null";

const ADVICE: &str = "\"nanoid\" is imported, but no import map has it \
                      (add it with `cargo tailprint pin nanoid`";

#[tokio::test(flavor = "multi_thread")]
async fn an_import_of_a_package_that_is_not_pinned_names_the_command_that_makes_it_work() {
    let site = Site::new("dev-imports");
    let modules = "{{ crate::assets::IMPORT_MAP }}\n<script type=\"module\" src=\"{{ \"js/page.js\"|static }}\"></script>\n</head>";
    site.write("templates/index.html", INDEX.replace("</head>", modules));
    site.write("static/js/page.js", "window.word = 'one'\n");
    let dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;
    tab.until("window.word", "one").await;
    assert_eq!(tab.value(NO_OVERLAY).await, json!(true));

    let page = "import { nanoid } from 'nanoid'\nwindow.word = 'of ' + nanoid().length\n";
    site.write("static/js/page.js", page);
    tab.until(OVERLAY, true).await;
    dev.said(&format!("static/js/page.js:1:25: {ADVICE}"));
    site.write("static/js/page.js", "window.word = 'two'\n");
    tab.until("window.word", "two").await;
    tab.until(NO_OVERLAY, true).await;
    site.write("static/js/page.js", page);
    tab.until(OVERLAY, true).await;

    // A build, as at the start of `dev`, tells the same.
    site.write("src/other.rs", "");
    site.replace("src/main.rs", "tailprint::assets!();", "mod other;\ntailprint::assets!();");
    dev.said_times("ready in", 2);
    tab.until(OVERLAY, true).await;

    let pinned = site.command(&["pin", "nanoid@5"]).output().unwrap();
    assert!(pinned.status.success(), "{}", String::from_utf8_lossy(&pinned.stderr));
    tab.until("window.word", "of 21").await;
    tab.until(NO_OVERLAY, true).await;

    let file = "third_party/js/nanoid/index.browser.js";
    site.replace(file, "export ", "window.edited = true; export ");
    tab.until("window.edited", true).await;
    chromium.stop().await;
}
