//! A URL in a custom property starts at the sheet that uses the property. CSS that no browser fetches from is never an
//! error.

use super::super::*;

/// A package with these files below `static/`. Each one that is an image has its own path as content.
fn site(files: &[(&str, &str)]) -> Package {
    let package = Package::new(&[]);
    for (path, content) in files {
        let content = if path.ends_with(".png") { path } else { content };
        package.write(&format!("static/{path}"), content);
    }
    package
}

/// The last segment of the name of an asset.
fn name<'a>(output: &'a Output, path: &str) -> &'a str {
    let name = names(output)[path];
    name.rsplit('/').next().unwrap_or(name)
}

/// Asserts that `a.png` in the sheet became the name of `target`, or stayed, and returns the warnings.
fn rewritten(package: &Package, sheet: &str, target: Option<&str>) -> Vec<String> {
    let output = package.output(&Config::new());
    let source = fs::read_to_string(package.folder().join("static").join(sheet)).unwrap();
    let expected = match target {
        Some(target) => source.replace("a.png", name(&output, target)),
        None => source,
    };
    assert_eq!(text(&output, sheet), expected);
    output.warnings.iter().map(ToString::to_string).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn the_url_starts_at_the_sheet_that_uses_the_property() {
    let package = site(&[
        ("css/app.css", "p{background:var(--bg)}"),
        ("css/img/a.png", ""),
        ("css/theme/vars.css", ":root{--bg:url(img/a.png)}"),
    ]);
    assert_eq!(rewritten(&package, "css/theme/vars.css", Some("css/img/a.png")), NONE);
    // The file beside the sheet that declares the property is not fetched.
    package.write("static/css/theme/img/a.png", "other");
    assert_eq!(rewritten(&package, "css/theme/vars.css", Some("css/img/a.png")), NONE);
}

#[test]
fn a_property_that_nobody_uses_is_left_alone() {
    let package = site(&[
        ("css/vars.css", ":root{--bg:url(a.png);--c:url(gone.png);--d:var(--bg)}"),
        ("css/a.png", ""),
    ]);
    assert_eq!(rewritten(&package, "css/vars.css", None), NONE);
}

#[test]
fn an_absolute_url_is_the_same_for_all() {
    let package = site(&[
        ("css/vars.css", ":root{--bg:url(/static/a.png);--c:url(/static/gone.png)}"),
        ("a.png", ""),
    ]);
    let warnings = rewritten(&package, "css/vars.css", Some("a.png"));
    // No sheet uses it, so nobody knows what a relative URL would count from.
    assert!(
        matches!(&*warnings, [one] if one.contains("keeps the URL prefix of the build")),
        "{warnings:?}"
    );
    package.write("static/app.css", "a{b:var(--c)}");
    let report = package.report(&Config::new());
    let missing =
        "static/css/vars.css:1:39: no static asset \"gone.png\", written \"/static/gone.png\"";
    assert!(report.ends_with(missing), "{report}");
}

#[test]
fn an_absolute_url_stays_where_a_script_names_its_property() {
    let package = site(&[
        ("css/vars.css", ":root{--bg-top:url(/static/a.png)}p{background:var(--bg-top)}"),
        ("a.png", ""),
        ("js/app.js", "css='p{\\n--bg:1;--bg-top-x:2;---bg-top:3}';--bg;top"),
    ]);
    let is_absolute = || {
        let output = package.output(&Config::new());
        let stays =
            output.warnings.iter().any(|it| it.to_string().contains("keeps the URL prefix"));
        let (sheet, name) = (text(&output, "css/vars.css"), name(&output, "a.png"));
        let start = if stays { "/static/" } else { "../" };
        assert!(sheet.contains(&format!("url({start}{name})")), "{sheet}");
        stays
    };
    assert!(!is_absolute(), "the script names other properties alone");
    for script in ["style.setProperty('--bg-top', 1)", "css='p{\\n--bg-top:1}'", "`${a}--bg-top`"] {
        package.write("static/js/app.js", script);
        assert!(is_absolute(), "{script}");
    }
}

#[test]
fn the_uses_of_missing_files_are_named_in_any_order() {
    let package = site(&[
        ("css/vars.css", ":root{--a:url(a.png);--b:url(b.png);\n--c:url(c.png)}"),
        ("app/app.css", "p{x:var(--c);\ny:var(--a);z:var(--b)}"),
    ]);
    let warnings = rewritten(&package, "css/vars.css", None);
    let places = ["static/app/app.css:2:7", "static/app/app.css:2:18", "static/app/app.css:1:9"];
    let places = places.map(|place| format!("used in {place}, where"));
    for (warning, place) in warnings.iter().zip(&places) {
        assert!(warning.contains(place), "{warning}");
    }
    assert_eq!(warnings.len(), places.len(), "{warnings:?}");
}

#[test]
fn sheets_in_several_folders_may_find_the_same_file() {
    let package = site(&[
        ("theme/vars.css", ":root{--bg:url('../img/a.png')}"),
        ("css/app.css", "p{background:var(--bg)}"),
        ("page/index.html", "<p style=\"background:var(--bg)\">"),
        ("img/a.png", ""),
    ]);
    assert_eq!(rewritten(&package, "theme/vars.css", Some("img/a.png")), NONE);
}

#[test]
fn a_property_may_be_used_through_others() {
    let package = site(&[
        ("vars/vars.css", ":root{--a:url(a.png)}"),
        ("middle/app.css", ":root{--b:var(--a, none)}p{--c:var(--b);--b:var(--c)}"),
        ("user/app.css", "p{background:no-repeat var( --c )}"),
        ("user/a.png", ""),
        ("vars/a.png", ""),
        ("middle/a.png", ""),
    ]);
    assert_eq!(rewritten(&package, "vars/vars.css", Some("user/a.png")), NONE);
}

#[test]
fn html_and_svg_declare_and_use_properties_as_sheets_do() {
    let package = site(&[
        ("page/index.html", "<style>:root{--a:url(a.png)}</style>"),
        ("page/based.html", "<base href=\"../user/\"><p style=\"color:var(--d)\">"),
        ("user/app.css", "p{background:var(--a)}"),
        ("vars.css", ":root{--d:url(b.png)}"),
        ("user/a.png", ""),
        ("user/b.png", ""),
        ("page/icon.svg", "<svg><style>a{fill:var(--e)}b{--e:url(a.png)}</style></svg>"),
        ("page/a.png", ""),
    ]);
    assert_eq!(rewritten(&package, "page/index.html", Some("user/a.png")), NONE);
    assert_eq!(rewritten(&package, "page/icon.svg", Some("page/a.png")), NONE);
    let output = package.output(&Config::new());
    assert_eq!(
        text(&output, "vars.css"),
        format!(":root{{--d:url({})}}", name(&output, "user/b.png"))
    );
}

#[test]
fn two_sheets_that_find_two_files_leave_the_url_alone_with_a_warning() {
    let package = site(&[
        ("vars.css", ":root{\n  --bg: url(a.png) }"),
        ("one/app.css", "p{background:var(--bg)}"),
        ("two/app.css", "p{}\nq{background:var(--bg)}"),
        ("one/a.png", ""),
        ("two/a.png", ""),
    ]);
    assert_eq!(
        rewritten(&package, "vars.css", None),
        [
            "static/vars.css:2:13: \"a.png\" in a custom property keeps its plain name: it is \"one/a.png\" in \
            static/one/app.css:1:18, but \"two/a.png\" in static/two/app.css:2:18 \
            (write it from the root, such as \"/static/one/a.png\")"
        ]
    );
}

#[test]
fn a_missing_file_is_a_warning_from_another_sheet_and_an_error_from_the_same() {
    let package = site(&[
        ("css/vars.css", ":root{--bg:url(img/a.png)}"),
        ("app/app.css", "p{background:var(--bg)}"),
        ("css/img/a.png", ""),
    ]);
    assert_eq!(
        rewritten(&package, "css/vars.css", None),
        [
            "static/css/vars.css:1:16: no static asset \"app/img/a.png\", written \"img/a.png\", and used in \
            static/app/app.css:1:18, where a URL in a custom property starts (did you mean \"css/img/a.png\"?)"
        ]
    );
    package.write("static/css/vars.css", ":root{--bg:url(img/b.png)}p{background:var(--bg)}");
    assert_eq!(
        package.report(&Config::new()),
        "static/css/vars.css:1:16: no static asset \"css/img/b.png\", written \"img/b.png\" \
        (did you mean \"css/img/a.png\"?)"
    );
}

#[test]
fn a_sheet_that_does_not_find_what_another_finds_is_a_warning() {
    let package = site(&[
        ("css/vars.css", ":root{--bg:url(a.png)}p{background:var(--bg)}"),
        ("app/app.css", "p{background:var(--bg)}"),
        ("css/a.png", ""),
    ]);
    let warnings = rewritten(&package, "css/vars.css", Some("css/a.png"));
    assert_eq!(warnings.len(), 1);
    assert!(
        warnings[0].starts_with("static/css/vars.css:1:16: no static asset \"app/a.png\""),
        "{}",
        warnings[0]
    );
    // With a value of its own the other sheet does not need this one.
    package.write("static/app/app.css", "p{--bg:url(x.png);background:var(--bg)}");
    package.write("static/app/x.png", "x");
    let output = package.output(&Config::new());
    assert_eq!(output.warnings, []);
    assert_eq!(
        text(&output, "app/app.css"),
        format!("p{{--bg:url({});background:var(--bg)}}", name(&output, "app/x.png"))
    );
}

#[test]
fn a_registered_url_starts_where_it_is_declared() {
    let files = [
        ("vars/vars.css", ":root{--bg:url(a.png)}"),
        ("user/app.css", "p{background:var(--bg)}"),
        ("vars/a.png", ""),
        ("user/a.png", ""),
    ];
    let package = site(&files);
    package.write(
        "static/types.css",
        "@property --bg{syntax:\"<url>\";inherits:true;initial-value:url(b.png)}",
    );
    assert_eq!(rewritten(&package, "vars/vars.css", Some("vars/a.png")), NONE);
    // The standard and Chromium differ about images.
    package.write("static/types.css", "@property --bg{syntax:'<image>';inherits:true}");
    assert_eq!(rewritten(&package, "vars/vars.css", None).len(), 1);
    package.write("static/types.css", "@property --bg{syntax:'*';inherits:true}");
    assert_eq!(rewritten(&package, "vars/vars.css", Some("user/a.png")), NONE);
}

#[test]
fn a_style_query_changes_with_the_value_that_it_is_compared_with() {
    let package = site(&[
        ("vars/vars.css", ":root{--bg:url(a.png)}"),
        ("user/app.css", "p{background:var(--bg)}"),
        (
            "query/app.css",
            "@container style(--bg: url(a.png)){p{color:if(style(--bg: url(a.png)):red)}}",
        ),
        ("user/a.png", ""),
        (
            "query/other.css",
            "@container style(--bg: url(gone.png)) and style(--c: url(a.png)){p{}}",
        ),
    ]);
    assert_eq!(rewritten(&package, "vars/vars.css", Some("user/a.png")), NONE);
    assert_eq!(rewritten(&package, "query/app.css", Some("user/a.png")), NONE);
    assert_eq!(rewritten(&package, "query/other.css", None), NONE);
}

#[test]
fn a_property_that_is_used_everywhere_belongs_to_nobody() {
    let package = site(&[("vars.css", ":root{--bg:url(a.png)}"), ("f0/a.png", "")]);
    for folder in 0..17 {
        package.write(&format!("static/f{folder}/app.css"), "p{background:var(--bg)}");
    }
    assert_eq!(rewritten(&package, "vars.css", None), NONE);
}

#[test]
fn what_no_browser_fetches_is_at_most_a_warning() {
    let sheet = "a{behavior:url(PIE.htc)}b{-moz-binding:url(x.xml#y);*background:url(c.png)}\
        @supports (-ms-ime-align:auto){c{d:url(e.png)}}@font-face{src:url(f.eot) format('embedded-opentype')}\
        @import 'late.css';";
    let package = site(&[("a.css", sheet)]);
    let output = package.output(&Config::new());
    let missing = ["PIE.htc", "x.xml", "c.png", "e.png", "f.eot", "late.css"];
    assert_eq!(output.warnings.len(), missing.len(), "{:?}", output.warnings);
    for (warning, path) in output.warnings.iter().zip(missing) {
        assert!(warning.message().starts_with(&format!("no static asset \"{path}\"")), "{warning}");
    }
    for path in missing {
        package.write(&format!("static/{path}"), path);
    }
    let output = package.output(&Config::new());
    assert_eq!(output.warnings, []);
    let expected = missing
        .iter()
        .fold(sheet.to_owned(), |sheet, path| sheet.replace(path, name(&output, path)));
    assert_eq!(text(&output, "a.css"), expected);
}
