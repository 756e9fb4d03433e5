//! The picture of the overlay in the documentation.

use chromiumoxide::page::ScreenshotParams;

use crate::chromium::Chromium;
use crate::nested;
use crate::site::Site;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "cargo xtask screenshots runs this: it writes into docs/images"]
async fn the_overlay_of_a_mistyped_path_is_pictured() {
    let site = Site::empty();
    let root = nested::root();
    let new = ["new", "--vcs", "none", "--path", root.to_str().unwrap(), "hello"];
    assert!(site.command(&new).status().unwrap().success());
    site.write("hello/Cargo.lock", std::fs::read(root.join("Cargo.lock")).unwrap());
    let hello = site.folder().join("hello");
    let dev = site.spawn_with(&[], |command| {
        command.current_dir(&hello);
    });
    dev.said("ready in");

    let chromium = Chromium::start(900, 600).await;
    let tab = chromium.tab().await;
    tab.prefer("light").await;
    tab.open(&dev.url).await;
    site.replace("hello/templates/index.html", "css/tailwind.css", "css/tailwnd.css");
    tab.until("document.querySelector('tailprint-problem') !== null", true).await;
    let file = root.join("docs/images/overlay.png");
    tab.page().save_screenshot(ScreenshotParams::builder().build(), file).await.unwrap();
    chromium.stop().await;
}
