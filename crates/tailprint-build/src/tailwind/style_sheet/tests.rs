use super::DirectiveKind as Kind;
use super::modules::imports;
use super::*;
use proptest::prelude::*;

fn list(css: &str) -> Vec<(Kind, String, usize)> {
    directives(css).into_iter().map(|found| (found.kind, found.argument, found.offset)).collect()
}

#[test]
fn imports_are_found_with_every_tail() {
    let css = "@import \"tailwindcss\" source(\"../src\");@import url(a.css) layer(b);\n\
                   @import url('b.css') supports(display: grid) screen;@reference \"./c.css\";\n\
                   @import 'd' source(none) prefix(tw);/* @import \"no\"; */";
    let found: Vec<_> =
        directives(css).into_iter().map(|found| (found.kind, found.argument)).collect();
    let expected = [
        (Kind::Sheet, "tailwindcss"),
        (Kind::Root, "../src"),
        (Kind::Sheet, "a.css"),
        (Kind::Sheet, "b.css"),
        (Kind::Sheet, "./c.css"),
        (Kind::Sheet, "d"),
        (Kind::NoRoot, ""),
    ];
    assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn sources_are_found_and_inline_ones_are_not() {
    let css = "@source \"../a/**/*.rs\";@source not '../b';@source inline(\"p-1\");@source not inline(\"p-2\");";
    let found: Vec<_> =
        directives(css).into_iter().map(|found| (found.kind, found.argument)).collect();
    let expected = [(Kind::Source, "../a/**/*.rs"), (Kind::NoSource, "../b")];
    assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn apply_is_found_at_any_depth_with_its_place() {
    assert_eq!(
        list(".a{.b{@media print{@apply p-1 hover:m-2}}} @tailwind base;"),
        [(Kind::Apply, "p-1 hover:m-2".to_owned(), 26), (Kind::Layer, "base".to_owned(), 53)]
    );
}

#[test]
fn plugins_with_options_keep_the_scan_in_step() {
    let css = "@plugin \"daisyui\" { themes: light --default; }\n@config './t.js';";
    assert_eq!(
        list(css),
        [(Kind::Module, "daisyui".to_owned(), 8), (Kind::Module, "./t.js".to_owned(), 55)]
    );
}

#[test]
fn every_file_that_is_named_is_found_through_others() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    };
    let entry = write(
        "css/e.css",
        "@import './parts/p';@plugin \"./x.mjs\";@plugin \"@a/b/c\";@import url(https://f/x.css);@import 'ui';",
    );
    let part = write("css/parts/p.css", "@import '../e.css'; @config \"../../t.config.js\";");
    let plugin = write("css/x.mjs", "import './y'; const z = require(`../z.json`)");
    let second = write("css/y.ts", "import x from './x.mjs'");
    let third = write("z.json", "{}");
    let config = write("t.config.js", "module.exports = { content: ['./templates'] }");
    let manifest = write("node_modules/@a/b/package.json", "{}");
    let deeper = write("node_modules/@a/b/c.js", "require('d/e'); import f from \"./f.js\"");
    let deep = write("node_modules/@a/b/f.js", "");
    let other = write("node_modules/d/package.json", "{}");
    let inside = write("node_modules/d/e.cjs", "");
    let ui = write("node_modules/ui/package.json", r#"{"style": "ui.css"}"#);
    let main = write("node_modules/ui/ui.css", "@source './js'; @import './more';");
    let more = write("node_modules/ui/more.css", "");
    let read = StyleSheets::read(&entry, "css/e.css").unwrap();
    let sheets: Vec<_> = read.sheets.iter().map(|sheet| sheet.path.clone()).collect();
    assert_eq!(sheets, [entry.clone(), part.clone()]);
    let modules = [plugin, second, third, config, manifest, deeper, deep, other, inside];
    let expected = modules.into_iter().chain([entry, part, ui, main.clone(), more]).collect();
    assert_eq!(read.files(), expected);
    let sources: Vec<_> = read.directives_of_packages().collect();
    assert_eq!((&*sources[0].0.path, &*sources[0].1.argument), (&*main, "./js"));
}

#[test]
fn an_entry_that_cannot_be_read_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("e.css");
    let error = StyleSheets::read(&path, "static/e.css").unwrap_err();
    assert_eq!(error.to_string(), "static/e.css: cannot read: no such file or directory");
    std::fs::write(&path, b"a{}\n.\xff{}").unwrap();
    let error = StyleSheets::read(&path, "static/e.css").unwrap_err();
    assert_eq!(error.to_string(), "static/e.css:2:2: not valid UTF-8 (save the file as UTF-8)");
}

#[test]
fn blocks_without_end_do_not_exhaust_the_stack() {
    let css = format!("{}@apply p-1", "a{".repeat(200_000));
    assert_eq!(list(&css).len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_scanned_without_a_panic(css in r#"([@a-z(){};"' \n/*.\\]|@import |@apply |source\(|url\(|é){0,60}"#) {
        for directive in directives(&css) {
            prop_assert!(css.is_char_boundary(directive.offset));
        }
    }

    #[test]
    fn any_module_is_scanned_without_a_panic(bytes in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'/'), Just(b'"'), any::<u8>()], 0..60)) {
        prop_assert!(imports(&bytes).all(|text| !text.contains('\n')));
    }
}

#[test]
fn an_import_without_a_semicolon_is_noticed() {
    let unfinished = |css: &str| {
        let all = directives(css).into_iter();
        let unfinished = all.filter(|found| found.kind == Kind::Unfinished);
        unfinished.map(|found| (found.argument, found.offset)).collect::<Vec<_>>()
    };
    for css in [
        "@import \"a\"\n@import \"b\";",
        "@import \"a\"\n.x { color: red }",
        "@import \"a\"\n@theme { --a: b }",
    ] {
        assert_eq!(unfinished(css), [("a".to_owned(), 8)], "{css}");
    }
    for css in
        ["@import \"a\"", "@import \"a\" layer(b);", "@plugin \"a\" { b: c }", "{@import \"a\"}"]
    {
        assert!(unfinished(css).is_empty(), "{css}");
    }
}
