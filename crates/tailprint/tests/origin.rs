//! Assets on another origin: integrity, preconnect and sources of a policy, in every template engine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

use tailprint::generated::{Content, Settings, Stale, Table};
use tailprint::{Assets, ImportMap};
use tailprint_core::table::{Packed, Record, Variant, pack};

const CDN: &str = "https://cdn.example.com/s/";
const MAP: &str = r#"{"imports":{"/static/app.js":"/static/app.0123456789ab.js"}}"#;

fn assets() -> &'static Assets {
    let record = |path: &'static str, name: &'static str, content_type| Record {
        path,
        name,
        url: format!("/static/{name}").leak(),
        content_type,
        integrity: "sha384-AbC",
        immutable: path != name,
        variants: [Some(Variant { start: Some(0), len: 0, etag: "\"e\"" }), None, None, None],
        ..Record::default()
    };
    let records = [
        record("app.css", "app.0123456789ab.css", "text/css; charset=utf-8"),
        record("app.js", "app.0123456789ab.js", "text/javascript; charset=utf-8"),
        record("inter.woff2", "inter.0123456789ab.woff2", "font/woff2"),
        record("worker.js", "worker.js", "text/javascript; charset=utf-8"),
    ];
    let Packed { strings, records } = pack(&records);
    let settings = Settings {
        package: "app",
        is_library: false,
        mount: "/static",
        url_prefix: "/static/",
        content: Content::Embedded(&[]),
        last_modified: None,
        stale: Stale::NotFound,
        graphs: &[],
        built: None,
    };
    Box::leak(Box::new(Assets::new(Table::new(strings.leak(), records.leak()), settings)))
}

fn with_base(base: &str) -> &'static Assets {
    let assets = assets();
    assets.set_base(base).unwrap();
    assets
}

fn sri(assets: &'static Assets, path: &str) -> String {
    assets.get(path).unwrap().sri().unwrap().to_string()
}

#[test]
fn scripts_and_style_sheets_have_crossorigin_on_another_origin_alone() {
    for (base, expected) in [
        ("/static/", r#"integrity="sha384-AbC""#),
        ("/app/static/", r#"integrity="sha384-AbC""#),
        (CDN, r#"integrity="sha384-AbC" crossorigin"#),
        ("//cdn.example.com", r#"integrity="sha384-AbC" crossorigin"#),
    ] {
        for path in ["app.css", "app.js"] {
            assert_eq!(sri(with_base(base), path), expected, "{base}");
        }
    }
}

/// A store has one object of such a name for all releases.
#[test]
fn a_kept_name_on_another_origin_has_no_integrity() {
    assert_eq!(sri(with_base("/static/"), "worker.js"), r#"integrity="sha384-AbC""#);
    assert_eq!(sri(with_base(CDN), "worker.js"), "");
    let preload = with_base(CDN).get("worker.js").unwrap().preload().unwrap().to_string();
    assert_eq!(
        preload,
        r#"<link rel="preload" href="https://cdn.example.com/s/worker.js" as="script">"#
    );
}

/// Browsers use preloaded bytes only if both elements ask for them in the same way.
#[test]
fn a_preload_asks_as_the_element_does() {
    for base in ["/static/", CDN] {
        let asset = with_base(base).get("app.css").unwrap();
        let (preload, sri) = (asset.preload().unwrap().to_string(), asset.sri().unwrap());
        let integrity = format!("integrity=\"{}\"", sri.integrity().unwrap());
        assert!(preload.contains(&integrity), "{preload}");
        assert_eq!(preload.contains(" crossorigin"), sri.is_crossorigin(), "{preload}");
    }
}

#[test]
fn integrity_of_a_font_is_an_error_with_the_repair() {
    let error = with_base(CDN).get("inter.woff2").unwrap().sri().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"inter.woff2\" is font/woff2, whose integrity browsers do not check (leave `sri` out)"
    );
    assert_eq!(error.asset().path(), "inter.woff2");
}

#[test]
fn a_page_connects_early_to_another_origin_alone() {
    for (base, origin) in [
        (CDN, "https://cdn.example.com"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("//cdn.example.com/s", "//cdn.example.com"),
    ] {
        let preconnect = with_base(base).preconnect();
        assert_eq!(
            preconnect.to_string(),
            format!("<link rel=\"preconnect\" href=\"{origin}\" crossorigin>")
        );
        let header = format!("<{origin}>; rel=preconnect; crossorigin");
        assert_eq!(preconnect.header().unwrap(), header.as_str());
    }
    let own = with_base("/app/static/").preconnect();
    assert_eq!((own.to_string(), own.header()), (String::new(), None));
}

#[test]
fn a_policy_allows_the_prefix_and_the_app_itself() {
    for (base, expected) in [
        (CDN, "'self' https://cdn.example.com/s/"),
        ("//cdn.example.com/s/", "'self' cdn.example.com/s/"),
        ("/app/static/", "'self'"),
    ] {
        assert_eq!(with_base(base).csp_sources().to_string(), expected);
    }
}

/// Elements check the modules that pages name. Only the map reaches those that modules import.
#[test]
fn the_import_map_has_the_integrity_of_hashed_modules_on_another_origin() {
    let map = |base| ImportMap::new(with_base(base), MAP, "sha256-x").json();
    assert_eq!(map("/static/"), MAP);
    assert!(!map("/app/static/").contains("integrity"));
    assert_eq!(
        map(CDN),
        "{\"imports\":{\"https://cdn.example.com/s/app.js\":\"https://cdn.example.com/s/app.0123456789ab.js\"},\
         \"integrity\":{\"https://cdn.example.com/s/app.0123456789ab.js\":\"sha384-AbC\"}}"
    );
}

const EXPECTED: &str = "integrity=\"sha384-AbC\" crossorigin|\
    <link rel=\"preconnect\" href=\"https://cdn.example.com\" crossorigin>|\
    'self' https://cdn.example.com/s/";

#[cfg(feature = "minijinja")]
#[test]
#[allow(deprecated, reason = "it is for values of serde, of which there are none here")]
fn minijinja_writes_the_same() {
    let mut environment = tailprint::engines::Environment::new();
    let assets = with_base(CDN);
    tailprint::engines::register_minijinja(
        &mut environment,
        assets,
        ImportMap::new(assets, MAP, ""),
    );
    for sri in ["{{ 'app.css'|sri }}", "{{ sri('app.css') }}"] {
        let source = format!("{sri}|{{{{ preconnect() }}}}|{{{{ csp_sources() }}}}");
        environment.add_template_owned("page.html", source).unwrap();
        assert_eq!(environment.get_template("page.html").unwrap().render(()).unwrap(), EXPECTED);
    }
}

#[cfg(feature = "tera")]
#[test]
fn tera_writes_the_same() {
    let mut tera = tailprint::engines::Tera::new();
    let assets = with_base(CDN);
    tailprint::engines::register_tera(&mut tera, assets, ImportMap::new(assets, MAP, ""));
    let source = "{{ sri(path='app.css') }}|{{ preconnect() }}|{{ csp_sources() }}";
    tera.add_raw_template("page.html", source).unwrap();
    assert_eq!(tera.render("page.html", &::tera::Context::new()).unwrap(), EXPECTED);
}

#[cfg(feature = "tera1")]
#[test]
fn tera_1_writes_the_same() {
    let mut tera = tailprint::engines::Tera1::default();
    let assets = with_base(CDN);
    tailprint::engines::register_tera1(&mut tera, assets, ImportMap::new(assets, MAP, ""));
    let source = "{{ 'app.css' | sri }}|{{ preconnect() }}|{{ csp_sources() }}";
    tera.add_raw_template("page.html", source).unwrap();
    assert_eq!(tera.render("page.html", &::tera1::Context::new()).unwrap(), EXPECTED);
}
