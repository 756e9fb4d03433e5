//! References in CSS, and text that only looks like one.

mod django;
mod properties;

use super::*;
use crate::references::resolve::{Resolution, Site, UrlPrefix, insertion_point, resolve};

fn urls(source: &str) -> Vec<(Kind, String)> {
    let found = find(source);
    assert_eq!(found.problems, [], "{source}");
    found.references.into_iter().map(|reference| (reference.kind, reference.url)).collect()
}

/// The URLs of a sheet that has no reference but of this kind.
fn of_kind(kind: Kind, source: &str) -> Vec<String> {
    let check = |(found, url)| {
        assert_eq!(found, kind, "{source}");
        url
    };
    urls(source).into_iter().map(check).collect()
}

fn plain(source: &str) -> Vec<String> {
    of_kind(Kind::Url, source)
}

fn unfetched(source: &str) -> Vec<String> {
    of_kind(Kind::Unfetched, source)
}

fn imports(source: &str) -> Vec<String> {
    of_kind(Kind::StyleImport, source)
}

const NONE: [String; 0] = [];

/// The sheet at `from` with `#` as the fingerprint in every reference to an asset.
fn marked(source: &str, from: &str) -> String {
    let site = Site::from(UrlPrefix::parse("/static/").unwrap());
    let mut out = source.to_owned();
    for reference in find(source).references.iter().rev() {
        if matches!(resolve(reference, from, &site), Resolution::Asset(_)) {
            out.insert_str(insertion_point(reference), ".#");
        }
    }
    out
}

#[track_caller]
fn assert_marked(source: &str, expected: &str) {
    assert_eq!(marked(source, "css/app.css"), expected);
}

#[test]
fn a_url_is_found_quoted_unquoted_and_with_white_space() {
    for source in [
        "a{b:url(x/y.png)}",
        "a{b:url( x/y.png )}",
        "a{b:url(\n\tx/y.png\r\n)}",
        "a{b:url('x/y.png')}",
        "a{b:url(\"x/y.png\")}",
        "a{b:url( \"x/y.png\" )}",
        "a{b:url(\n\n'x/y.png'\x0C)}",
        "a{b:url('x/y.png'/**/)}",
        "a{b:src(/**/'x/y.png'/**/)}",
        "a{b:URL(x/y.png)}",
        "a{b:uRl('x/y.png')}",
        "a{b:u\\72l(x/y.png)}",
        "a{b:\\55 RL('x/y.png')}",
        "a{b:red,url(x/y.png)0 0}",
        "a{b:url(x/y.png",
        "a{b:url('x/y.png",
        "a{b:url('x/y.png'",
        "\u{FEFF}a{b:url(x/y.png)}",
        "b:url(x/y.png)",
    ] {
        assert_eq!(plain(source), ["x/y.png"], "{source:?}");
        assert_eq!(marked(source, "a.css"), source.replace(".png", ".#.png"));
    }
}

#[test]
fn other_names_that_end_in_url_are_no_url() {
    assert_eq!(
        plain("a{b:curl(a.png);c:my-url('b.png');d:url-prefix('c.png');e:\\75 rls('d.png')}"),
        NONE
    );
    assert_eq!(plain("a{b:url (a.png);c:url ('b.png')}"), NONE);
    assert_eq!(plain(".url{color:red} #url('x') {}"), NONE);
}

#[test]
fn escapes_are_decoded_and_stay_in_the_source() {
    for (source, url, expected) in [
        (r"a{b:url(a\ b.png)}", "a b.png", r"a{b:url(a\ b.#.png)}"),
        (r"a{b:url(p\(1\).png)}", "p(1).png", r"a{b:url(p\(1\).#.png)}"),
        (r"a{b:url(\41 .png)}", "A.png", r"a{b:url(\41 .#.png)}"),
        (r"a{b:url(\000041.png)}", "A.png", r"a{b:url(\000041.#.png)}"),
        (r"a{b:url(a\2epng)}", "a\u{2e}png", r"a{b:url(a.#\2epng)}"),
        (r"a{b:url(a\2e png)}", "a.png", r"a{b:url(a.#\2e png)}"),
        (r#"a{b:url("q\"q.png")}"#, "q\"q.png", r#"a{b:url("q\"q.#.png")}"#),
        ("a{b:url('a\\\n.png')}", "a.png", "a{b:url('a\\\n.#.png')}"),
        ("a{b:url('a\\\r\n.png')}", "a.png", "a{b:url('a\\\r\n.#.png')}"),
        (r"a{b:url(caf\e9 .png)}", "café.png", r"a{b:url(caf\e9 .#.png)}"),
        (r"a{b:url(noext\41 )}", "noextA", r"a{b:url(noext\41 .#)}"),
        (r"a{b:url(noext\ )}", "noext ", r"a{b:url(noext.#\ )}"),
    ] {
        assert_eq!(plain(source), [url], "{source}");
        assert_marked(source, expected);
    }
}

#[test]
fn an_escape_that_is_cut_off_by_the_end_of_the_file_is_left_alone() {
    assert_eq!(plain("a{b:url(a\\"), NONE);
    assert_eq!(plain("a{b:url('a\\"), NONE);
}

#[test]
fn an_import_is_a_string_or_a_url_in_any_case_with_comments_between() {
    for source in [
        "@import 'a.css';",
        "@import \"a.css\"",
        "@import'a.css';",
        "@IMPORT url(a.css);",
        "@\\69mport url(a.css);",
        "@import url( \"a.css\" );",
        "@import src('a.css');",
        "@import /* b.css */ 'a.css' /* c.css */;",
        "@import/**/url('a.css'/**/)/**/;",
        "@import\n\n'a.css'\n;",
        "@charset \"utf-8\";@import 'a.css';",
        "<!-- @import 'a.css'; -->",
        "\u{FEFF}@import 'a.css';",
        "@layer base, x; @import 'a.css';",
        "@import 'a.css'",
        "@import 'a.css",
    ] {
        assert_eq!(imports(source), ["a.css"], "{source:?}");
    }
}

#[test]
fn the_tail_of_an_import_holds_no_reference() {
    for tail in ["layer(x)", "layer", "screen and (min-width: 1px), print", "url(b.css)", "'b.css'"]
    {
        assert_eq!(imports(&format!("@import 'a.css' {tail};")), ["a.css"], "{tail}");
        assert_eq!(imports(&format!("@import url(a.css) {tail};")), ["a.css"], "{tail}");
    }
}

#[test]
fn behind_an_import_the_sheet_goes_on() {
    let expected = [
        (Kind::StyleImport, "a.css".to_owned()),
        (Kind::StyleImport, "b.css".to_owned()),
        (Kind::Url, "c.png".to_owned()),
    ];
    assert_eq!(urls("@import 'a.css' layer(x);@import url(b.css);a{b:url(c.png)}"), expected);
    assert_eq!(
        urls("@import x 'no.css';@import 'a.css';@import 'b.css' screen;a{b:url(c.png)}"),
        expected
    );
}

#[test]
fn strings_of_image_sets_are_references_but_not_their_types() {
    for name in ["image-set", "-webkit-image-set", "IMAGE-SET", "image"] {
        let source = format!(
            "a{{b:{name}('a.png' 1x type('image/png'), url(b.png) 2x, url(\"c.png\") 3x)}}"
        );
        assert_eq!(plain(&source), ["a.png", "b.png", "c.png"]);
    }
    assert_eq!(
        plain("a{b:image-set(linear-gradient('x') 1x, image-set('a.png' 1x) 2x)}"),
        ["a.png"]
    );
    assert_eq!(plain("a{b:paint('x.png'), c('y.png')}"), NONE);
}

#[test]
fn urls_are_found_at_any_depth() {
    assert_eq!(plain("a{b:cross-fade(url(a.png) 50%,url('b.png'))}"), ["a.png", "b.png"]);
    assert_eq!(
        plain("a{b:-webkit-cross-fade(url(a.png),image-set('b.png' 1x),50%)}"),
        ["a.png", "b.png"]
    );
    assert_eq!(plain("a{b:if(media(print): url(a.png); else: url(b.png))}"), ["a.png", "b.png"]);
    assert_eq!(plain("a{b:src('a.png')}"), ["a.png"]);
    assert_eq!(
        plain("@media x{@layer y{a{&:hover{b{c:url(a.png)}d:url(b.png)}e:url(c.png)}}}"),
        ["a.png", "b.png", "c.png"]
    );
}

#[test]
fn proprietary_filters_are_left_alone() {
    // Their URLs start at the page, not at the sheet.
    assert_eq!(
        plain(
            "a{filter:progid:DXImageTransform.Microsoft.AlphaImageLoader(src='a.png',sizingMethod='scale')}"
        ),
        NONE
    );
    let filter = "a{filter:progid:DXImageTransform.Microsoft.X(src=url(a.png))}";
    assert_eq!(unfetched(filter), ["a.png"]);
}

#[test]
fn browsers_in_use_do_not_fetch_for_browsers_that_are_gone() {
    for source in [
        "a{behavior:url(x)}",
        "a{BEHAVIOR : url('x')}",
        "a{-moz-binding:url(x)}",
        "a{-ms-filter:url(x)}",
        "a{-o-border-image:url(x) 3}",
        "a{-khtml-border-image:url(x) 3}",
        "a{_background:url(x)}",
        "a{*background:url(x)}",
        "a{b:1;* background:url(x)}",
        "@font-face{src:url(x) format('embedded-opentype')}",
        "@font-face{src:url('x')format(unknown)}",
    ] {
        assert_eq!(unfetched(source), ["x"], "{source}");
    }
    for source in [
        "a{-webkit-mask:url(x)}",
        "a{-moz-border-image:url(x)}",
        "*{background:url(x)}",
        "_a:hover{b:url(x)}",
        "behavior{b:url(x)}",
        "a{cursor:url(x),auto}",
        "@font-face{src:url(x)}",
        "@font-face{src:url(x) format('woff2')}",
        "@font-face{src:url(x) format(TrueType) tech(variations)}",
        "@font-face{src:url(x),local(y) format('unknown')}",
    ] {
        assert_eq!(plain(source), ["x"], "{source}");
    }
    let font = "@font-face{src:url(a.eot);src:url(a.eot?#iefix) format(\"embedded-opentype\"),url(a.woff) format(\"woff\")}";
    let expected = [(Kind::Url, "a.eot"), (Kind::Unfetched, "a.eot?#iefix"), (Kind::Url, "a.woff")];
    assert_eq!(urls(font), expected.map(|(kind, url)| (kind, url.to_owned())));
}

#[test]
fn a_condition_that_some_browsers_do_not_meet_makes_a_url_unsure() {
    for source in [
        "@supports (-ms-ime-align: auto) { a { b: url(x) } }",
        "@supports not (display: grid) { @media print { a { b: image-set('x' 1x) } } }",
        "@SUPPORTS selector(a) { @font-face { src: url(x) format('woff2') } }",
        "@\\73upports (a: b) { c: url(x) }",
        "@import 'x' supports(display: grid);",
        "@import url(x) layer(a) SUPPORTS((b: url(c.png))) screen;",
    ] {
        assert_eq!(unfetched(source), ["x"], "{source}");
    }
    assert_eq!(plain("@supports (a: b) {} c { d: url(x) }"), ["x"]);
    assert_eq!(imports("@import 'x' layer(supports);"), ["x"]);
}

#[test]
fn browsers_ignore_an_import_behind_a_rule() {
    for source in [
        "@media print { @import 'a.css'; }",
        "a { b: c } @import 'a.css';",
        "@font-face { src: local(x) } @import url(a.css);",
    ] {
        assert_eq!(unfetched(source), ["a.css"], "{source}");
    }
}

#[test]
fn only_the_first_string_of_a_url_is_its_url() {
    let source = "a{b:url('a.png' crossorigin(anonymous) integrity('b.png') 'c.png' url(d.png))}";
    assert_eq!(plain(source), ["a.png"]);
    assert_eq!(plain("a{b:src(var(--x))}"), NONE);
    assert_eq!(plain("a{b:src(var(--x, 'a.png') 'b.png')}"), NONE);
}

#[test]
fn font_faces_name_their_files_not_their_formats() {
    let source = "@font-face{font-family:'F.woff';src:local('L.woff'),url(f.woff2)format('woff2')tech(variations),url('f.woff') format(\"woff\")}";
    assert_eq!(plain(source), ["f.woff2", "f.woff"]);
}

#[test]
fn preludes_of_at_rules_refer_to_nothing() {
    for source in [
        "@namespace svg url(foo);",
        "@namespace 'http://www.w3.org/1999/xhtml';",
        "@namespace url('a.css');",
        "@charset 'a.css';",
        "@supports (background: url(x.png)) {}",
        "@supports (background: image-set('x.png' 1x)) {}",
        "@document url(a.html), url-prefix('b'), domain(c), regexp('d') {}",
        "@-moz-document url-prefix() {}",
        "@-moz-document url('a.html') {}",
        "@plugin './a.js'; @source '../b.html'; @config \"c.js\"; @reference 'd.css';",
        "@unknown url(a.png) src('b.png');",
    ] {
        assert_eq!(plain(source), NONE, "{source}");
    }
    assert_eq!(plain("@-moz-document url-prefix() { a { b: url(c.png) } }"), ["c.png"]);
    assert_eq!(unfetched("@supports (b: url(x.png)) { a { b: url(c.png) } }"), ["c.png"]);
}

#[test]
fn urls_of_custom_properties_are_told_apart() {
    let found = |source| of_kind(Kind::CustomProperty, source);
    assert_eq!(found("a{--x: url(a.png)}"), ["a.png"]);
    assert_eq!(found("a{--x /**/ : url('a.png') }"), ["a.png"]);
    assert_eq!(found("a{--x:{b:url(a.png);c:url(b.png)} url(c.png)}"), ["a.png", "b.png", "c.png"]);
    assert_eq!(found("a{--x:image-set('a.png' 1x), 'b.png'}"), ["a.png"]);
    assert_eq!(found("@container style(--x: url(a.png)) {}"), ["a.png"]);
    assert_eq!(
        found("@container a style((--x: url(a.png)) and (not (--y:url('b.png')))) {}"),
        ["a.png", "b.png"]
    );
    assert_eq!(found("a{b:if(style(--x: url(a.png)): 1)}"), ["a.png"]);
    assert_eq!(found("@property --x { syntax: '*'; initial-value: url(a.png) }"), ["a.png"]);
    assert_eq!(found("a{--x:format(url(a.png) format('unknown'))}"), NONE);
    assert_eq!(
        plain("a{--x:1;b:url(a.png);c:--d url(b.png)}@container style(--x:1){a{b:url(c.png)}}"),
        ["a.png", "b.png", "c.png"]
    );
    assert_eq!(plain("a{--x:{;}}b{c:url(a.png)}"), ["a.png"]);
}

/// The custom properties of a sheet in short.
fn custom(source: &str) -> Vec<String> {
    let custom = find(source).custom.map(|custom| *custom).unwrap_or_default();
    let values = custom.values.iter().map(|it| match it.role {
        Role::Declared => format!("{}: {}", it.property, &source[it.at..it.at + 1]),
        Role::Initial => format!("initial {}: {}", it.property, &source[it.at..it.at + 1]),
        Role::Compared => format!("style({}: {})", it.property, &source[it.at..it.at + 1]),
    });
    let uses = custom.uses.iter().map(|it| {
        assert!(source[it.at..].starts_with("--"), "{source}");
        format!("var({})", it.property)
    });
    let aliases = custom.aliases.iter().map(|it| format!("{}: var({})", it.by, it.of));
    let registrations =
        custom.registrations.iter().map(|it| format!("{}: {:?}", it.property, it.syntax));
    values.chain(uses).chain(aliases).chain(registrations).collect()
}

#[test]
fn the_property_of_a_url_and_the_uses_of_properties_are_known() {
    for (source, expected) in [
        ("a{--x:url(a)}", &["--x: a"][..]),
        ("a{--\\78 :url('a') url(b)}", &["--x: a", "--x: b"]),
        ("a{b:var(--x)}", &["var(--x)"]),
        ("a{b:VAR( --x , url(c));d:v\\61r(/**/--y)}", &["var(--x)", "var(--y)"]),
        ("a{b:calc(1px + var(--x)*var(--y));c:var(--x)}", &["var(--x)", "var(--y)"]),
        ("a{-webkit-mask:var(--x)}", &["var(--x)"]),
        ("a{--x:var(--y) url(a)}", &["--x: a", "--x: var(--y)"]),
        ("a{--x:{b:var(--y)}}", &["--x: var(--y)"]),
        ("a{--x:if(style(--y: url(a)): url(b))}", &["style(--y: a)", "--x: b"]),
        ("@container style(--x: url(a)) and style(--y: var(--z)) {}", &["style(--x: a)"]),
        ("@property --x{syntax:\"<url>\";inherits:false}", &["--x: Url"]),
        (
            "@property --x{syntax:'<image># | none';initial-value:url(a)}",
            &["initial --x: a", "--x: Image"],
        ),
        ("@property --x{syntax:'*'}", &[]),
        ("a{b:myvar(--x);c:var(x);d:'var(--x)';e:src(var(--x))}/*var(--x)*/", &[]),
    ] {
        assert_eq!(custom(source), expected, "{source}");
    }
}

#[test]
fn a_source_map_comment_counts_wherever_it_stands() {
    for source in [
        "/*# sourceMappingURL=a.css.map */",
        "/*# sourceMappingURL=a.css.map*/",
        "/*#\tsourceMappingURL=a.css.map\t*/",
        "/*#sourceMappingURL=a.css.map*/",
        "/*@ sourceMappingURL=a.css.map */",
        "/*#\nsourceMappingURL=a.css.map\r\n*/",
        "a{}/*# sourceMappingURL=a.css.map */\r\n",
        "  a{/*# sourceMappingURL=a.css.map */}\nb{}",
        "a:b(/*# sourceMappingURL=a.css.map */)",
        "/*# sourceMappingURL=a.css.map",
    ] {
        assert_eq!(of_kind(Kind::SourceMap, source), ["a.css.map"], "{source:?}");
        assert_eq!(marked(source, "a.css"), source.replace(".map", ".#.map"));
    }
}

#[test]
fn a_source_map_comment_is_spelled_exactly() {
    for source in [
        "/*# sOuRcEMaPpInGURL=a.css.map */",
        "/* sourceMappingURL=a.css.map */",
        "/*! # sourceMappingURL=a.css.map */",
        "/*# sourceMappingURL = a.css.map */",
        "/*# sourceMappingURL=a b.map */",
        "/*# sourceMappingURL= */",
        "/* x\n# sourceMappingURL=a.css.map */",
        "a{b:'/*# sourceMappingURL=a.css.map */'}",
    ] {
        assert_eq!(urls(source), [], "{source}");
    }
    assert_marked(
        "/*# sourceMappingURL=data:application/json;base64,e30= */",
        "/*# sourceMappingURL=data:application/json;base64,e30= */",
    );
}

#[test]
fn comments_and_strings_hold_no_reference() {
    for source in [
        "/* url(a.png) @import 'b.css'; */",
        "/* it's url(a.png) */ a{b:'url(b.png)'}",
        "a{content:\"url(a.png)\";c:'@import \"b.css\"'}",
        "a{content:'\\'url(a.png)'}",
        "[style*='url(a.png)']{}",
        "/* unterminated url(a.png)",
        "a{content:'unterminated url(a.png)",
        ".\\'url\\(a.png\\)\\'{}",
    ] {
        assert_eq!(plain(source), NONE, "{source}");
    }
    assert_eq!(plain("/* it's */ a{b:url(a.png)} /* it's */"), ["a.png"]);
    assert_eq!(plain("a{content:'unterminated\n;b:url(a.png)}"), ["a.png"]);
}

#[test]
fn a_malformed_url_is_left_alone_with_a_warning() {
    let warnings = |source: &str| {
        let found = find(source);
        assert_eq!(found.references, [], "{source}");
        let place = |(offset, problem): &(usize, Problem)| {
            problem.clone().at_byte("a.css", source.as_bytes(), *offset).to_string()
        };
        found.problems.iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!(
        warnings("a {\n  b: url(p(1).png) }"),
        ["a.css:2:6: malformed url() is left alone (put the URL in quotes)"]
    );
    // A comment is none behind `url(`.
    assert_eq!(
        warnings("a{b:url(/**/'c.png')}"),
        ["a.css:1:5: malformed url() is left alone (put the URL in quotes)"]
    );
    assert_eq!(
        warnings("a{b:url(a b.png)}"),
        ["a.css:1:5: malformed url() is left alone (put the URL in quotes)"]
    );
    assert_eq!(
        warnings("a{b:url(var(--x))}"),
        ["a.css:1:5: malformed url() is left alone (let the custom property hold the whole url())"]
    );
    assert_eq!(
        warnings("a{b:url('a.png)\n}"),
        [
            "a.css:1:9: the string of a URL is not closed on its line, the URL is left alone (add the closing quote)"
        ]
    );
    assert_eq!(warnings("a{b:url(data:image/svg+xml,<svg xmlns='x'>)}"), NONE);
    assert_eq!(warnings("@supports (b: url(a b.png)) {}"), NONE);
    assert_eq!(warnings("a{content:'b\n}"), NONE);
}

#[test]
fn stray_brackets_do_not_end_the_search() {
    assert_eq!(plain("} a { b: url(a.png) }"), ["a.png"]);
    assert_eq!(plain(")]} a { b: url(a.png) }"), ["a.png"]);
    assert_eq!(plain("a { b: (url(a.png); } c { d: url(b.png) }"), ["a.png", "b.png"]);
    assert_eq!(imports("} @import 'a.css';"), ["a.css"]);
}

#[test]
fn nesting_of_any_depth_needs_no_stack() {
    let depth = 100_000;
    let search = move || {
        for (open, close) in [("(", ")"), ("{", "}"), ("[", "]"), ("f(", ")"), ("a{", "}")] {
            let source = format!(
                "a{{b:{}url(a.png){}}}c{{d:url(b.png)}}",
                open.repeat(depth),
                close.repeat(depth)
            );
            assert_eq!(plain(&source), ["a.png", "b.png"], "{open}");
            assert_eq!(
                plain(&format!("a{{b:url(a.png){}", open.repeat(depth))),
                ["a.png"],
                "{open}"
            );
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(search).unwrap().join().unwrap();
}

#[test]
fn hostile_repetitions_are_read_in_linear_time() {
    let started = std::time::Instant::now();
    for part in [
        ";",
        "/**/",
        "/**/;",
        "\"",
        "'\\",
        "a{b:'",
        "url(",
        "url(;",
        "@import",
        "/*",
        "/*# sourceMappingURL=a",
        "\\",
        "\\\n",
        "(;",
        "[(",
        "{(",
        "--x:{",
        "a{b:var(--x)}",
        "--x:var(--y),",
        "style(--x:",
        "@property --x{",
        "a{",
        ")",
        "}",
    ] {
        find(&part.repeat(100_000));
        find(&format!("{}url(a.png)", part.repeat(100_000)));
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn spans_name_the_bytes_of_the_url() {
    let source = "é{b:url( 'a.png' ),url(\tb.png\t)}/*# sourceMappingURL=c.map */";
    let spelled: Vec<&str> =
        find(source).references.iter().map(|reference| &source[reference.span.clone()]).collect();
    assert_eq!(spelled, ["a.png", "b.png", "c.map"]);
}

#[test]
fn many_urls_in_a_property_with_a_long_name_take_no_memory_for_each() {
    let (name, urls) = ("n".repeat(1_000_000), "url(a.png) var(--b) ".repeat(20_000));
    let found = find(&format!("a{{--{name}:{urls}}}"));
    let custom = found.custom.unwrap();
    assert_eq!(
        (found.references.len(), custom.values.len(), custom.aliases.len()),
        (20_000, 20_000, 20_000)
    );
    let first = &custom.values[0].property;
    assert!(custom.values.iter().all(|value| Arc::ptr_eq(first, &value.property)));
    assert!(custom.aliases.iter().all(|alias| Arc::ptr_eq(first, &alias.by)));
}
