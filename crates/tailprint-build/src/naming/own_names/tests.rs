use crate::config::Config;
use crate::pipeline::tests::Package;

fn warnings(files: &[(&str, &str)]) -> Vec<String> {
    warnings_of(files, &Config::new())
}

fn warnings_of(files: &[(&str, &str)], config: &Config) -> Vec<String> {
    let files: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("static/{path}"), *text)).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, *text)).collect();
    let output = Package::new(&files).output(config);
    output.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn an_expression_for_an_image_of_a_style_sheet_is_reported_with_both_places() {
    let files = [
        ("vendor/map/map.css", ".a { color: red }\n.b { background: url(images/pin.png) }"),
        ("vendor/map/map.js", "var m = style.match(/^url\\(\"(.+)pin\\.png\"\\)$/);"),
        ("vendor/map/images/pin.png", "1"),
    ];
    let expected = "static/vendor/map/map.js:1:21: this regular expression matches \
        \"vendor/map/images/pin.png\" but not its hashed name, which static/vendor/map/map.css:2:22 refers to \
        (keep the name with `Config::keep_name(\"vendor/map/images/pin.png\")`)";
    assert_eq!(warnings(&files), [expected]);
    let mut config = Config::new();
    config.keep_name("vendor/map/images/pin.png");
    assert_eq!(warnings_of(&files, &config), [""; 0]);
}

#[test]
fn a_script_that_looks_for_itself_is_reported() {
    for code in [
        "document.querySelector('script[src*=\"widget.js\"]')",
        "document.querySelector('script[src$=\"/widget.js\"]')",
        "s.src.indexOf('widget.js')",
        "s.src.replace(/widget\\.js$/, '')",
        "s.src.split('/').pop() === 'widget.js'",
        "'widget.js' == s.src",
        "s.src.match(/(^|.*[\\\\\\/])widget\\.js(?:\\?.*|;.*)?$/i)",
        "/widget(\\.min)?\\.js($|\\?)/.test(s.src)",
        "var NAME = 'widget.js'",
        "import.meta.url.endsWith('widget.js')",
        "for (const name of ['widget.js']) look(name)",
        "switch (name) { case 'widget.js': work() }",
    ] {
        let warnings = warnings(&[("js/widget.js", code)]);
        assert_eq!(warnings.len(), 1, "{code}: {warnings:?}");
        let repair =
            "but not its hashed name (keep the name with `Config::keep_name(\"js/widget.js\")`)";
        assert!(warnings[0].contains("the name of the file itself"), "{warnings:?}");
        assert!(warnings[0].ends_with(repair), "{warnings:?}");
    }
}

#[test]
fn code_that_works_with_hashed_names_is_no_alarm() {
    for code in [
        "s.src.indexOf('widget')",
        "/\\.js$/.test(s.src)",
        "/[a-z]+\\.js/.test(s.src)",
        "throw new Error('load widget.js after the page')",
        "new Worker('widget.js'); importScripts('widget.js'); fetch('widget.js')",
        "// widget.js\n/* widget.js */",
        "new e('widget.js', import.meta.url)",
        "versions = { 'widget.js': 1, './widget.js': () => import('./widget.js') }",
        "modules = { a: 1, 'lib/widget.js'(exports, module) {} }",
        "s.src.indexOf('mywidget.js')",
        "a / widget.js / 2",
        "document.querySelector('script[src*=widget]')",
        "register({ name: 'widget.js', extensions: '.w', load() {} })",
        "runs['widget.js'] = (runs['js/widget.js'] || 0) + 1",
        "switch (name) { case './widget.js': return widget }",
    ] {
        assert_eq!(warnings(&[("js/widget.js", code)]), [""; 0], "{code}");
    }
}

#[test]
fn a_string_is_about_an_image_only_where_it_is_compared() {
    let css = ("vendor/a/a.css", "a { background: url(pin.png) }");
    let image = ("vendor/a/pin.png", "1");
    let count = |code| warnings(&[css, image, ("vendor/a/a.js", code)]).len();
    assert_eq!(count("url.replace('pin.png', '')"), 1);
    assert_eq!(count("options = { iconUrl: 'pin.png' }"), 0);
    let other = warnings(&[css, image, ("vendor/b/b.js", "url.replace('pin.png', '')")]);
    assert_eq!(other, [""; 0], "another package");
}

#[test]
fn a_name_that_many_files_have_and_a_script_for_tools_are_no_alarm() {
    let compare = "if (name === 'index.js') work(/\\.js$/)";
    let files = ["a/index.js", "b/index.js", "c/index.js", "d/index.js"];
    let mut package = vec![("vendor/x/compare.js", compare)];
    let paths: Vec<String> = files.iter().map(|file| format!("vendor/x/{file}")).collect();
    package.extend(paths.iter().map(|path| (&**path, "1")));
    assert_eq!(warnings(&package), [""; 0]);
    assert_eq!(warnings(&package[..3]).len(), 2);
    for tool in ["eslint.config.mjs", "Gruntfile.js"] {
        let code = format!("lint(['{tool}'])");
        assert_eq!(warnings(&[(&format!("vendor/x/{tool}"), &code)]), [""; 0]);
    }
}

#[test]
fn a_chunk_that_looks_for_another_script_of_its_package_is_reported() {
    let chunk = "scripts.find(s => /loader(\\.min)?\\.js($|\\?)/.test(s.src))";
    let warnings = warnings(&[("vendor/ui/loader.js", "1"), ("vendor/ui/chunks/c.js", chunk)]);
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("matches \"vendor/ui/loader.js\" but not"), "{warnings:?}");
}

#[test]
fn a_selector_for_the_sheet_itself_is_reported() {
    let warnings = warnings(&[("theme.css", "link[href$=\"theme.css\"] { display: none }")]);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}

#[test]
fn packages_are_told_apart_by_their_folders() {
    use super::package::package;
    for (path, expected) in [
        ("vendor/leaflet/images/a.png", "vendor/leaflet"),
        ("vendor/@scope/name/a.js", "vendor/@scope/name"),
        ("js/node_modules/a/lib/b.js", "js/node_modules/a"),
        ("vendor/a.js", ""),
        ("js/app.js", ""),
    ] {
        assert_eq!(package(path), expected, "{path}");
    }
}

#[test]
fn a_selector_for_an_image_of_a_style_sheet_is_reported_with_both_places() {
    for selector in [
        "img[src$=\"logo.png\"]",
        "img[src='img/logo.png?1' i]",
        "a img[src*=logo.png]",
        "[style*=\"url(img/logo.png\"]",
    ] {
        let files = [
            ("vendor/a/a.css", &*format!("{selector} {{ border: 0 }}")),
            ("vendor/a/b.css", "a { background: url(img/logo.png) }"),
            ("vendor/a/img/logo.png", "1"),
        ];
        let warnings = warnings(&files);
        assert_eq!(warnings.len(), 1, "{selector}: {warnings:?}");
        let expected = "this selector matches \"vendor/a/img/logo.png\" but not its hashed name, which \
            static/vendor/a/b.css:1:21 refers to (keep the name with `Config::keep_name(\"vendor/a/img/logo.png\")`)";
        assert!(warnings[0].ends_with(expected), "{warnings:?}");
    }
    for selector in
        ["a[href$=\".png\"]", "[src=\"logo\"]", "[data-src=\"logo.png\"]", "[src=\"logo.png\"{"]
    {
        let sheet = format!("{selector} {{ background: url(img/logo.png) }}");
        let files = [("vendor/a/a.css", &*sheet), ("vendor/a/img/logo.png", "1")];
        assert_eq!(warnings(&files), [""; 0], "{selector}");
    }
}

#[test]
fn a_pinned_package_is_told_from_the_others_beside_it() {
    let compare = "/loader\\.js$/.test(s.src)";
    let own = [("vendor/js/@a/ui/loader.js", "1"), ("vendor/js/@a/ui/dist/b.js", compare)];
    assert_eq!(warnings(&own).len(), 1);
    let other = [("vendor/js/@a/ui/loader.js", "1"), ("vendor/js/@a/kit/b.js", compare)];
    assert_eq!(warnings(&other), [""; 0]);
    let other = [("vendor/js/ui/loader.js", "1"), ("vendor/js/kit/b.js", compare)];
    assert_eq!(warnings(&other), [""; 0]);
}
