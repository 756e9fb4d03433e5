//! The reference app over HTTP.

use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use crate::support::running::{Answer, App};

fn stylesheet(page: &Answer) -> &str {
    page.between("<link rel=\"stylesheet\" href=\"", "\"")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_release_build_links_the_style_sheet_by_the_sha256_of_its_bytes_for_ever() {
    let app = App::release();
    let page = app.get("/");
    let url = stylesheet(&page);
    let digits = url.strip_prefix("/static/css/tailwind.").unwrap().strip_suffix(".css").unwrap();
    let css = app.get(url);
    assert_eq!(digits, &hexadecimal(&Sha256::digest(&css.body))[..12]);
    assert_eq!(css.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(css.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(css.header("x-content-type-options"), "nosniff");
    let font = page.between("<link rel=\"preload\" href=\"/static/fonts/ridge.", "\" as=\"font\"");
    assert_eq!(font.len(), "0123456789ab.woff2".len(), "{font}");
}

#[test]
fn a_debug_build_links_the_style_sheet_by_its_own_name() {
    let app = App::debug();
    let page = app.get("/");
    assert_eq!(stylesheet(&page), "/static/css/tailwind.css");
    let css = app.get("/static/css/tailwind.css");
    assert_eq!((css.status, css.header("cache-control")), (200, "no-cache"));
}

#[test]
fn the_style_sheet_holds_the_classes_that_the_templates_use() {
    for app in [App::debug(), App::release()] {
        let css = app.get(stylesheet(&app.get("/")));
        let css = css.text();
        for class in [".text-2xl", ".bg-paper", ".sm\\:grid-cols-4", ".ridges", ".tabular-nums"] {
            let spellings = [format!("{class} {{"), format!("{class}{{")];
            assert!(spellings.iter().any(|spelling| css.contains(spelling)), "no {class}");
        }
        assert!(!css.contains(".float-right"), "a class that no template uses");
    }
}

#[test]
fn a_release_build_has_no_trace_of_what_makes_pages_follow() {
    let traces = ["_tailprint/", "EventSource", "tailprint-problem", "TAILPRINT_DEV"];
    let debug = std::fs::read(env!("CARGO_BIN_EXE_tailprint-inspector")).unwrap();
    let release = std::fs::read(App::release_program()).unwrap();
    let holds =
        |program: &[u8], trace: &str| program.windows(trace.len()).any(|it| it == trace.as_bytes());
    for trace in traces {
        assert!(holds(&debug, trace), "{trace} in the debug build");
        assert!(!holds(&release, trace), "{trace} in the release build");
    }
    assert_eq!(App::release().get("/_tailprint/live-reload.js").status, 404);
    assert!(!App::release().get("/").text().contains("_tailprint"));
}

#[test]
fn logical_names_work_in_a_release_build_and_are_revalidated() {
    let app = App::release();
    let css = app.get("/static/css/tailwind.css");
    assert_eq!((css.status, css.header("cache-control")), (200, "no-cache"));
    let again = [("if-none-match", css.header("etag"))];
    assert_eq!(app.request("GET", "/static/css/tailwind.css", &again).status, 304);
}

#[test]
fn every_asset_of_the_list_has_a_page_and_is_served() {
    for app in [App::debug(), App::release()] {
        let list = app.get("/");
        let pages: Vec<&str> = list
            .text()
            .split("href=\"/assets/")
            .skip(1)
            .map(|rest| rest.split_once('"').unwrap().0)
            .collect();
        assert!(pages.contains(&"css/tailwind.css") && pages.contains(&"img/touch-icon.png"));
        for path in pages {
            let page = app.get(&format!("/assets/{path}"));
            assert_eq!(page.status, 200, "{path}");
            let url = page.between("<a id=\"url\" href=\"", "\"");
            let asset = app.get(url);
            assert_eq!((asset.status, asset.body.is_empty()), (200, false), "{url}");
        }
    }
}

#[test]
fn the_page_of_an_asset_links_what_refers_to_it() {
    let app = App::debug();
    let font = app.get("/assets/fonts/ridge.woff2");
    assert!(font.between("Used by", "</section>").contains("href=\"/assets/css/tailwind.css\""));
    let css = app.get("/assets/css/tailwind.css");
    assert!(css.between("Refers to", "</section>").contains("href=\"/assets/fonts/ridge.woff2\""));
}

#[test]
fn a_missing_page_is_answered_with_a_page() {
    let app = App::debug();
    for path in ["/nope", "/assets/nope.css", "/assets/", "/build/"] {
        let page = app.get(path);
        assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
        assert!(
            page.text()
                .contains(&format!("<code class=\"font-mono text-sm break-all text-ink\">{path}"))
        );
    }
    assert_eq!(app.get("/static/css/source.css").status, 404, "Tailwind's input is not published");
    assert_eq!(app.request("POST", "/", &[]).status, 405);
}

#[test]
fn a_page_allows_nothing_inline_and_nothing_from_elsewhere() {
    let page = App::debug().get("/");
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"),
        "{policy}"
    );
    assert!(!page.text().contains(" style=") && !page.text().contains("<style"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_app_although_a_connection_is_open() {
    for signal in ["-INT", "-TERM"] {
        let mut app = App::debug();
        let idle = std::net::TcpStream::connect(app.url.strip_prefix("http://").unwrap()).unwrap();
        assert_eq!(app.get("/").status, 200);
        let start = Instant::now();
        let pid = app.child.id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        assert_eq!(app.child.wait().unwrap().code(), Some(0), "{signal}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        drop(idle);
    }
}

#[test]
fn an_address_in_use_is_a_clear_error() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_tailprint-inspector"));
    let output = command.env("ADDR", &addr).stdout(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        format!(
            "error: cannot listen on {addr}: the address is in use \
             (stop what listens there, or choose another one: ADDR=127.0.0.1:3001)\n"
        )
    );
}

#[test]
fn the_report_of_this_build_is_a_page_with_a_policy_of_its_own() {
    let page = App::release().get("/report");
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'sha256-"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let text = page.text();
    for part in ["css/tailwind.css", "templates/base.html:", "Rules by layer"] {
        assert!(text.contains(part), "{part}");
    }
}
