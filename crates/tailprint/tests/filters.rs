//! The filters `preload` and `modulepreload` in templates.
#![cfg(feature = "askama")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says where")]

use askama::Template;

mod assets {
    use std::sync::LazyLock;

    use tailprint::Assets;
    use tailprint::generated::{Content, Settings, Stale, Table};
    use tailprint_core::table::{Packed, Record, Variant, pack};

    fn record(path: &'static str, content_type: &'static str) -> Record<'static> {
        Record {
            path,
            name: path,
            url: format!("/static/{path}").leak(),
            content_type,
            integrity: "sha384-AbC",
            variants: [Some(Variant { start: Some(0), len: 0, etag: "\"e\"" }), None, None, None],
            ..Record::default()
        }
    }

    pub(crate) static ASSETS: LazyLock<&'static Assets> = LazyLock::new(|| {
        let records = [
            record("app.css", "text/css; charset=utf-8"),
            record("app.js", "text/javascript; charset=utf-8"),
            record("b.js", "text/javascript; charset=utf-8"),
            record("film.mp4", "video/mp4"),
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
            graphs: &[("app.js", &["b.js", "film.mp4", "gone.js"])],
            built: None,
        };
        let table = Table::new(strings.leak(), records.leak());
        Box::leak(Box::new(Assets::new(table, settings)))
    });

    tailprint::__filters!(ASSETS: static integrity sri preload modulepreload modulepreload_graph);
}

use assets::filters;

#[derive(Template)]
#[template(
    source = r#"{{ path|preload }}{{ path|preload(crossorigin = true) }}{{ path|preload(false) }}"#,
    ext = "html"
)]
struct Preload<'a> {
    path: &'a str,
}

#[derive(Template)]
#[template(source = "{{ path|modulepreload }}", ext = "html")]
struct ModulePreload<'a> {
    path: &'a str,
}

#[derive(Template)]
#[template(source = "{{ path|modulepreload_graph }}", ext = "html")]
struct Graph<'a> {
    path: &'a str,
}

#[test]
fn a_graph_is_a_link_for_the_module_and_each_module_that_it_imports() {
    let link = |path: &str| {
        format!(
            r#"<link rel="modulepreload" href="/static/{path}" crossorigin integrity="sha384-AbC">"#
        )
    };
    let expected = [link("app.js"), link("b.js")].join("\n");
    assert_eq!(Graph { path: "app.js" }.render().unwrap(), expected);
    assert_eq!(Graph { path: "b.js" }.render().unwrap(), link("b.js"));
    let error = Graph { path: "film.mp4" }.render().unwrap_err();
    assert!(error.to_string().contains("which browsers do not load as a module"), "{error}");
    let error = Graph { path: "none.js" }.render().unwrap_err();
    assert!(error.to_string().starts_with("no static asset \"none.js\""), "{error}");
}

#[test]
fn a_preload_has_crossorigin_on_demand() {
    let link = |crossorigin: &str| {
        format!(
            r#"<link rel="preload" href="/static/app.css" as="style"{crossorigin} integrity="sha384-AbC">"#
        )
    };
    let expected = [link(""), link(" crossorigin"), link("")].concat();
    assert_eq!(Preload { path: "app.css" }.render().unwrap(), expected);
}

#[test]
fn what_browsers_do_not_preload_is_an_error_with_the_repair() {
    let error = Preload { path: "film.mp4" }.render().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"film.mp4\" is video/mp4, which browsers do not preload (write `preload=\"auto\"` in the media element instead)"
    );
    let error = ModulePreload { path: "app.css" }.render().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"app.css\" is text/css; charset=utf-8, which browsers do not load as a module (use `preload`)"
    );
    let expected =
        r#"<link rel="modulepreload" href="/static/app.js" crossorigin integrity="sha384-AbC">"#;
    assert_eq!(ModulePreload { path: "app.js" }.render().unwrap(), expected);
}
