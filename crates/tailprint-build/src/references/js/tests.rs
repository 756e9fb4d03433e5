use super::find;
use crate::references::{Kind, Reference};

fn urls(source: &str) -> Vec<(Kind, String)> {
    let references = checked(source).into_iter();
    references.map(|reference| (reference.kind, reference.url)).collect()
}

fn checked(source: &str) -> Vec<Reference> {
    let found = find(source);
    assert_eq!(found.problems, [], "{source}");
    for reference in &found.references {
        assert!(source.is_char_boundary(reference.offset(0)), "{source}");
        if reference.offsets.is_none() {
            assert_eq!(
                source.get(reference.span.clone()),
                Some(reference.url.as_str()),
                "{source}"
            );
        }
    }
    found.references
}

fn source_maps(source: &str) -> Vec<String> {
    let references = urls(source).into_iter();
    references
        .map(|(kind, url)| {
            assert_eq!(kind, Kind::SourceMap);
            url
        })
        .collect()
}

#[test]
fn a_source_map_comment_may_begin_any_line() {
    assert_eq!(source_maps("//# sourceMappingURL=a.js.map\nlet a = 1;\n"), ["a.js.map"]);
    assert_eq!(
        source_maps("let a;\n  //# sourceMappingURL=a.map\nlet b;\n//# sourceMappingURL=b.map"),
        ["a.map", "b.map"]
    );
}

#[test]
fn a_source_map_comment_may_follow_code() {
    assert_eq!(source_maps("let u=\"http://h/\";//# sourceMappingURL=a.map"), ["a.map"]);
    assert_eq!(source_maps("f();/*# sourceMappingURL=a.map */\n\n"), ["a.map"]);
}

#[test]
fn blanks_tabs_and_line_ends_are_not_part_of_a_source_map_url() {
    for comment in [
        "//#\tsourceMappingURL=a.map\t \nf()",
        "//@ sourceMappingURL=a.map\r\nf()",
        "//# sourceMappingURL=a.map\u{2028}f()",
        "//#sourceMappingURL= a.map",
        "/*#\tsourceMappingURL=a.map\t*/",
        "/*# sourceMappingURL=a.map*/",
        "\u{FEFF}//# sourceMappingURL=a.map",
    ] {
        assert_eq!(source_maps(comment), ["a.map"], "{comment:?}");
    }
}

#[test]
fn text_that_only_resembles_a_source_map_comment_is_none() {
    for text in [
        "//# sOuRcEMaPpInGURL=a.map",
        "// sourceMappingURL=a.map",
        "//# sourceMappingURL=",
        "//# sourceMappingURL=data:application/json;base64,e30=",
        "let s = \"//# sourceMappingURL=a.map\";",
        "let s = '\\n//# sourceMappingURL=' + name + '.map';",
        "//# sourceMappingURL=a b.map",
        "/*# sourceMappingURL=a.map",
    ] {
        assert_eq!(source_maps(text), <[String; 0]>::default(), "{text}");
    }
}

#[test]
fn a_data_url_at_the_end_ends_the_search_for_the_last_comment() {
    let source = "f();//# sourceMappingURL=a.map\ng();//# sourceMappingURL=data:,x";
    assert_eq!(source_maps(source), <[String; 0]>::default());
}

#[test]
fn source_map_comments_by_the_thousand_are_read_in_linear_time() {
    for comment in ["/*#sourceMappingURL=", "//#sourceMappingURL=", "//# sourceMappingURL=a.map\n"]
    {
        let source = format!("import('./a.js');\n{}", comment.repeat(1_000_000 / comment.len()));
        let start = std::time::Instant::now();
        find(&source);
        assert!(start.elapsed().as_secs() < 30, "{comment}");
    }
}

#[cfg(feature = "js_modules")]
mod modules {
    use proptest::prelude::*;

    use super::super::find;
    use super::{Kind, checked, urls};

    fn specifiers(source: &str) -> Vec<String> {
        let references = urls(source).into_iter();
        references
            .map(|(kind, url)| {
                assert_eq!(kind, Kind::Module, "{source}");
                url
            })
            .collect()
    }

    fn new_urls(source: &str) -> Vec<String> {
        let references = urls(source).into_iter();
        references
            .map(|(kind, url)| {
                assert_eq!(kind, Kind::Url, "{source}");
                url
            })
            .collect()
    }

    #[test]
    fn every_kind_of_import_and_re_export_is_found() {
        for source in [
            "import './a.js'",
            "import\"./a.js\"",
            "import a from './a.js';",
            "import{a}from\"./a.js\";",
            "import * as a from './a.js'",
            "import a, { b as c, default as d } from './a.js'",
            "import a, * as b from './a.js'",
            "import {\n  a,\n  b,\n}\nfrom\n'./a.js'",
            "import {} from './a.js'",
            "import { 'a-b' as c } from './a.js'",
            "export * from './a.js'",
            "export*from\"./a.js\"",
            "export * as a from './a.js'",
            "export { a } from './a.js'",
            "export{default as a}from'./a.js'",
            "export {} from './a.js'",
            "import a from './a.js' with { type: 'json' }",
            "import defer * as a from './a.js'",
            "import source a from './a.js'",
            "#!/usr/bin/env node\nimport './a.js'",
            "/* import './b.js' */ import /* c */ './a.js' // import './d.js'",
            "import './a.js'\r\nlet b = \"import './c.js'\"",
        ] {
            assert_eq!(specifiers(source), ["./a.js"], "{source}");
        }
    }

    #[test]
    fn dynamic_imports_with_a_literal_are_found_wherever_they_are() {
        for source in [
            "import('./a.js')",
            "import ( /* webpackChunkName: \"a\" */ './a.js' , { with: { type: 'json' } } )",
            "import(`./a.js`)",
            "import(('./a.js'))",
            "import.defer('./a.js')",
            "import.source('./a.js')",
            "let f = () => { if (a) { return b ? import('./a.js') : 0 } }",
            "let s = `text ${ `${import('./a.js')}` } import('./b.js')`",
            "class A { static { import('./a.js') } }",
            "async function* f(a = import('./a.js')) {}",
            "const r = /\"/; import('./a.js'); const q = /\"/;",
            "const r = /can't/;\nimport('./a.js')",
            "const r = /[/`]/g, d = 4 / 2 / 1; import('./a.js')",
            "a = b;\n/c\"/.exec(import('./a.js'))",
            "a = b\n/c/d.e(import('./a.js'))",
            "with (a) { import('./a.js') }",
            "<!-- a script\nimport('./a.js')",
            "tag`${import('./a.js')}\\u{bad}`",
        ] {
            assert_eq!(specifiers(source), ["./a.js"], "{source}");
        }
    }

    #[test]
    fn meta_resolve_and_new_url_are_relative_to_the_module() {
        assert_eq!(specifiers("import.meta.resolve('./a.js')"), ["./a.js"]);
        assert_eq!(specifiers("import.meta['resolve']('./a.js', 1)"), ["./a.js"]);
        for source in [
            "new URL('a.png', import.meta.url)",
            "new globalThis.URL('a.png', import.meta.url)",
            "new window.URL('a.png', import.meta.url)",
            "new (self['URL'])('a.png', import.meta.url)",
            "URL.parse('a.png', import.meta.url)",
            "globalThis.URL.parse('a.png', import.meta.url)?.href",
            "new URL(`a.png`, import.meta.url).href",
            "new Worker(new URL('a.png', import.meta.url), { type: 'module' })",
            "new SharedWorker(new URL(/* @vite-ignore */ \"a.png\", (import.meta.url)))",
            "fetch(new URL('a.png', import.meta['url']))",
        ] {
            assert_eq!(new_urls(source), ["a.png"], "{source}");
        }
    }

    #[test]
    fn a_service_worker_is_an_address_however_it_is_registered() {
        for source in [
            "navigator.serviceWorker.register(new URL('sw.js', import.meta.url))",
            "navigator.serviceWorker?.register(new URL('sw.js', import.meta.url), { type: 'module' })",
            "navigator.serviceWorker.register(new URL('sw.js', import.meta.url).href)",
            "navigator.serviceWorker.register(String(new URL('sw.js', import.meta.url)))",
            "navigator.serviceWorker.register(new URL('sw.js', import.meta.url).toString())",
            "navigator.serviceWorker.register(`${URL.parse('sw.js', import.meta.url)}`)",
            "navigator['serviceWorker']['register'](new globalThis.URL('sw.js', import.meta.url))",
            "const { serviceWorker } = navigator; serviceWorker.register(new URL('sw.js', import.meta.url))",
            "const url = new URL('./sw.js', import.meta.url);\nawait navigator.serviceWorker.register(url)",
            "const url = new URL('sw.js', import.meta.url), text = url.href; n.register(text + '?v=1')",
            "let url; url ??= new URL('sw.js', import.meta.url); n.register(url)",
            "function f() { n.register(config.sw) }\nconst config = { sw: new URL('sw.js', import.meta.url) }",
            "class A { static sw = new URL('sw.js', import.meta.url); f() { n.register(A.sw) } }",
            "this.url = new URL('sw.js', import.meta.url); n.register(this.url)",
            "n.register(policy.createScriptURL(new URL('sw.js', import.meta.url)))",
            "n.register(debug ? '/sw.js' : new URL('sw.js', import.meta.url))",
            "new Workbox(new URL('sw.js', import.meta.url)).register()",
            "const { pathname } = new URL('sw.js', import.meta.url); n.register(pathname)",
            "const { href: url } = new URL('sw.js', import.meta.url); n.register(url)",
            "function f(url) { return n.register(url) } f(new URL('sw.js', import.meta.url))",
            "const f = (options, url) => n.register(url); f({}, new URL('sw.js', import.meta.url))",
            "class A { start(url) { n.register(url.href) } } a.start(new URL('sw.js', import.meta.url))",
            "const a = { start: function (url) { n.register(url) } }; a.start(new URL('sw.js', import.meta.url))",
            "n.register(import.meta.resolve('./sw.js'))",
            "const url = await import.meta.resolve('./sw.js'); n.register(new URL(url))",
            "const f = (url) => n.register(url), g = (u) => f(u); g(new URL('sw.js', import.meta.url))",
        ] {
            let found = urls(source);
            assert!(matches!(&*found, [(Kind::Address, _)]), "{source}: {found:?}");
        }
    }

    #[test]
    fn other_workers_and_files_beside_a_registration_are_fetched() {
        let source = "const worker = new URL('a.js', import.meta.url); new SharedWorker(worker);\n\
            const url = new URL('sw.js', import.meta.url);\n\
            fetch(new URL('a.wasm', import.meta.url));\n\
            navigator.serviceWorker.register(url, { scope: new URL('scope.js', import.meta.url) });\n\
            const load = (path) => fetch(path); load(new URL('b.wasm', import.meta.url));";
        let expected = [Kind::Url, Kind::Address, Kind::Url, Kind::Url, Kind::Url];
        assert_eq!(urls(source).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn calls_in_calls_are_read_in_linear_time() {
        let started = std::time::Instant::now();
        for part in ["f(a+", "register(a+", "new Workbox(a+", "x.register(y=a+"] {
            let (open, close) = (part.repeat(10_000), ")".repeat(10_000));
            let source = format!("import('./a.js'); register(c); {open}b{close}");
            assert_eq!(urls(&source).len(), 1, "{part}");
        }
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
    }

    #[test]
    fn names_that_stand_for_each_other_are_followed_once() {
        let source = "a = b; b = a; n.register(a); a = new URL('sw.js', import.meta.url)";
        assert_eq!(urls(source), [(Kind::Address, "sw.js".to_owned())]);
    }

    #[test]
    fn strings_that_name_no_module_are_left_alone() {
        for source in [
            "foo.import('./a.js'); a.import = './b.js'; ({ import: './c.js' })",
            "import('./' + name); import(name); import(`./${name}.js`)",
            "new Worker('./a.js'); importScripts('./a.js'); fetch('./a.js')",
            "new URL('./a.js', location); new URL('./a.js'); URL('./a.js', import.meta.url)",
            "new URL(...a, import.meta.url); new Other('./a.js', import.meta.url)",
            "URL.canParse('./a.js', import.meta.url); new x.URL('./a.js', import.meta.url)",
            "URL.parse('./a.js'); JSON.parse('./a.js', import.meta.url)",
            "import.meta.url; import.meta.resolve(a); import.meta.resolve(...a)",
            "require('./a.js'); // import './b.js'",
            "`import './a.js'`; 'import(\"./b.js\")'; /import('.\\/c.js')/",
            "const from = './a.js'; export { from }; import('')",
            "let important = './a.js', $import = 1, importé = 2",
        ] {
            assert_eq!(urls(source), [], "{source}");
        }
    }

    #[test]
    fn statements_without_semicolons_are_told_apart() {
        let source =
            "const a = 1\nexport { a }\nimport { b } from './b.js'\nexport * from './c.js'\nlet d";
        assert_eq!(specifiers(source), ["./b.js", "./c.js"]);
    }

    #[test]
    fn bare_specifiers_are_found_for_the_resolver_to_ignore() {
        let source = "import 'lit'; import '@lit/x.js'; import 'https://h/a.js'";
        assert_eq!(specifiers(source), ["lit", "@lit/x.js", "https://h/a.js"]);
    }

    #[test]
    fn escapes_in_a_specifier_are_decoded_with_their_places() {
        let source = r#"import ".\x2fa\u{2e}\152s""#;
        let source = source.replace(r"\152", r"\u006a");
        let references = checked(&source);
        assert_eq!(references[0].url, "./a.js");
        assert_eq!(references[0].span, 8..source.len() - 1);
        assert_eq!(references[0].offsets.as_deref(), Some(&[8, 9, 13, 14, 20, 26][..]));
    }

    #[test]
    fn line_continuations_and_surrogate_pairs_are_decoded() {
        assert_eq!(specifiers("import './a\\\n.\\\r\njs'"), ["./a.js"]);
        assert_eq!(specifiers(r"import './\ud83d\ude00.js'"), ["./😀.js"]);
        assert_eq!(specifiers(r"import './\ud83d.js'"), ["./\u{FFFD}.js"]);
        assert_eq!(specifiers(r"import('./\141.js')"), ["./a.js"]);
        assert_eq!(specifiers(r"import './\a.js'"), ["./a.js"]);
    }

    #[test]
    fn source_map_comments_within_templates_are_told_from_comments() {
        let source = "import './a.js'; let s = `\n//# sourceMappingURL=b.map\n`;\n//# sourceMappingURL=c.map";
        let found: Vec<_> = urls(source).into_iter().map(|(_, url)| url).collect();
        assert_eq!(found, ["./a.js", "c.map"]);
    }

    #[test]
    fn a_file_that_is_not_javascript_is_a_warning_and_keeps_its_source_map() {
        let found = find("import a from './a.js';\nlet let = <div/>;\n//# sourceMappingURL=a.map");
        let (at, problem) = &found.problems[0];
        let problem =
            problem.clone().at_byte("a.jsx", b"import a from './a.js';\nlet let = <div/>;", *at);
        assert_eq!(
            problem.to_string(),
            "a.jsx:2:11: not valid JavaScript: unexpected JSX expression (the modules that it imports keep their names)"
        );
        assert_eq!(problem.severity(), crate::Severity::Warning);
        assert_eq!(found.problems.len(), 1);
        assert_eq!(found.references.len(), 1);
        assert_eq!(found.references[0].url, "a.map");
    }

    #[test]
    fn deep_nesting_neither_overflows_the_stack_nor_fails() {
        for (open, close) in [
            ("(", ")"),
            ("[", "]"),
            ("{", "}"),
            ("!", ""),
            ("a=>", ""),
            ("`${", "}`"),
            ("({a:", "})"),
        ] {
            let levels = 5_000;
            let source = format!("{}import('./a.js'){}", open.repeat(levels), close.repeat(levels));
            assert_eq!(find(&source).references.len(), 1, "{open}");
            let source = format!("import('./a.js');{}", open.repeat(1_000_000));
            let found = find(&source);
            assert_eq!(found.references, [], "{open}");
            assert_eq!(
                found.problems[0].1.message(),
                "this JavaScript is nested too deeply to be parsed",
                "{open}"
            );
        }
    }

    fn fragments() -> impl Strategy<Value = String> {
        let fragment = prop::sample::select(vec![
            "import ",
            "import(",
            "export ",
            "* ",
            "from ",
            "{a}",
            "'./a.js'",
            "\"./\\x62.js\"",
            "`",
            "${",
            "}",
            "(",
            ")",
            "new URL(",
            ", import.meta.url)",
            "import.meta.resolve(",
            "/",
            "//",
            "/*",
            "*/",
            "\n",
            "\r\n",
            ";",
            "é",
            "\\",
            "//# sourceMappingURL=a.map",
            "'",
            "\"",
            "=>",
            "a",
            "\\u{2e}",
            "\u{2028}",
            "#!",
        ]);
        prop::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat())
    }

    proptest! {
        #[test]
        fn references_of_any_text_have_valid_places(source in prop_oneof![fragments(), any::<String>()]) {
            let mut last = 0;
            for reference in find(&source).references {
                prop_assert!(last <= reference.span.start && reference.span.end <= source.len());
                last = reference.span.end;
                for index in (0..=reference.url.len()).filter(|index| reference.url.is_char_boundary(*index)) {
                    prop_assert!(source.is_char_boundary(reference.offset(index)));
                }
                if reference.offsets.is_none() {
                    prop_assert_eq!(&source[reference.span.clone()], &reference.url);
                }
            }
        }

        #[test]
        fn a_fingerprint_in_front_of_the_extension_is_part_of_the_name_in_the_module(
            specifier in "[./]([a-zé😀]|\\\\x2f|\\\\u\\{2e\\}|\\\\\n|\\\\u0061|\\.){0,9}\\.js"
        ) {
            let source = format!("import '{specifier}'; f()");
            let references = find(&source).references;
            prop_assert_eq!(references.len(), 1);
            let url = &references[0].url;
            let dot = url.rfind('.').unwrap();
            let at = references[0].offset(dot);
            let rewritten = format!("{}.0123{}", &source[..at], &source[at..]);
            let again = find(&rewritten).references;
            prop_assert_eq!(&again[0].url, &format!("{}.0123{}", &url[..dot], &url[dot..]));
        }
    }
}
