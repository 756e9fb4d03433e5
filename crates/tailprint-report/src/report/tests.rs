use tailprint_core::build_json::{Template, Use};

use super::*;

/// A build of assets: path, size and references.
pub(crate) fn build(assets: &[(&str, u64, &[&str])]) -> BuildJson {
    let content_type = |path: &str| match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    };
    let asset = |(path, size, references): &(&str, u64, &[&str])| build_json::Asset {
        path: (*path).to_owned(),
        name: format!("{path}-{size}"),
        content_type: content_type(path).to_owned(),
        size: *size,
        integrity: format!("sha384-{size}"),
        references: references.iter().map(|path| (*path).to_owned()).collect(),
        ..build_json::Asset::default()
    };
    BuildJson {
        version: build_json::VERSION,
        mode: Mode::Hashed,
        assets: assets.iter().map(asset).collect(),
        ..BuildJson::default()
    }
}

/// A template that uses assets.
pub(crate) fn template(file: &str, uses: &[(usize, usize, &str)]) -> Template {
    let used = |(line, column, path): &(usize, usize, &str)| Use {
        line: *line,
        column: *column,
        filter: "static".to_owned(),
        path: (*path).to_owned(),
    };
    Template { file: file.to_owned(), uses: uses.iter().map(used).collect(), ..Template::default() }
}

#[test]
fn sizes_are_those_that_a_browser_gets() {
    let mut build = build(&[("a.css", 100, &[]), ("b.css", 50, &[])]);
    build.assets[0].encoded = [("br".to_owned(), 30), ("gzip".to_owned(), 40)].into();
    let report = Report::new(&Source::of(&build));
    assert_eq!(report.totals.sizes, Sizes { raw: 150, br: 80, gzip: 90 });
    assert_eq!(report.kinds.len(), 1);
    assert_eq!(report.kinds[0].total, report.totals);
}

#[test]
fn an_asset_knows_who_refers_to_it_templates_too() {
    let mut build = build(&[("a.css", 1, &["b.png"]), ("b.png", 2, &[])]);
    build.templates.push(template("t/x.html", &[(3, 1, "b.png?v=1"), (3, 9, "b.png")]));
    let report = Report::new(&Source::of(&build));
    assert_eq!(report.assets[0].references, ["b.png"]);
    assert_eq!(report.assets[1].referrers, ["a.css"]);
    assert_eq!(report.assets[1].templates, ["t/x.html:3"]);
}

#[test]
fn circles_are_named() {
    let build = build(&[("a.js", 1, &["b.js"]), ("b.js", 2, &["a.js"]), ("c.js", 3, &["a.js"])]);
    assert_eq!(Report::new(&Source::of(&build)).cycles, [["a.js", "b.js"]]);
}

#[test]
fn equal_contents_are_duplicates_whatever_their_names() {
    let mut build = build(&[
        ("a.png", 10, &[]),
        ("b.png", 10, &[]),
        ("c.png", 10, &[]),
        ("d.png", 0, &[]),
        ("e.png", 0, &[]),
    ]);
    build.assets[2].integrity = "sha384-other".to_owned();
    let found = Report::new(&Source::of(&build)).duplicates;
    let paths = ["a.png", "b.png"].map(str::to_owned).to_vec();
    assert_eq!(found, [Duplicate { paths, size: 10, wasted: 10 }]);
}

#[test]
fn contents_of_a_plain_build_are_asked_for_where_sizes_are_equal() {
    let mut build = build(&[("a.png", 10, &[]), ("b.png", 10, &[]), ("c.png", 11, &[])]);
    for asset in &mut build.assets {
        asset.integrity.clear();
    }
    let content = |asset: &build_json::Asset| {
        assert_ne!(asset.path, "c.png", "its size is its own");
        Some("same".to_owned())
    };
    let source = Source { content: &content, ..Source::of(&build) };
    assert_eq!(Report::new(&source).duplicates[0].paths, ["a.png", "b.png"]);
}

#[test]
fn json_is_read_as_it_was_written() {
    let mut build = build(&[("a.css", 1, &["b.png"]), ("b.png", 2, &[])]);
    build.templates.push(template("t/x.html", &[(3, 1, "b.png")]));
    let report = Report::new(&Source::of(&build));
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}
