//! The facts that Django's own tests state about CSS, as relations of names: what is rewritten, what stays.
//!
//! Where Django writes `url("…")`, the author's spelling stays here.

use super::*;

#[test]
fn an_import_is_rewritten_in_its_own_spelling() {
    assert_eq!(
        marked("@import url(\"other.css\");\n", "cached/styles.css"),
        "@import url(\"other.#.css\");\n"
    );
    assert_eq!(marked("@import 'styles.css';\n", "cached/import.css"), "@import 'styles.#.css';\n");
}

#[test]
fn an_import_is_found_in_any_case() {
    assert_eq!(
        marked("@IMporT uRL(\"other.css\");\n", "cached/styles_insensitive.css"),
        "@IMporT uRL(\"other.#.css\");\n"
    );
}

#[test]
fn an_import_from_another_host_stays() {
    let source = "@import url(\"https://www.djangoproject.com/m/css/base.css\");\n";
    assert_eq!(marked(source, "cached/url.css"), source);
}

#[test]
fn root_relative_urls_below_the_prefix_stay_root_relative() {
    let source = "@import url(\"/static/cached/styles.css\");\n@import url(\"/static/styles_root.css\");\nbody {\n    background: #d3d6d8 url(/static/cached/img/relative.png);\n}\n";
    let expected = "@import url(\"/static/cached/styles.#.css\");\n@import url(\"/static/styles_root.#.css\");\nbody {\n    background: #d3d6d8 url(/static/cached/img/relative.#.png);\n}\n";
    assert_eq!(marked(source, "cached/absolute.css"), expected);
    let source = "@import url(\"/static/styles_root.css\");\n";
    assert_eq!(
        marked(source, "absolute_root.css"),
        "@import url(\"/static/styles_root.#.css\");\n"
    );
}

#[test]
fn relative_urls_keep_the_spelling_of_their_folders() {
    let source = "@import url(\"../cached/styles.css\");\n@import url(\"absolute.css\");\n@import url(\"absolute.css#eggs\");\nbody {\n    background: #d3d6d8 url(img/relative.png);\n}\n";
    let expected = "@import url(\"../cached/styles.#.css\");\n@import url(\"absolute.#.css\");\n@import url(\"absolute.#.css#eggs\");\nbody {\n    background: #d3d6d8 url(img/relative.#.png);\n}\n";
    assert_eq!(marked(source, "cached/relative.css"), expected);
    let source = "body {\n    background: #d3d6d8 url(\"img/window.png\");\n}\n";
    assert_eq!(marked(source, "cached/css/window.css"), source.replace(".png", ".#.png"));
}

#[test]
fn queries_and_fragments_stay_outside_of_the_name() {
    let source = "@font-face {\n    font-family: \"test\";\n    src: url('fonts/font.eot?#iefix') format('embedded-opentype'),\n         url('fonts/font.svg#webfontIyfZbseF') format('svg'),\n         url('fonts/font.svg#path/to/../../fonts/font.svg') format('svg'),\n         url('data:font/woff;charset=utf-8;base64,d09GRgABAAAAADJoAA0AAAAAR2QAAQAAAAAAAAAAAAA');\n}\ndiv {\n    behavior: url(\"#default#VML\");\n}\n";
    let expected = "@font-face {\n    font-family: \"test\";\n    src: url('fonts/font.#.eot?#iefix') format('embedded-opentype'),\n         url('fonts/font.#.svg#webfontIyfZbseF') format('svg'),\n         url('fonts/font.#.svg#path/to/../../fonts/font.svg') format('svg'),\n         url('data:font/woff;charset=utf-8;base64,d09GRgABAAAAADJoAA0AAAAAR2QAAQAAAAAAAAAAAAA');\n}\ndiv {\n    behavior: url(\"#default#VML\");\n}\n";
    assert_eq!(marked(source, "cached/css/fragments.css"), expected);
}

#[test]
fn a_data_uri_may_hold_anything() {
    let source =
        "#example {\n    background-image: url(\"data:image/svg+xml,url(%23b) url(%23c)\");\n}\n";
    assert_eq!(marked(source, "cached/data_uri_with_nested_url.css"), source);
    let source = "a { b: url(DATA:image/png;base64,AA==); c: url( 'data:,)\"(' ) }";
    assert_eq!(marked(source, "a.css"), source);
}

#[test]
fn text_without_references_is_ignored_completely() {
    let source = r##"body {
    background: url("#foobar");
    background: url("http:foobar");
    background: url("https:foobar");
    background: url("data:foobar");
    background: url("chrome:foobar");
    background: url("//foobar");
    background: url();
}

/* @import url("non_exist.css") */

/* url("non_exist.png") */

/*

@import url("non_exist.css")

url("non_exist.png")

@import url(other.css)

*/

body {
    background: #d3d6d8 /*url("does.not.exist.png")*/ url(/static/cached/img/relative.png);
}

body {
    background: #d3d6d8 /* url("does.not.exist.png") */ url(/static/cached/img/relative.png) /*url("does.not.exist.either.png")*/;
}

body {
    content: "url(non_exist.png)";
    content: 'url(non_exist.png)';
}

/* Tailwind-style selector */
.tw\:bg-\[url\(\'non_exist.png\'\)\] { background: url(../img/relative.png); }
body { font-family: 'sans-serif'; }
"##;
    assert_eq!(
        marked(source, "cached/css/ignored.css"),
        source.replace("relative.png", "relative.#.png")
    );
}

#[test]
fn a_protocol_relative_url_stays_even_if_everything_is_below_the_prefix() {
    let source = "body {\n    background: url(\"//foobar\");\n}\n";
    let site = Site::from(UrlPrefix::parse("/").unwrap());
    let found = find(source);
    assert_eq!(found.references.len(), 1);
    assert_eq!(resolve(&found.references[0], "ignored.css", &site), Resolution::Ignore);
}

#[test]
fn source_maps_are_rewritten_without_touching_the_white_space() {
    for (source, expected) in [
        (
            "* {outline: 1px solid red;}\n/*# sourceMappingURL=source_map.css.map*/\n",
            "* {outline: 1px solid red;}\n/*# sourceMappingURL=source_map.css.#.map*/\n",
        ),
        (
            "* {outline: 1px solid red;}\n/*#\tsourceMappingURL=source_map.css.map\t*/\n",
            "* {outline: 1px solid red;}\n/*#\tsourceMappingURL=source_map.css.#.map\t*/\n",
        ),
    ] {
        assert_eq!(marked(source, "cached/source_map.css"), expected);
    }
    for source in [
        "* {outline: 1px solid red;}\n/*# sOuRcEMaPpInGURL=source_map.css.map */\n",
        "/*# sourceMappingURL=data:application/json;charset=utf8;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbIl9zcmMv*/\n",
    ] {
        assert_eq!(marked(source, "cached/source_map.css"), source);
    }
}

#[test]
fn text_outside_of_ascii_survives() {
    let source =
        "body {\n  background: url('window.png');\n}\n\n.snowman:before { content: \"☃\"; }\n";
    assert_eq!(marked(source, "test/nonascii.css"), source.replace(".png", ".#.png"));
}

#[test]
fn a_missing_asset_is_a_reference_as_any_other() {
    assert_eq!(imports("@import url(\"missing.css\");\n"), ["missing.css"]);
}

#[test]
fn the_inputs_of_the_comment_and_string_scanner_read_the_same() {
    for source in [
        "/* comment */",
        "\"url(fake.png)\"",
        "'url(fake.png) a' \"url(fake.png)\tb\"",
        "\"a'b\" 'c\"d'",
        "\"a*/b\"",
        "font: 12px/1.5 sans-serif;",
    ] {
        assert_eq!(plain(source), NONE, "{source}");
    }
    for source in [
        "/* comment */ url(real.png) \"url(fake.png)\"",
        ".tw\\'-\\' url(real.png)",
        "/* \"ignored\" 'ignored' */ url(real.png)",
        "url(real.png)",
    ] {
        assert_eq!(plain(source), ["real.png"], "{source}");
    }
}

#[test]
fn inputs_that_django_fails_on_are_understood() {
    for (source, expected) in [
        ("a{b:url( \"a.png\" )}", "a{b:url( \"a.#.png\" )}"),
        ("a{b:url(\n a.png\n)}", "a{b:url(\n a.#.png\n)}"),
        ("a{b:url(f.eot?)}", "a{b:url(f.#.eot?)}"),
        ("a{b:url(a%20b.png)}", "a{b:url(a%20b.#.png)}"),
        ("a{b:url(%C3%A9.png)}", "a{b:url(%C3%A9.#.png)}"),
        ("a{b:url(p\\(1\\).png)}", "a{b:url(p\\(1\\).#.png)}"),
        ("a{b:url(HTTP://x/a.png)}", "a{b:url(HTTP://x/a.png)}"),
        ("a{b:url(x-y:foo)}", "a{b:url(x-y:foo)}"),
        ("a{b:image-set(\"a.png\" 1x)}", "a{b:image-set(\"a.#.png\" 1x)}"),
        ("@import /*c*/ \"x.css\";", "@import /*c*/ \"x.#.css\";"),
        ("@import \"tailwindcss\";", "@import \"tailwindcss\";"),
        ("@namespace svg url(foo);", "@namespace svg url(foo);"),
        ("a{b:curl(a.png)}", "a{b:curl(a.png)}"),
        ("a{b:url(dir/)}", "a{b:url(dir/)}"),
        ("a{b:url(?q)}", "a{b:url(?q)}"),
        ("\u{FEFF}a{b:url(a.png)}\r\n", "\u{FEFF}a{b:url(a.#.png)}\r\n"),
        (
            "a{}\r\n/*# sourceMappingURL=a.css.map */\r\n",
            "a{}\r\n/*# sourceMappingURL=a.css.#.map */\r\n",
        ),
        ("  /*# sourceMappingURL=a.css.map */  ", "  /*# sourceMappingURL=a.css.#.map */  "),
    ] {
        assert_marked(source, expected);
    }
}
