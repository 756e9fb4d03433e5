//! The most common mistakes of re-implementations of static files, in whole runs; see `docs/internals/conformance.md`.

use super::super::*;
use super::{Package, names, text};

/// The text with the current name of each asset in place of `{path}`, of which the folders stay as they are.
fn expected(output: &Output, template: &str) -> String {
    let names = names(output);
    let mut expected = template.to_owned();
    for (path, name) in names {
        let file = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        expected = expected.replace(&format!("{{{path}}}"), &file(name));
    }
    expected
}

/// Django's fixtures, apart from those on CSS that are read in `references/css/tests/django.rs`.
fn fixtures() -> Package {
    Package::new(&[
        ("static/cached/other.css", ""),
        ("static/cached/styles.css", "@import url(\"other.css\");\n"),
        ("static/cached/import.css", "@import 'styles.css';\n"),
        (
            "static/cached/absolute.css",
            "@import url(\"/static/cached/styles.css\");\n\
             body{background: #d3d6d8 url(/static/cached/img/relative.png)}\n",
        ),
        (
            "static/cached/relative.css",
            "@import url(\"../cached/styles.css\");\n@import url(\"absolute.css\");\n\
             @import url(\"absolute.css#eggs\");\nbody{background: #d3d6d8 url(img/relative.png)}\n",
        ),
        ("static/cached/img/relative.png", "png"),
        (
            "static/cached/source_map.js",
            "//# sourceMappingURL=source_map.js.map\nlet a_variable = 1;\n",
        ),
        (
            "static/cached/source_map_trailing_whitespace.js",
            "//# sourceMappingURL=source_map.js.map\t \nlet a_variable = 1;\n",
        ),
        ("static/cached/source_map_sensitive.js", "//# sOuRcEMaPpInGURL=source_map.js.map\n"),
        (
            "static/cached/source_map_data_uri.js",
            "//# sourceMappingURL=data:application/json;charset=utf8;base64,eyJ2\nlet a_variable = 1;\n",
        ),
        ("static/cached/source_map.js.map", "{}"),
        ("static/cached/test.js", "myVar = url(\"import.css\");\n"),
        ("static/test/file.txt", "In STATICFILES_DIRS directory.\n\n"),
    ])
}

#[test]
fn names_inside_of_assets_are_the_names_they_are_published_under() {
    let output = fixtures().output(&Config::new());
    for (path, template) in [
        ("cached/styles.css", "@import url(\"{cached/other.css}\");\n"),
        ("cached/import.css", "@import '{cached/styles.css}';\n"),
        (
            "cached/absolute.css",
            "@import url(\"./{cached/styles.css}\");\n\
             body{background: #d3d6d8 url(./img/{cached/img/relative.png})}\n",
        ),
        (
            "cached/relative.css",
            "@import url(\"../cached/{cached/styles.css}\");\n@import url(\"{cached/absolute.css}\");\n\
             @import url(\"{cached/absolute.css}#eggs\");\n\
             body{background: #d3d6d8 url(img/{cached/img/relative.png})}\n",
        ),
    ] {
        assert_eq!(text(&output, path), expected(&output, template));
    }
}

#[test]
fn every_asset_is_published_once_under_a_name_with_its_hash_before_the_last_extension() {
    let output = fixtures().output(&Config::new());
    assert_eq!(output.published.len(), 13);
    for asset in &output.published {
        let (stem, extension) = asset.path.rsplit_once('.').unwrap();
        assert_eq!(asset.name, format!("{stem}.{}.{extension}", asset.fingerprint));
    }
}

#[test]
fn source_map_comments_of_scripts_are_rewritten_on_any_line_and_spelled_exactly() {
    let output = fixtures().output(&Config::new());
    for (path, template) in [
        (
            "cached/source_map.js",
            "//# sourceMappingURL={cached/source_map.js.map}\nlet a_variable = 1;\n",
        ),
        (
            "cached/source_map_trailing_whitespace.js",
            "//# sourceMappingURL={cached/source_map.js.map}\t \nlet a_variable = 1;\n",
        ),
        ("cached/source_map_sensitive.js", "//# sOuRcEMaPpInGURL=source_map.js.map\n"),
        (
            "cached/source_map_data_uri.js",
            "//# sourceMappingURL=data:application/json;charset=utf8;base64,eyJ2\nlet a_variable = 1;\n",
        ),
    ] {
        assert_eq!(text(&output, path), expected(&output, template));
    }
}

#[test]
fn patterns_of_one_language_never_touch_another() {
    let output = fixtures().output(&Config::new());
    assert_eq!(text(&output, "cached/test.js"), "myVar = url(\"import.css\");\n");
}

#[test]
fn an_image_that_changes_renames_the_style_sheet_that_shows_it() {
    let package = Package::new(&[
        ("static/test/bar.css", "url(\"foo.png\")\nurl(\"xyz.png\")"),
        ("static/test/foo.png", "foo"),
        ("static/test/xyz.png", "xyz"),
    ]);
    let before = package.output(&Config::new());
    package.write("static/test/foo.png", "new foo");
    package.write("static/test/xyz.png", "new xyz");
    let after = package.output(&Config::new());
    assert_ne!(names(&before)["test/bar.css"], names(&after)["test/bar.css"]);
    let template = "url(\"{test/foo.png}\")\nurl(\"{test/xyz.png}\")";
    assert_eq!(text(&after, "test/bar.css"), expected(&after, template));
}

#[test]
fn style_sheets_that_import_each_other_are_published() {
    let package = Package::new(&[
        ("static/loop/foo.css", "@import url(\"bar.css\")\n"),
        ("static/loop/bar.css", "@import url(\"foo.css\")\n"),
        ("static/loop/baz.css", ""),
    ]);
    let output = package.output(&Config::new());
    assert_eq!(
        text(&output, "loop/foo.css"),
        expected(&output, "@import url(\"{loop/bar.css}\")\n")
    );
    assert_eq!(
        text(&output, "loop/bar.css"),
        expected(&output, "@import url(\"{loop/foo.css}\")\n")
    );
}

#[test]
fn the_manifest_forgets_what_is_gone_and_changes_with_the_files() {
    let package = fixtures();
    let one = package.output(&Config::new()).manifest;
    assert_eq!(package.output(&Config::new()).manifest, one);
    std::fs::remove_file(package.folder().join("static/test/file.txt")).unwrap();
    let other = String::from_utf8(package.output(&Config::new()).manifest).unwrap();
    assert!(!other.contains("test/file.txt"), "{other}");
    let hash = |manifest: &str| manifest.split("\"hash\":").nth(1).unwrap().to_owned();
    assert_ne!(hash(&other), hash(std::str::from_utf8(&one).unwrap()));
}

#[test]
fn names_with_spaces_parentheses_and_accents_are_found_however_they_are_spelled() {
    let package = Package::new(&[
        (
            "static/a.css",
            "a{b:url(p\\(1\\).png);c:url('p(1).png');d:url(a%20b.png);e:url('a b.png');f:url(%C3%A9.png);g:url(é.png)}",
        ),
        ("static/p(1).png", "1"),
        ("static/a b.png", "2"),
        ("static/é.png", "3"),
    ]);
    let output = package.output(&Config::new());
    let hash = |path: &str| {
        let asset = output.published.iter().find(|asset| asset.path == path).unwrap();
        asset.fingerprint.clone()
    };
    let (p, ab, e) = (hash("p(1).png"), hash("a b.png"), hash("é.png"));
    assert_eq!(
        text(&output, "a.css"),
        format!(
            "a{{b:url(p\\(1\\).{p}.png);c:url('p(1).{p}.png');d:url(a%20b.{ab}.png);\
             e:url('a b.{ab}.png');f:url(%C3%A9.{e}.png);g:url(é.{e}.png)}}"
        )
    );
}

#[test]
fn uppercase_extensions_byte_order_marks_and_line_ends_make_no_difference() {
    let package = Package::new(&[
        ("static/A.CSS", "\u{FEFF}@import \"b.css\";\r\na{b:url(C.PNG)}\r\n"),
        ("static/b.css", ""),
        ("static/C.PNG", ""),
    ]);
    let output = package.output(&Config::new());
    assert_eq!(
        text(&output, "A.CSS"),
        expected(&output, "\u{FEFF}@import \"{b.css}\";\r\na{b:url({C.PNG})}\r\n")
    );
}

#[test]
fn a_prefix_on_another_host_is_recognized_in_absolute_urls() {
    let package = Package::new(&[
        (
            "static/a.css",
            "a{b:url(https://cdn.example.com/s/b.png);c:url(//cdn.example.com/s/b.png);\
             d:url(/s/b.png);e:url(https://example.com/s/b.png);f:url(/b.png)}",
        ),
        ("static/b.png", "1"),
    ]);
    let mut config = Config::new();
    let output = package.output(config.url_prefix("https://cdn.example.com/s/"));
    assert_eq!(
        text(&output, "a.css"),
        expected(
            &output,
            "a{b:url(./{b.png});c:url(./{b.png});\
             d:url(./{b.png});e:url(https://example.com/s/b.png);f:url(/b.png)}"
        )
    );
}

#[test]
fn a_source_map_and_what_it_maps_name_each_other() {
    let package = Package::new(&[
        ("static/js/app.js", "f()\r\n//@ sourceMappingURL=app.js.map\r\n"),
        (
            "static/js/app.js.map",
            "{\"version\":3,\"file\":\"app.js\",\"sources\":[\"../src/app.ts\",\"gone.ts\"]}",
        ),
        ("static/src/app.ts", "f()"),
    ]);
    let output = package.output(&Config::new());
    assert_eq!(
        text(&output, "js/app.js"),
        expected(&output, "f()\r\n//@ sourceMappingURL={js/app.js.map}\r\n")
    );
    assert_eq!(
        text(&output, "js/app.js.map"),
        expected(
            &output,
            "{\"version\":3,\"file\":\"{js/app.js}\",\"sources\":[\"../src/{src/app.ts}\",\"gone.ts\"]}"
        )
    );
}

#[cfg(feature = "js_modules")]
mod modules {
    use super::*;

    const MODULE: &str = include_str!("conformance/module.js");

    fn package() -> Package {
        Package::new(&[
            ("static/cached/module.js", MODULE),
            ("static/cached/module_test.js", "export const a = 1;\n"),
            ("static/nested/js/nested.js", ""),
            ("static/absolute_root.js", ""),
        ])
    }

    #[test]
    fn every_import_and_re_export_is_rewritten_and_nothing_that_resembles_one() {
        let output = package().output(&Config::new());
        let name = |path: &str| names(&output)[path].rsplit('/').next().unwrap().to_owned();
        let expected = MODULE
            .replace("/static/absolute_root.js", "../absolute_root.js")
            .replace("/absolute_root.js", &format!("/{}", name("absolute_root.js")))
            .replace("/module_test.js", &format!("/{}", name("cached/module_test.js")))
            .replace("/nested.js", &format!("/{}", name("nested/js/nested.js")));
        assert_eq!(text(&output, "cached/module.js"), expected);
    }

    #[test]
    fn modules_that_import_each_other_and_themselves_are_published() {
        let package = Package::new(&[
            ("static/a.js", "import './b.js';import './a.js';\n"),
            ("static/b.js", "export * from './a.js';import('./leaf.js');\n"),
            ("static/leaf.js", "1"),
        ]);
        let before = package.output(&Config::new());
        assert_eq!(
            text(&before, "a.js"),
            expected(&before, "import './{b.js}';import './{a.js}';\n")
        );
        package.write("static/leaf.js", "2");
        let after = package.output(&Config::new());
        assert_ne!(names(&before)["a.js"], names(&after)["a.js"]);
    }

    #[test]
    fn a_module_that_is_missing_is_an_error_and_a_bare_specifier_a_warning() {
        let package = Package::new(&[(
            "static/a.js",
            "import 'lit';\nimport './nope.js';\nimport '#utils';\n",
        )]);
        assert_eq!(
            package.report(&Config::new()),
            "static/a.js:1:9: \"lit\" is imported, but no import map has it (add it with `cargo tailprint pin lit`, \
             or if the page has a map of its own, `Config::allow_missing(\"lit\")`)\n\
             static/a.js:2:9: no static asset \"nope.js\", written \"./nope.js\" (add the file, \
             or if browsers never come here, `Config::allow_missing(\"nope.js\")`)"
        );
    }
}
