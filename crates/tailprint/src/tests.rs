//! Tests of assets, URLs, preloads and filters over a small table.

use http::HeaderValue;
use tailprint_core::table::{Packed, Record, Variant, pack};

use crate::generated::{Content, Disk, Root, Settings, Stale, Table};
use crate::{Assets, Coding};

const CONTENT: &[u8] = b"body{}BR";

fn record(path: &'static str, name: &'static str, content_type: &'static str) -> Record<'static> {
    Record {
        path,
        name,
        url: format!("/static/{}", name.replace('é', "%C3%A9")).leak(),
        content_type,
        fingerprint: "0123456789ab",
        integrity: "sha384-AbC+/=",
        immutable: true,
        variants: [
            Some(Variant { start: Some(0), len: 6, etag: "\"0123456789ab\"" }),
            Some(Variant { start: Some(6), len: 2, etag: "\"b123456789ab\"" }),
            None,
            Some(Variant { start: Some(7), len: 9, etag: "\"beyond\"" }),
        ],
        ..Record::default()
    }
}

/// Sorted by path.
fn records() -> Vec<Record<'static>> {
    vec![
        record("a&b.svg", "a&b.0123456789ab.svg", "image/svg+xml"),
        record("css/app.css", "css/app.0123456789ab.css", "text/css; charset=utf-8"),
        record("data.json", "data.0123456789ab.json", "application/json"),
        record("f.woff2", "f.0123456789ab.woff2", "font/woff2"),
        record("js/app.js", "js/app.0123456789ab.js", "text/javascript; charset=utf-8"),
        record("js/m.mjs", "js/m.0123456789ab.mjs", "text/javascript; charset=utf-8"),
        record("é.txt", "é.0123456789ab.txt", "text/plain; charset=utf-8"),
    ]
}

fn with_content(records: &[Record<'_>], content: Content) -> &'static Assets {
    let Packed { strings, records } = pack(records);
    let settings = Settings {
        package: "app",
        is_library: false,
        mount: "/static",
        url_prefix: "/static/",
        content,
        last_modified: None,
        stale: Stale::NotFound,
        graphs: &[],
        built: None,
    };
    Box::leak(Box::new(Assets::new(Table::new(strings.leak(), records.leak()), settings)))
}

fn assets() -> &'static Assets {
    with_content(&records(), Content::Embedded(CONTENT))
}

#[test]
fn an_asset_knows_what_the_build_knew() {
    let asset = assets().get("css/app.css").unwrap();
    assert_eq!(asset.url(), "/static/css/app.0123456789ab.css");
    assert_eq!(
        (asset.fingerprint(), asset.integrity()),
        (Some("0123456789ab"), Some("sha384-AbC+/="))
    );
    assert_eq!(
        (asset.size(), asset.size_of(Coding::Brotli), asset.size_of(Coding::Gzip)),
        (6, Some(2), None)
    );
    assert_eq!(
        (asset.bytes().unwrap(), asset.bytes_of(Coding::Brotli).unwrap().unwrap()),
        ("body{}".into(), "BR".into())
    );
    assert_eq!(asset.etag().unwrap(), "\"0123456789ab\"");
    assert!(asset.is_immutable());
    assert_eq!(
        format!("{asset:?}"),
        "Asset { path: \"css/app.css\", url: \"/static/css/app.0123456789ab.css\", .. }"
    );
}

#[test]
fn a_variant_beyond_the_contents_has_no_bytes() {
    assert_eq!(assets().get("css/app.css").unwrap().bytes_of(Coding::Zstd).unwrap(), None);
}

#[test]
fn every_asset_is_found_by_path_and_by_both_urls() {
    for asset in assets().iter() {
        assert_eq!(assets().get(asset.path()).map(crate::Asset::url), Some(asset.url()));
    }
    for url in ["/static/é.txt", "/static/%C3%A9.txt", "/static/%C3%A9.0123456789ab.txt?v=1#top"] {
        assert_eq!(assets().by_url(url).map(crate::Asset::path), Some("é.txt"), "{url}");
    }
    for url in
        ["é.txt", "/static", "/static/%ff", "/other/é.txt", "https://example.com/static/é.txt"]
    {
        assert_eq!(assets().by_url(url), None, "{url}");
    }
}

#[test]
fn a_reference_keeps_query_and_fragment_and_a_folder_is_not_hashed() {
    let resolve = |reference| assets().resolve(reference).map(|url| url.to_string());
    for (reference, url) in [
        ("css/app.css", "/static/css/app.0123456789ab.css"),
        ("css/app.css?v=1#top", "/static/css/app.0123456789ab.css?v=1#top"),
        ("é.txt#é", "/static/%C3%A9.0123456789ab.txt#é"),
        ("img/", "/static/img/"),
        ("my \"img\"/?a#b", "/static/my%20%22img%22/?a#b"),
    ] {
        assert_eq!(resolve(reference).as_deref(), Ok(url), "{reference}");
    }
    for unknown in ["", "css/none.css", "/css/app.css", "CSS/app.css", "#a", "css"] {
        let error = resolve(unknown).unwrap_err();
        assert_eq!(
            (error.path(), error.to_string()),
            (unknown, format!("no static asset \"{unknown}\""))
        );
    }
}

#[test]
fn a_preload_says_how_the_bytes_are_used() {
    let preload = |path| assets().get(path).unwrap().preload().unwrap().to_string();
    for (path, html) in [
        (
            "css/app.css",
            r#"<link rel="preload" href="/static/css/app.0123456789ab.css" as="style" integrity="sha384-AbC+/=">"#,
        ),
        (
            "js/app.js",
            r#"<link rel="preload" href="/static/js/app.0123456789ab.js" as="script" integrity="sha384-AbC+/=">"#,
        ),
        (
            "js/m.mjs",
            r#"<link rel="modulepreload" href="/static/js/m.0123456789ab.mjs" crossorigin integrity="sha384-AbC+/=">"#,
        ),
        (
            "f.woff2",
            r#"<link rel="preload" href="/static/f.0123456789ab.woff2" as="font" type="font/woff2" crossorigin>"#,
        ),
        ("a&b.svg", r#"<link rel="preload" href="/static/a&amp;b.0123456789ab.svg" as="image">"#),
        (
            "data.json",
            r#"<link rel="preload" href="/static/data.0123456789ab.json" as="fetch" crossorigin>"#,
        ),
    ] {
        assert_eq!(preload(path), html);
    }
}

#[test]
fn a_preload_is_a_link_header_too() {
    let header = |path| assets().get(path).unwrap().preload().unwrap().header().unwrap();
    assert_eq!(
        header("f.woff2"),
        HeaderValue::from_static(
            "</static/f.0123456789ab.woff2>; rel=preload; as=\"font\"; type=\"font/woff2\"; crossorigin"
        )
    );
    let module = assets().get("js/app.js").unwrap().modulepreload().unwrap().without_integrity();
    assert_eq!(
        module.header().unwrap(),
        HeaderValue::from_static(
            "</static/js/app.0123456789ab.js>; rel=modulepreload; crossorigin"
        )
    );
}

#[test]
fn a_preload_has_crossorigin_where_the_element_has_it() {
    let preload = |path| assets().get(path).unwrap().preload().unwrap().crossorigin();
    assert_eq!(
        preload("css/app.css").to_string(),
        r#"<link rel="preload" href="/static/css/app.0123456789ab.css" as="style" crossorigin integrity="sha384-AbC+/=">"#
    );
    assert_eq!(
        preload("css/app.css").header().unwrap(),
        HeaderValue::from_static(
            "</static/css/app.0123456789ab.css>; rel=preload; as=\"style\"; crossorigin; integrity=\"sha384-AbC+/=\""
        )
    );
    assert_eq!(preload("f.woff2").to_string().matches("crossorigin").count(), 1);
}

#[test]
fn what_browsers_do_not_preload_is_refused() {
    let named = |path, content_type| {
        let content = Content::Embedded(CONTENT);
        with_content(&[record(path, path, content_type)], content).get(path).unwrap()
    };
    for (path, content_type) in [("a.mp4", "video/mp4"), ("a.mp3", "audio/mpeg")] {
        let error = named(path, content_type).preload().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{path:?} is {content_type}, which browsers do not preload (write `preload=\"auto\"` in the media element instead)"
            )
        );
    }
    let error = assets().get("css/app.css").unwrap().modulepreload().unwrap_err();
    assert_eq!(error.asset().path(), "css/app.css");
    assert!(
        error.to_string().ends_with(", which browsers do not load as a module (use `preload`)"),
        "{error}"
    );
}

#[test]
fn another_origin_is_preloaded_with_cors_when_the_integrity_is_checked() {
    let mut record = record("css/app.css", "css/app.0123456789ab.css", "text/css");
    record.url = "https://cdn.example.com/app.css";
    let asset = with_content(&[record], Content::Embedded(CONTENT)).get("css/app.css").unwrap();
    assert!(asset.preload().unwrap().to_string().contains(" crossorigin integrity="));
    assert!(!asset.preload().unwrap().without_integrity().to_string().contains("crossorigin"));
}

fn disk(dir: &std::path::Path) -> Disk {
    let dir = dir.to_str().unwrap().to_owned().leak();
    let roots = vec![Root { dir, ..Root::default() }].leak();
    Disk { roots, follow_symlinks: true, ..Disk::default() }
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_where_the_build_follows_them() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a.txt"), "one").unwrap();
    std::os::unix::fs::symlink("a.txt", dir.path().join("b.txt")).unwrap();
    let status = |follow_symlinks| {
        let disk = Disk { follow_symlinks, ..disk(dir.path()) };
        let assets = with_content(&[], Content::Disk(disk));
        assets.respond(&http::Request::get("/b.txt").body(()).unwrap()).status()
    };
    assert_eq!((status(true), status(false)), (http::StatusCode::OK, http::StatusCode::NOT_FOUND));
}

#[test]
fn another_spelling_of_a_file_is_not_found_on_any_system() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("app.css"), "one").unwrap();
    let assets = with_content(&[], Content::Disk(disk(dir.path())));
    let status = |path: &str| assets.respond(&http::Request::get(path).body(()).unwrap()).status();
    assert_eq!(status("/app.css"), http::StatusCode::OK);
    // Windows opens the file by the first ones, streams of it by the next, and devices by the last.
    for path in [
        "/APP.css",
        "/app.css.",
        "/app.css%20",
        "/app.css%20.",
        "/./app.css",
        "/x%5c..%5capp.css",
        "/app.css:x",
        "/app.css::$DATA",
        "/C:app.css",
        "/C:%5capp.css",
        "/%5c%5c?%5cC:%5capp.css",
        "/con",
        "/aux.css",
        "/nul%20.txt",
        "/COM1",
        "/conin$",
    ] {
        assert_eq!(status(path), http::StatusCode::NOT_FOUND, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_colon_is_part_of_a_name_where_no_drives_are_as_in_a_release() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("a:b.css"), "one").unwrap();
    let assets = with_content(&[], Content::Disk(disk(dir.path())));
    let status = |path: &str| assets.respond(&http::Request::get(path).body(()).unwrap()).status();
    assert_eq!(status("/a:b.css"), http::StatusCode::OK);
    assert_eq!(status("/c:/etc/passwd"), http::StatusCode::NOT_FOUND);
}

#[test]
fn a_new_file_has_a_url_in_plain_mode() {
    let dir = tempfile::tempdir().unwrap();
    let assets = with_content(&[], Content::Disk(disk(dir.path())));
    assert!(assets.resolve("new file.css").is_err());
    std::fs::write(dir.path().join("new file.css"), "").unwrap();
    assert_eq!(assets.resolve("new file.css#x").unwrap().to_string(), "/static/new%20file.css#x");
}

#[test]
fn a_file_on_the_disk_changes_without_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    let assets = with_content(&[], Content::Disk(disk(dir.path())));
    let get = || assets.respond(&http::Request::get("/a.txt").body(()).unwrap());
    assert_eq!(get().status(), 404);
    std::fs::write(dir.path().join("a.txt"), "one").unwrap();
    let (one, one_again) = (get(), get());
    std::fs::write(dir.path().join("a.txt"), "two").unwrap();
    let two = get();
    assert_eq!(one.headers()["etag"], one_again.headers()["etag"]);
    assert_ne!(one.headers()["etag"], two.headers()["etag"]);
    assert_eq!(two.into_body().into_bytes().unwrap(), "two");
}

#[test]
fn an_asset_on_the_disk_has_the_bytes_and_the_tag_of_its_file() {
    let dir = tempfile::tempdir().unwrap();
    let record = Record {
        plain: None,
        variants: [None; 4],
        ..record("css/a.css", "css/a.css", "text/css; charset=utf-8")
    };
    let assets = with_content(&[record], Content::Disk(disk(dir.path())));
    let asset = assets.get("css/a.css").unwrap();
    let error = asset.bytes().unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert_eq!(error.to_string(), "cannot read static asset \"css/a.css\": entity not found");
    assert!(asset.etag().is_err());
    assert_eq!(asset.size(), 0);

    std::fs::create_dir(dir.path().join("css")).unwrap();
    std::fs::write(dir.path().join("css/a.css"), "a{}").unwrap();
    assert_eq!(asset.bytes().unwrap(), "a{}");
    assert_eq!((asset.size(), asset.size_of(Coding::Brotli)), (3, None));
    assert_eq!(asset.codings().collect::<Vec<_>>(), [Coding::Identity]);
    assert_eq!(asset.bytes_of(Coding::Gzip).unwrap(), None);
    let response = assets.respond(&http::Request::get("/css/a.css").body(()).unwrap());
    assert_eq!(response.headers()["etag"], &*asset.etag().unwrap());
}

#[cfg(feature = "askama")]
#[test]
fn values_of_any_length_are_read_whole() {
    for len in [0, 1, 127, 128, 129, 1000] {
        let reference = format!("{}/", "é".repeat(len / 2) + &"x".repeat(len % 2));
        let parts = format_args!("{}{}", &reference[..0], reference).to_string();
        let url = match crate::filter::url(assets(), parts).unwrap() {
            askama::filters::MaybeSafe::Safe(url)
            | askama::filters::MaybeSafe::NeedsEscaping(url) => url,
        };
        assert_eq!(url, assets().resolve(&reference).unwrap());
    }
}

#[cfg(feature = "askama")]
#[test]
fn only_a_url_with_html_in_it_is_escaped() {
    use askama::filters::MaybeSafe;
    let is_safe =
        |reference| matches!(crate::filter::url(assets(), reference), Ok(MaybeSafe::Safe(_)));
    assert!(is_safe("css/app.css") && is_safe("css/app.css?v=1#top") && is_safe("img/"));
    for reference in
        ["a&b.svg", "css/app.css?a&b", "css/app.css#\"", "css/app.css#<", "css/app.css#'"]
    {
        assert!(!is_safe(reference), "{reference}");
    }
}

#[test]
fn the_generated_code_of_this_version_is_accepted() {
    let macros = include_str!("macros.rs");
    let (_, check) = macros.split_once("macro_rules! __built_by {").unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(check.matches(version).count(), 3, "the version is written three times");
}
