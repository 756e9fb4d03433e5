//! Saved files are seen in the browser.

use std::time::Duration;

use serde_json::json;

use crate::chromium::Chromium;
use crate::nested;
use crate::site::{MAIN, SOURCE, Site, children, is_running, signal_to, svg, within};

const COLOR: &str = "getComputedStyle(document.querySelector('h1')).color";
const WIDTH: &str = "document.querySelector('#image').naturalWidth";
const BACKGROUND: &str =
    "getComputedStyle(document.querySelector('#text')).backgroundImage.includes('tailprint=')";
const OVERLAY: &str = "document.querySelector('tailprint-problem')?.shadowRoot.textContent.includes('E0425') ?? false";

/// Leaves traces that a reload takes away.
const MARK: &str =
    "window.marked = true; scrollTo(0, 200); document.querySelector('#field').value = 'typed'";
const MARKED: &str = "[window.marked === true, scrollY, document.querySelector('#field').value]";

#[tokio::test(flavor = "multi_thread")]
async fn static_files_are_swapped_in_place_in_all_tabs() {
    let site = Site::new("dev-static");
    let dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let (one, two) = (chromium.tab().await, chromium.tab().await);
    for tab in [&one, &two] {
        tab.open(&dev.url).await;
        tab.value(MARK).await;
    }
    let kept = json!([true, 200, "typed"]);

    site.write(
        "static/css/source.css",
        format!("{SOURCE}h1 {{ color: rgb(1, 2, 3) !important }}\r\n"),
    );
    for tab in [&one, &two] {
        tab.until(COLOR, "rgb(1, 2, 3)").await;
        assert_eq!(tab.value(MARKED).await, kept);
    }

    // Saved as editors do: beside it, and moved.
    site.write(
        "static/css/plain.css.new",
        "h1 { color: rgb(4, 5, 6) !important }\n#text { background-image: url(../img/a.svg) }",
    );
    std::fs::rename(
        site.folder().join("static/css/plain.css.new"),
        site.folder().join("static/css/plain.css"),
    )
    .unwrap();
    for tab in [&one, &two] {
        tab.until(COLOR, "rgb(4, 5, 6)").await;
    }

    site.write("static/img/a.svg", svg(17));
    for tab in [&one, &two] {
        tab.until(WIDTH, 17).await;
        tab.until(BACKGROUND, true).await;
        tab.until("document.querySelectorAll('link[rel=stylesheet]').length", 2).await;
        assert_eq!(tab.value(MARKED).await, kept);
    }

    // A mistake is shown over the page, which stays as it is.
    site.write("static/css/source.css", format!("{SOURCE}h1 {{ @apply no-such-class; }}\n"));
    let overlay = "document.querySelector('tailprint-problem')?.shadowRoot.textContent.includes('no-such-class') ?? false";
    one.until(overlay, true).await;
    assert_eq!(one.value(MARKED).await, kept);
    site.write("static/css/source.css", SOURCE);
    one.until("document.querySelector('tailprint-problem') === null", true).await;
    assert_eq!(one.value(MARKED).await, kept);

    site.write("static/js/app.js", "window.script = 2\n");
    for tab in [&one, &two] {
        tab.until("window.script", 2).await;
        assert_eq!(tab.value("window.marked === undefined").await, json!(true));
    }
    assert_eq!(
        dev.log().matches("tailprint build ").count(),
        1,
        "nothing was rebuilt:\n{}",
        dev.log()
    );
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_and_rust_are_built_and_the_pages_are_loaded_again() {
    let site = Site::new("dev-compiled");
    let mut dev = site.dev(&[]);
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&dev.url).await;

    tab.value(MARK).await;
    site.replace("templates/index.html", "paragraph", "<b class=\"pl-[13px]\">paragraph</b>");
    tab.until("getComputedStyle(document.querySelector('b') ?? document.body).paddingLeft", "13px")
        .await;
    assert_eq!(tab.value("window.marked === undefined").await, json!(true));

    // The port never refuses a connection while builds fail and succeed.
    let asked = std::thread::spawn({
        let addr = dev.url.strip_prefix("http://").unwrap().to_owned();
        move || {
            (0..1500).all(|_| {
                std::thread::sleep(Duration::from_millis(10));
                std::net::TcpStream::connect(&addr).is_ok()
            })
        }
    });

    tab.value(MARK).await;
    site.write("src/main.rs", MAIN.replace("Html(Index", "missing; Html(Index"));
    tab.until(OVERLAY, true).await;
    assert_eq!(tab.value(MARKED).await, json!([true, 200, "typed"]), "the old page is alive");
    assert!(dev.log().contains("error[E0425]") && dev.log().contains("--> src/main.rs"));
    assert_eq!(dev.status(), 200, "the old process serves");

    // Back to what runs: nothing to load again, but nothing to complain about either.
    site.write("src/main.rs", MAIN);
    tab.until("document.querySelector('tailprint-problem') === null", true).await;
    site.write(
        "src/main.rs",
        MAIN.replace(
            "Html(Index.render().unwrap())",
            "Html(Index.render().unwrap().replace(\"Heading\", \"Changed\"))",
        ),
    );
    tab.until("document.querySelector('h1').textContent", "Changed").await;
    assert!(asked.join().unwrap(), "a connection was refused");

    let [app] = *children(dev.child.id()) else { panic!("{:?}", dev.children()) };
    tab.value(MARK).await;
    signal_to(app, "KILL");
    tab.until("window.marked === undefined", true).await;
    assert!(within(Duration::from_secs(20), || dev.status() == 200), "{}", dev.log());
    let [again] = *dev.children() else { panic!("{:?}", dev.children()) };
    assert_ne!(app, again);

    dev.signal("INT");
    assert_eq!(dev.ended().code(), Some(130));
    assert!(within(Duration::from_secs(5), || !is_running(again)));
    assert!(!dev.log().contains('\u{1b}'), "colours without a terminal");
    chromium.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_another_tool_runs_is_followed_as_well() {
    let site = Site::new("dev-other-tool");
    let dev = site.spawn(&["--tailwind-only", "--poll=50"]);
    dev.said("watching");
    let program = nested::target().join("debug/dev-other-tool");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let start = || {
        let socket =
            std::process::Stdio::from(std::os::fd::OwnedFd::from(listener.try_clone().unwrap()));
        let script = "exec 3<&0 0</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\"";
        std::process::Command::new("sh")
            .args(["-c", script])
            .arg(&program)
            .stdin(socket)
            .spawn()
            .unwrap()
    };
    let mut app = start();
    let chromium = Chromium::start(800, 600).await;
    let tab = chromium.tab().await;
    tab.open(&url).await;
    tab.value(MARK).await;
    // The app looks for `dev` now and then.
    tokio::time::sleep(Duration::from_secs(2)).await;
    site.write(
        "static/css/source.css",
        format!("{SOURCE}h1 {{ color: rgb(1, 2, 3) !important }}\n"),
    );
    tab.until(COLOR, "rgb(1, 2, 3)").await;
    assert_eq!(tab.value(MARKED).await, json!([true, 200, "typed"]));
    // The page is loaded again although another tool restarts the app.
    app.kill().unwrap();
    app.wait().unwrap();
    let mut app = start();
    tab.until("window.marked === undefined", true).await;
    drop(dev);
    app.kill().unwrap();
    app.wait().unwrap();
    chromium.stop().await;
}

#[test]
fn classes_come_and_go_also_where_the_entry_point_is_only_implied() {
    let site = Site::new("dev-implied");
    std::fs::remove_file(site.folder().join("static/css/source.css")).unwrap();
    let dev = site.dev(&[]);
    let css = || {
        let url = format!("{}/static/css/tailwind.css", dev.url);
        ureq::get(&url).call().unwrap().body_mut().read_to_string().unwrap()
    };
    assert!(css().contains(".text-red-500"));
    // Nothing is built from it, but it is searched for classes.
    let patience = Duration::from_secs(30);
    site.write("notes.txt", "mt-[19px]");
    assert!(within(patience, || css().contains("19px")), "{}", dev.log());
    site.write("notes.txt", "mt-[23px]");
    assert!(within(patience, || css().contains("23px")), "{}", dev.log());
    assert!(!css().contains("19px"), "a class that is gone");
    // A build makes the same style sheet: it finds the one of `dev` in its cache.
    let before = css();
    site.write("src/main.rs", format!("{MAIN}// another\n"));
    dev.said_times("ready in", 2);
    assert_eq!(css(), before);
    site.write("static/css/source.css", format!("{SOURCE}h1 {{ color: rgb(1, 2, 3) }}\n"));
    assert!(within(patience, || css().contains("rgb(1, 2, 3)")), "{}", dev.log());
}
