use tailprint_core::table::{Packed, Record, Variant, pack};
use tailprint_core::url_prefix;

use super::*;
use crate::Assets;
use crate::generated::{Content, Stale, Table};

const PAGE: &[u8] = b"<img src=./img/a.png><a href=../x><img src=b.png>";

/// Assets of a build with this URL prefix: a page, and an image at a hashed name.
fn assets(url_prefix: &'static str) -> &'static Assets {
    let record = |path, name, based, bytes: &[u8]| {
        let url = format!("{url_prefix}{name}").leak();
        let len = bytes.len() as u64;
        let identity = Variant { start: Some(0), len, etag: "\"own\"" };
        Record {
            path,
            name,
            url,
            content_type: if name == path { "text/html" } else { "image/png" },
            immutable: path != name,
            based,
            variants: [Some(identity), None, None, None],
            ..Record::default()
        }
    };
    let records = [
        record("docs/a.html", "docs/a.html", "9 6 docs/img/\n43 0 docs/\n", PAGE),
        record("img/a.png", "img/a.0123456789ab.png", "", b"<"),
    ];
    let Packed { strings, records } = pack(&records);
    let mount = path(url_prefix).trim_end_matches('/');
    let settings = Settings {
        package: "app",
        is_library: false,
        built: None,
        mount: mount.to_owned().leak(),
        url_prefix,
        content: Content::Embedded(PAGE),
        last_modified: None,
        stale: Stale::Redirect,
        graphs: &[],
    };
    Box::leak(Box::new(Assets::new(Table::new(strings.leak(), records.leak()), settings)))
}

#[test]
fn a_base_is_a_path_from_the_root_or_the_url_of_a_host_and_ends_with_a_slash() {
    for (text, prefix) in [
        ("/", "/"),
        ("/app", "/app/"),
        ("/app/", "/app/"),
        ("/app/static", "/app/static/"),
        ("https://cdn.example.com", "https://cdn.example.com/"),
        ("HTTP://cdn.example.com/s/", "HTTP://cdn.example.com/s/"),
        ("https://cdn.example.com:8443/s", "https://cdn.example.com:8443/s/"),
        ("//cdn.example.com", "//cdn.example.com/"),
        ("http://[::1]:3000/", "http://[::1]:3000/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("/b%C3%BCcher/", "/b%C3%BCcher/"),
    ] {
        assert_eq!(parse(text).as_deref(), Ok(prefix), "{text}");
    }
}

#[test]
fn what_is_no_base_is_refused_with_the_reason() {
    let refused = |reason, texts: &[&str]| {
        for text in texts {
            assert_eq!(parse(text), Err(reason), "{text}");
        }
    };
    refused(
        url_prefix::NOT_ROOTED,
        &["", "app", "./", "../app/", "app/static/", "ftp://h/", "https:", "https:/x", "\\app\\"],
    );
    refused(url_prefix::QUERY, &["/app?v=1", "/#x", "https://h/?", "?"]);
    refused(url_prefix::NOT_ASCII, &["/bücher/", "https://bücher.example/", "/\u{a0}/"]);
    refused(
        url_prefix::CHARACTERS,
        &[
            "/a b/", "/a\"b/", "/a&b/", "/a'b/", "/<b>/", "/a\\b/", "/a%2/", "/a%", "/a(b)/",
            "/a,b/", "/\n",
        ],
    );
    refused(
        url_prefix::HOST,
        &[
            "//",
            "///",
            "https:///x",
            "https://h:/",
            "https://h:0/",
            "https://h:65536/",
            "https://h:x/",
            "https://me@h/",
            "https://me:secret@h/",
            "https://h h/",
            "https://a&b/",
            "https://[x]/",
        ],
    );
    refused(
        url_prefix::SEGMENTS,
        &["/app//", "/a//b/", "/a/../b", "/./", "/%2e%2E/", "https://h//x"],
    );
}

#[test]
fn the_error_says_what_was_wrong_and_what_to_write() {
    let error = assets("/static/").set_base("static/").unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"static/\" is no base: it is neither a path from the root nor a URL (write a path such as \"/static/\" or a URL \
         such as \"https://cdn.example.com/static/\")"
    );
    let assets = assets("/static/");
    assets.set_base("/a").unwrap();
    assert_eq!(assets.set_base("/a/"), Ok(()), "it is the same");
    let error = assets.set_base("/b").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the base cannot become \"/b\", since \"/a/\" is in use (call `set_base` once, before `service` and before \
         any URL is written)"
    );
}

#[test]
fn a_base_that_comes_too_late_is_an_error() {
    let asked = assets("/static/");
    assert_eq!(asked.url("img/a.png"), Some("/static/img/a.0123456789ab.png"));
    let error = asked.set_base("/app/static/").unwrap_err();
    assert!(error.to_string().contains("since \"/static/\" is in use"), "{error}");
    assert_eq!(asked.set_base("/static"), Ok(()), "it is that of the build");
    let served = assets("/static/");
    let _ = served.service();
    served.set_base("/app/static/").unwrap_err();
}

#[test]
fn every_url_begins_with_the_base() {
    let assets = assets("/static/");
    assets.set_base("https://cdn.example.com/v1").unwrap();
    let url = "https://cdn.example.com/v1/img/a.0123456789ab.png";
    assert_eq!(assets.url("img/a.png"), Some(url));
    assert_eq!(assets.get("docs/a.html").unwrap().url(), "https://cdn.example.com/v1/docs/a.html");
    assert_eq!(assets.resolve("img/a.png?x#y").unwrap().to_string(), format!("{url}?x#y"));
    assert_eq!(assets.resolve("img/").unwrap().to_string(), "https://cdn.example.com/v1/img/");
    assert_eq!(assets.url_prefix(), "https://cdn.example.com/v1/");
    assert_eq!(assets.by_url(url).map(crate::Asset::path), Some("img/a.png"));
    assert_eq!(assets.by_url("/static/img/a.0123456789ab.png"), None);
    let preload = assets.get("img/a.png").unwrap().preload().unwrap();
    assert_eq!(preload.to_string(), format!("<link rel=\"preload\" href=\"{url}\" as=\"image\">"));
    let header = preload.header().unwrap();
    assert_eq!(header, format!("<{url}>; rel=preload; as=\"image\""));
}

#[test]
fn a_build_at_the_root_or_on_a_host_gets_any_other_base() {
    for of_build in ["/", "/static/", "https://cdn.example.com/", "//cdn.example.com/s/"] {
        for base in ["/", "/app/", "https://other.example/x/"] {
            let assets = assets(of_build);
            assets.set_base(base).unwrap();
            let expected = format!("{base}img/a.0123456789ab.png");
            assert_eq!(assets.url("img/a.png"), Some(&*expected), "{of_build} {base}");
        }
    }
}

#[test]
fn requests_arrive_under_the_path_of_the_base_and_under_that_of_the_build() {
    for (of_build, base, mount, served) in [
        (
            "/static/",
            "/app/static/",
            "/app/static",
            &["/app/static/img/a.png", "/static/img/a.png"][..],
        ),
        ("/static/", "/static/v2/", "/static/v2", &["/static/v2/img/a.png", "/static/img/a.png"]),
        ("/app/static/", "/app/", "/app", &["/app/static/img/a.png", "/app/img/a.png"]),
        ("/static/", "https://cdn.example.com/", "/static", &["/static/img/a.png"]),
        ("/static/", "https://cdn.example.com/s/", "/s", &["/s/img/a.png", "/static/img/a.png"]),
        ("/", "/img/", "/img", &["/img/img/a.png", "/img/a.png"]),
    ] {
        let assets = assets(of_build);
        assets.set_base(base).unwrap();
        assert_eq!(assets.mount(), mount, "{base}");
        let service = assets.service().with_mount();
        let status = |path: &str| {
            let request = http::Request::get(path).body(()).unwrap();
            service.respond(&request).status().as_u16()
        };
        for path in served {
            assert_eq!(status(path), 200, "{path} with {base}");
        }
        assert_eq!(status("/other/img/a.png"), 404);
        assert_eq!(status("/staticimg/a.png"), 404);
    }
}

#[test]
fn an_outdated_name_leads_to_the_url_with_the_base() {
    let assets = assets("/static/");
    assets.set_base("/app/static/").unwrap();
    let request = http::Request::get("/img/a.ba9876543210.png").body(()).unwrap();
    let response = assets.respond(&request);
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/app/static/img/a.0123456789ab.png");
}

#[test]
fn a_page_for_another_path_is_written_for_the_base_and_has_a_tag_of_its_own() {
    let written = |base: Option<&str>| {
        let assets = assets("/static/");
        base.into_iter().for_each(|base| assets.set_base(base).unwrap());
        let page = assets.get("docs/a.html").unwrap().page().unwrap();
        (String::from_utf8(page.bytes.clone()).unwrap(), page.etag.clone())
    };
    let (text, tag) = written(None);
    assert_eq!(text, "<img src=/static/docs/img/a.png><a href=../x><img src=/static/docs/b.png>");
    let (other_text, other_tag) = written(Some("/app/static"));
    assert_eq!(
        other_text,
        "<img src=/app/static/docs/img/a.png><a href=../x><img src=/app/static/docs/b.png>"
    );
    assert_ne!(tag, other_tag);
    assert_eq!(tag.len(), "\"0123456789ab\"".len());
    assert!(assets("/static/").get("img/a.png").unwrap().page().is_none());
}

#[test]
fn an_import_map_follows_the_base_and_so_does_its_hash() {
    let json = "{\"imports\":{\"/static/a.js\":\"/static/a.1.js\",\"say \\\"/static/\\\"\":\"https://esm.sh/static/x\",\
                \"pin\":\"/static/p.js\"}}";
    let written = Written::new(json, "/static/", "https://cdn.example.com/", std::iter::empty());
    assert_eq!(
        written.json,
        "{\"imports\":{\"https://cdn.example.com/a.js\":\"https://cdn.example.com/a.1.js\",\
         \"say \\\"/static/\\\"\":\"https://esm.sh/static/x\",\"pin\":\"https://cdn.example.com/p.js\"}}"
    );
    // `printf %s "$json" | openssl dgst -sha256 -binary | base64`
    let empty = Written::new("{\"imports\":{}}", "/static/", "/", std::iter::empty());
    assert_eq!(empty.csp_hash, "sha256-URrTy+Il/Nz0lHojVUx275hWqAWhkSF0VsHbUM4/6Hw=");
}

#[test]
fn the_site_of_the_app_is_what_a_base_has_in_front_of_the_mount() {
    for (prefix, mount, expected) in [
        ("/app/static/", "/static", "/app/"),
        ("/a/b/static/", "/static", "/a/b/"),
        ("/static/", "/static", "/"),
        ("/app/", "/static", "/"),
        ("/appstatic/", "/static", "/"),
        ("https://cdn.example.com/static/", "/static", "/"),
        ("/app/", "", "/app/"),
        ("/", "", "/"),
    ] {
        assert_eq!(root(prefix, mount), expected, "{prefix}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn live_reload_is_below_the_root_of_the_site_or_below_a_base_that_does_not_tell_it() {
    for (prefix, mount, expected) in [
        ("/app/static/", "/static", "/app/"),
        ("/app/", "/static", "/app/"),
        ("/static/", "/static", "/"),
        ("/static/v2/", "/static", "/static/v2/"),
        ("/app/", "", "/app/"),
        ("/", "/static", "/"),
        ("https://cdn.example.com/app/", "/static", "/"),
    ] {
        assert_eq!(place(prefix, mount), expected, "{prefix}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn urls_that_have_changed_follow_the_base_at_the_root_as_well() {
    let urls = r#"["/favicon.svg","/static/a.css","say \"/static/"]"#;
    let followed = replaced(urls, &[("/static/", "/app/static/"), ("/", "/app/")]);
    assert_eq!(followed, r#"["/app/favicon.svg","/app/static/a.css","say \"/static/"]"#);
}

#[cfg(any(feature = "ntex", feature = "rocket"))]
#[test]
fn assets_at_the_root_leave_all_other_paths_to_the_app_below_a_base_as_well() {
    let assets = assets("/");
    assets.set_base("/app/").unwrap();
    let service = assets.service().with_mount();
    let takes = |path| service.takes(&http::Method::GET, path, http::HeaderMap::new);
    for path in ["/img/a.png", "/app/img/a.png", "/app/img/a.0123456789ab.png"] {
        assert!(takes(path), "{path}");
    }
    for path in ["/", "/app/", "/app/about", "/about", "/img/none.png"] {
        assert!(!takes(path), "{path}");
    }
}
