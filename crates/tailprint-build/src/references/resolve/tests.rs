//! The assets that URLs name.

use proptest::prelude::*;

use tailprint_core::fingerprint::hashed_name;

use super::*;

fn reference(kind: Kind, url: &str) -> Reference {
    Reference { kind, url: url.to_owned(), span: 100..100 + url.len(), offsets: None }
}

fn resolved(kind: Kind, url: &str, from: &str, prefix: &str) -> Resolution {
    resolve(&reference(kind, url), from, &UrlPrefix::parse(prefix).unwrap().into())
}

fn asset(path: &str) -> Resolution {
    Resolution::Asset(path.to_owned())
}

/// Resolves from `css/app.css` below `/static/`.
#[track_caller]
fn assert_asset(url: &str, path: &str) {
    assert_eq!(resolved(Kind::Url, url, "css/app.css", "/static/"), asset(path), "{url:?}");
}

#[track_caller]
fn assert_ignored(url: &str) {
    for prefix in ["/static/", "/", "https://cdn.example.com/static/"] {
        assert_eq!(
            resolved(Kind::Url, url, "css/app.css", prefix),
            Resolution::Ignore,
            "{url:?} {prefix}"
        );
    }
}

#[test]
fn a_relative_url_starts_at_the_folder_of_its_asset() {
    assert_asset("a.png", "css/a.png");
    assert_asset("./a.png", "css/a.png");
    assert_asset("../img/./a.png", "img/a.png");
    assert_asset("img/../a.png", "css/a.png");
    assert_asset("../css/../img/a.png", "img/a.png");
    assert_eq!(resolved(Kind::Url, "a.png", "app.css", "/static/"), asset("a.png"));
    assert_eq!(
        resolved(Kind::Url, "a.png", "x y/é%20/app.css", "/static/"),
        asset("x y/é%20/a.png")
    );
}

/// Resolves with `favicon.ico` and `app/sw.js` at the root of the host.
fn with_root(url: &str, from: &str, prefix: &str) -> Resolution {
    let site = Site::new(UrlPrefix::parse(prefix).unwrap(), ["favicon.ico", "app/sw.js"]);
    resolve(&reference(Kind::Url, url), from, &site)
}

#[test]
fn a_file_at_the_root_has_and_resolves_urls_of_the_root() {
    let beside = |path: &str| Resolution::BesidePrefix(path.to_owned());
    let outside = |path: &str| Resolution::OutsideRoot(path.to_owned());
    let below = |path: &str| Resolution::NotAtRoot(path.to_owned());
    for (url, from, expected) in [
        ("/favicon.ico", "css/app.css", asset("favicon.ico")),
        ("../../favicon.ico", "css/app.css", asset("favicon.ico")),
        ("//favicon.ico", "css/app.css", Resolution::Ignore),
        ("../favicon.ico", "css/app.css", below("favicon.ico")),
        ("/static/favicon.ico", "app/sw.js", below("favicon.ico")),
        ("../favicon.ico", "app/sw.js", asset("favicon.ico")),
        ("sw.js?v=1", "app/sw.js", asset("app/sw.js")),
        ("../static/img/a.png", "app/sw.js", asset("img/a.png")),
        ("/static/img/a.png", "app/sw.js", asset("img/a.png")),
        ("img/a.png", "app/sw.js", outside("/app/img/a.png")),
        ("/img/a.png", "app/sw.js", beside("img/a.png")),
    ] {
        assert_eq!(with_root(url, from, "/static/"), expected, "{url} in {from}");
    }
}

#[test]
fn a_file_at_the_root_stays_on_the_host_of_the_app() {
    let cdn = "https://cdn.example.com/";
    for (url, from, expected) in [
        ("/favicon.ico", "css/app.css", Resolution::NotAtRoot("favicon.ico".to_owned())),
        ("/img/a.png", "css/app.css", asset("img/a.png")),
        ("/img/a.png", "app/sw.js", Resolution::BesidePrefix("img/a.png".to_owned())),
        ("/favicon.ico", "app/sw.js", asset("favicon.ico")),
        ("https://cdn.example.com/img/a.png", "app/sw.js", asset("img/a.png")),
    ] {
        assert_eq!(with_root(url, from, cdn), expected, "{url} in {from}");
    }
    assert_eq!(with_root("../favicon.ico", "css/app.css", "/"), asset("favicon.ico"));
}

#[test]
fn schemes_hosts_fragments_queries_and_directories_are_ignored() {
    for url in [
        "",
        " ",
        "\t",
        "#id",
        "#",
        "?",
        "?q",
        "?q#f",
        " #x",
        "//host/a.png",
        "//host",
        "\\\\host\\a.png",
        "/\\host",
        "http://x/a.png",
        "HTTP://x/a.png",
        "DATA:image/png;base64,AA==",
        "data:,",
        "x-y:foo",
        "a+b.c-1:foo",
        "about:blank",
        "blob:x",
        "chrome:foo",
        "http:foobar",
        "https:foobar",
        "https:/static/a.png",
        "mailto:a@b.c",
        "C:\\a.png",
        "dir/",
        "../dir/",
        ".",
        "..",
        "./",
        "../",
        "../..",
        "a/..",
        "a/.",
        "%2e",
        "%2E%2e",
        ".%2e/",
        "dir/?q",
        "dir/#f",
        "./?q",
        "/",
        "/static/",
        "ht\ntps://x/a.png",
        "java\tscript:x",
    ] {
        assert_ignored(url);
    }
}

#[test]
fn a_path_that_only_looks_like_a_scheme_is_a_path() {
    assert_asset("a/b:c.png", "css/a/b:c.png");
    assert_asset("1:a.png", "css/1:a.png");
    assert_asset("./x:a.png", "css/x:a.png");
    assert_asset(":a.png", "css/:a.png");
}

#[test]
fn query_and_fragment_are_no_part_of_the_name() {
    for url in [
        "a.eot?#iefix",
        "a.eot?v=1",
        "a.eot#b",
        "a.eot?",
        "a.eot#",
        "a.eot?x/../y.png",
        "a.eot#path/to/../../x.svg",
        "a.eot#?q",
    ] {
        assert_asset(url, "css/a.eot");
    }
}

#[test]
fn percent_escapes_are_decoded_except_the_slash() {
    assert_asset("a%20b.png", "css/a b.png");
    assert_asset("caf%C3%A9.png", "css/café.png");
    assert_asset("%61%2Epng", "css/a.png");
    assert_asset("a%2Fb.png", "css/a%2Fb.png");
    assert_asset("a%2fb.png", "css/a%2fb.png");
    assert_asset("%5Cx.png", "css/\\x.png");
    assert_asset("100%25.png", "css/100%.png");
    assert_asset("a%3Fb%23c.png", "css/a?b#c.png");
    assert_asset("%2e%2E/a.png", "a.png");
    assert_asset("%2e/a.png", "css/a.png");
}

#[test]
fn invalid_percent_escapes_are_taken_literally() {
    assert_asset("a%.png", "css/a%.png");
    assert_asset("a%2.png", "css/a%2.png");
    assert_asset("a%zz.png", "css/a%zz.png");
    assert_asset("a%", "css/a%");
    // A name that is not UTF-8 stays as it is spelled.
    assert_asset("%FF%20.png", "css/%FF%20.png");
    assert_asset("%20/%ff.png", "css/ /%ff.png");
}

#[test]
fn urls_are_normalized_as_browsers_do_it() {
    assert_asset(" a.png\n", "css/a.png");
    assert_asset("\u{1}a.png\u{0}", "css/a.png");
    assert_asset("a\n.\tp\rng", "css/a.png");
    assert_asset("..\\img\\a.png", "img/a.png");
    assert_asset("\\static\\a.png", "a.png");
    assert_asset("/static/../static/a.png", "a.png");
    assert_asset("/../../static/a.png", "a.png");
}

#[test]
fn slashes_in_a_row_count_as_one() {
    assert_asset("img//a.png", "css/img/a.png");
    assert_asset("/static//a.png", "a.png");
    // `..` takes the empty segment back, as in a browser.
    assert_asset("img//../a.png", "css/img/a.png");
}

#[test]
fn a_root_relative_url_counts_below_the_prefix() {
    assert_asset("/static/img/a.png", "img/a.png");
    assert_asset("/%73tatic/a.png", "a.png");
    let beside = |path: &str| Resolution::BesidePrefix(path.to_owned());
    for (url, path) in [
        ("/other/a.png", "other/a.png"),
        ("/staticfiles/a.png", "staticfiles/a.png"),
        ("/STATIC/a.png", "STATIC/a.png"),
        ("/static/../a.png", "a.png"),
    ] {
        assert_eq!(resolved(Kind::Url, url, "css/app.css", "/static/"), beside(path), "{url}");
    }
    assert_eq!(resolved(Kind::Url, "/img/a.png", "css/app.css", "/"), asset("img/a.png"));
    assert_eq!(
        resolved(Kind::Url, "/app/static/a.png", "css/app.css", "/app/static/"),
        asset("a.png")
    );
    assert_eq!(
        resolved(Kind::Url, "/static/a.png", "css/app.css", "/app/static/"),
        beside("static/a.png")
    );
}

#[test]
fn a_url_that_leaves_the_static_root_is_told_apart() {
    let outside = |path: &str| Resolution::OutsideRoot(path.to_owned());
    assert_eq!(resolved(Kind::Url, "../a.png", "app.css", "/static/"), outside("/a.png"));
    assert_eq!(
        resolved(Kind::Url, "../../../../a.png", "css/app.css", "/app/static/"),
        outside("/a.png")
    );
    assert_eq!(
        resolved(Kind::Url, "../media/a.png", "app.css", "/app/static/"),
        outside("/app/media/a.png")
    );
    // Down again into the prefix.
    assert_eq!(resolved(Kind::Url, "../static/a.png", "app.css", "/static/"), asset("a.png"));
    assert_eq!(
        resolved(Kind::Url, "../../../../static/a.png", "app.css", "/static/"),
        asset("a.png")
    );
    // Nothing is above the root of the host.
    assert_eq!(resolved(Kind::Url, "../../../a.png", "css/app.css", "/"), asset("a.png"));
}

#[test]
fn absolute_urls_below_a_prefix_on_another_host_are_references() {
    let on = |prefix, url| resolved(Kind::Url, url, "css/app.css", prefix);
    let cdn = "https://cdn.example.com/static/";
    for url in [
        "https://cdn.example.com/static/a.png",
        "HTTPS://CDN.Example.com/static/a.png?q#f",
        "https:\\\\cdn.example.com\\static\\a.png",
        "https://cdn.example.com:443/static/a.png",
        "//cdn.example.com/static/a.png",
        "/static/a.png",
        "../a.png",
        "../../static/a.png",
    ] {
        assert_eq!(on(cdn, url), asset("a.png"), "{url}");
    }
    for url in [
        "http://cdn.example.com/static/a.png",
        "https://cdn.example.com:8443/static/a.png",
        "https://user@cdn.example.com/static/a.png",
        "https://cdn.example.com.evil/static/a.png",
        "https://cdn.example.com/a.png",
        "https://cdn.example.com",
        "https://cdn.example.com/static/",
        "ftp://cdn.example.com/static/a.png",
        "//example.com/static/a.png",
    ] {
        assert_eq!(on(cdn, url), Resolution::Ignore, "{url}");
    }
    assert_eq!(on(cdn, "/a.png"), Resolution::BesidePrefix("a.png".to_owned()));
    assert_eq!(on("https://cdn.example.com", "https://cdn.example.com/a.png"), asset("a.png"));
    assert_eq!(on("http://h:80/", "http://h/a.png"), asset("a.png"));
    assert_eq!(on("//h/s/", "https://h/s/a.png"), asset("a.png"));
    assert_eq!(on("//h/s/", "//h/s/a.png"), asset("a.png"));
    assert_eq!(on("//h/s/", "ftp://h/s/a.png"), Resolution::Ignore);
}

#[test]
fn a_module_specifier_is_bare_unless_it_begins_as_a_path() {
    let module = |url| resolved(Kind::Module, url, "js/app.js", "/static/");
    assert_eq!(module("./m.js"), asset("js/m.js"));
    assert_eq!(module("../m.js"), asset("m.js"));
    assert_eq!(module("/static/m.js"), asset("m.js"));
    for bare in
        ["lodash", "m.js", "@vendor/package", "#utils", "js/m.js", ".m.js", "", "https://esm.sh/x"]
    {
        assert_eq!(module(bare), Resolution::Ignore, "{bare}");
    }
    let cdn = "https://cdn.example.com/static/";
    assert_eq!(
        resolved(Kind::Module, "https://cdn.example.com/static/m.js", "js/app.js", cdn),
        asset("m.js")
    );
}

#[test]
fn an_import_may_mean_a_package() {
    let import = |url| resolved(Kind::StyleImport, url, "css/app.css", "/static/");
    for package in [
        "tailwindcss",
        "tailwindcss/preflight.css",
        "@scope/pkg/a.css",
        "@scope/pkg",
        "bootstrap",
        "a/b",
    ] {
        assert_eq!(import(package), Resolution::Package(format!("css/{package}")), "{package}");
    }
    assert_eq!(import("./bootstrap"), asset("css/bootstrap"));
    assert_eq!(import("/static/bootstrap"), asset("bootstrap"));
    assert_eq!(import("a.css"), asset("css/a.css"));
    assert_eq!(import("lib/a.css"), asset("css/lib/a.css"));
    assert_eq!(import("@a.css"), asset("css/@a.css"));
    assert_eq!(import("../a"), asset("a"));
    assert_asset("tailwindcss", "css/tailwindcss");
}

#[test]
fn the_insertion_point_respects_percent_escapes_query_and_fragment() {
    for (url, expected) in [
        ("a.png", "a.#.png"),
        ("a%2Epng", "a.#%2Epng"),
        ("a%2epng?v=1.2#x.y", "a.#%2epng?v=1.2#x.y"),
        ("f.eot?#iefix", "f.#.eot?#iefix"),
        ("noext?a.b", "noext.#?a.b"),
        ("d.d/noext#a.b/c.d", "d.d/noext.##a.b/c.d"),
        ("%2Ehtaccess", "%2Ehtaccess.#"),
        (" a.png ", " a.#.png "),
        (" noext ", " noext.# "),
        ("a.p\nng", "a.#.p\nng"),
        ("a\\b.d\\noext", "a\\b.d\\noext.#"),
        ("caf%C3%A9.png", "caf%C3%A9.#.png"),
        ("%ff%2Epng", "%ff%2Epng.#"),
        ("/static/a.png", "/static/a.#.png"),
        ("https://cdn.example.com/static/a.png", "https://cdn.example.com/static/a.#.png"),
    ] {
        let at = insertion_point(&reference(Kind::Url, url)) - 100;
        let mut out = url.to_owned();
        out.insert_str(at, ".#");
        assert_eq!(out, expected);
    }
}

#[test]
fn a_prefix_is_a_path_or_an_origin() {
    for (text, normal) in [
        ("/", "/"),
        ("/static", "/static/"),
        ("/static/", "/static/"),
        ("/app/static/", "/app/static/"),
        ("https://cdn.example.com", "https://cdn.example.com/"),
        ("https://cdn.example.com/static", "https://cdn.example.com/static/"),
        ("//cdn.example.com/s/", "//cdn.example.com/s/"),
    ] {
        assert_eq!(UrlPrefix::parse(text).unwrap().as_str(), normal);
    }
    use tailprint_core::url_prefix::{CHARACTERS, HOST, NOT_ASCII, NOT_ROOTED, QUERY, SEGMENTS};
    for (refused, texts) in [
        (
            NOT_ROOTED,
            &["", "static/", "ftp://x/", "https:", "\\static\\", "../static/", "https:x"][..],
        ),
        (HOST, &["https:///x", "//", "///", "https://me@x/", "https://x:99999/"]),
        (QUERY, &["/a?b", "/a#b"]),
        (NOT_ASCII, &["/ü/"]),
        // Pages and routes would take them for something else.
        (CHARACTERS, &["/a b/", "/a\"b/", "/{a}/", "/*/", "/a%zz/"]),
        // Browsers ask for another path.
        (SEGMENTS, &["/a/../b/", "/a//b/", "/%2E/"]),
    ] {
        for text in texts {
            assert_eq!(
                UrlPrefix::parse(text).unwrap_err().to_string(),
                format!(
                    "`Config::url_prefix`: \"{text}\" is no URL prefix: {} ({})",
                    refused.what, refused.repair
                )
            );
        }
    }
}

const PARTS: &[&str] = &[
    "a",
    "b.png",
    ".",
    "..",
    "/",
    "//",
    "\\",
    "%2e",
    "%2E",
    "%2f",
    "%5c",
    "%",
    "%C3%A9",
    "%ff",
    "%3f",
    "?",
    "#",
    "?#",
    ":",
    "http:",
    "data:",
    "@s",
    "tailwindcss",
    "static",
    "/static/",
    "cdn.example.com",
    "https://cdn.example.com/static/",
    "\t",
    "\n",
    " ",
    "\u{1}",
    "é",
    "☃",
    "x.y.z",
    "-",
];

fn url() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        6 => prop::sample::select(PARTS).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

const PREFIXES: &[&str] =
    &["/static/", "/", "/app/static/", "https://cdn.example.com/static/", "//h/"];
const KINDS: &[Kind] = &[
    Kind::Url,
    Kind::StyleImport,
    Kind::Module,
    Kind::SourceMap,
    Kind::Optional,
    Kind::Address,
    Kind::Unfetched,
    Kind::CustomProperty,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn the_insertion_leads_to_the_hashed_name(
        url in url(),
        from in prop::sample::select(["app.css", "css/app.css", "a/b/c.css"].as_slice()),
        prefix in prop::sample::select(PREFIXES),
        kind in prop::sample::select(KINDS),
    ) {
        let path = match resolved(kind, &url, from, prefix) {
            Resolution::Asset(path) | Resolution::Package(path) => path,
            _ => return Ok(()),
        };
        prop_assert!(!path.is_empty() && !path.starts_with('/') && !path.ends_with('/'));
        prop_assert!(path.split('/').all(|segment| !matches!(segment, "" | "." | "..")));
        let mut changed = url.clone();
        changed.insert_str(insertion_point(&reference(kind, &url)) - 100, ".0123456789ab");
        match resolved(kind, &changed, from, prefix) {
            Resolution::Asset(hashed) | Resolution::Package(hashed) => {
                prop_assert_eq!(hashed, hashed_name(&path, "0123456789ab"), "{:?} {:?}", url, changed);
            }
            other => prop_assert!(false, "{:?} became {:?}: {:?}", url, changed, other),
        }
    }

    #[test]
    fn any_insertion_point_is_within_the_reference(url in url()) {
        let at = insertion_point(&reference(Kind::Url, &url)) - 100;
        prop_assert!(url.is_char_boundary(at));
    }
}
