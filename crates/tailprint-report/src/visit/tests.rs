use super::*;
use crate::report::tests::{build, template};
use crate::report::{Report, Source};

fn pages_of(build: &BuildJson, texts: &[(&str, &str)]) -> Vec<Visit> {
    let read = |file: &str| {
        texts.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned())
    };
    Report::new(&Source { template: &read, ..Source::of(build) }).pages
}

#[test]
fn a_page_downloads_what_it_and_its_base_name_and_what_these_need() {
    let mut build = build(&[
        ("a.css", 1, &["a.css.map", "b.png", "f.woff2"]),
        ("a.css.map", 1000, &[]),
        ("b.png", 10, &[]),
        ("doc.pdf", 5000, &[]),
        ("f.woff2", 100, &[]),
        ("m.js", 7, &[]),
    ]);
    build.templates = vec![
        template("templates/base.html", &[(1, 1, "a.css")]),
        template("templates/page.html", &[(2, 1, "m.js"), (3, 10, "doc.pdf")]),
        template("templates/plain.html", &[]),
    ];
    let texts = [
        ("templates/base.html", "{{ \"a.css\"|static }}"),
        (
            "templates/page.html",
            "{%- extends \"base.html\" -%}\n<script src>\n<a href='{{ \"doc.pdf\"|static }}'>",
        ),
    ];
    let pages = pages_of(&build, &texts);
    assert_eq!(pages.len(), 1, "a part is no page, and neither is a page without assets");
    assert_eq!(pages[0].template, "templates/page.html");
    assert_eq!(pages[0].parts, ["templates/base.html"]);
    assert_eq!(pages[0].downloads, ["a.css", "b.png", "f.woff2", "m.js"]);
    assert_eq!(pages[0].sizes.raw, 118);
}

#[test]
fn templates_that_include_each_other_are_pages() {
    let mut build = build(&[("a.css", 1, &[])]);
    build.templates = vec![template("t/a.html", &[(1, 1, "a.css")]), template("t/b.html", &[])];
    let texts = [("t/a.html", "{% include 'b.html' %}"), ("t/b.html", "{% include 'a.html' %}")];
    assert_eq!(pages_of(&build, &texts).len(), 2);
}

#[test]
fn a_name_means_the_template_of_that_path_and_not_one_in_a_folder_below() {
    let mut build = build(&[("a.css", 1, &[])]);
    let files = ["t/admin/nav.html", "t/admin/x.html", "t/nav.html", "t/users/list.html"];
    build.templates = files.map(|file| template(file, &[(1, 1, "a.css")])).into();
    let texts = [
        ("t/users/list.html", "{% include \"nav.html\" %}"),
        ("t/admin/x.html", "{% include \"nav.html\" %}"),
    ];
    let parts = |build: &BuildJson| {
        let pages = pages_of(build, &texts);
        let part = |page: &str| {
            pages.iter().find(|it| it.template == page).map_or(vec![], |it| it.parts.clone())
        };
        (part("t/users/list.html"), part("t/admin/x.html"))
    };
    let root = vec!["t/nav.html".to_owned()];
    for template in &mut build.templates {
        template.engine = "tera".into();
    }
    assert_eq!(parts(&build), (root.clone(), root.clone()));
    for template in &mut build.templates {
        template.engine = "askama".into();
    }
    assert_eq!(parts(&build), (root, vec!["t/admin/nav.html".to_owned()]));
}

#[test]
fn a_page_downloads_the_modules_that_its_scripts_load() {
    let mut build = build(&[("a.js", 1, &[]), ("b.js", 10, &[]), ("c.js", 100, &[])]);
    build.templates = vec![template("t/a.html", &[(1, 1, "a.js")])];
    let loads = |asset: &tailprint_core::build_json::Asset| match &*asset.path {
        "a.js" => vec!["b.js".to_owned(), "gone.js".to_owned()],
        "b.js" => vec!["a.js".to_owned()],
        _ => Vec::new(),
    };
    let source = Source { loads: &loads, ..Source::of(&build) };
    let report = Report::new(&source);
    assert_eq!(report.pages[0].downloads, ["a.js", "b.js"]);
    assert_eq!(
        (&*report.assets[0].loads, &*report.assets[0].referrers),
        (&["b.js".to_owned()][..], &["b.js".to_owned()][..])
    );
    assert_eq!(report.cycles, [["a.js", "b.js"]]);
}

#[test]
fn names_of_templates_are_read_in_every_syntax() {
    let text = "{% extends \"a.html\" %}{%- include 'b.html' -%}{{> c }}{{#> d}}{% include ['f.html', \"g.html\"] ignore missing %}<% import \"e.html\" as e %>\
                extends \"no.html\" {% if from %}\"x\"";
    let mut found = names(text);
    found.sort_unstable();
    assert_eq!(found, ["a.html", "b.html", "c", "d", "e.html", "f.html", "g.html"]);
}

#[test]
fn links_are_not_downloaded_and_style_sheets_are() {
    let cases = [
        ("<a class=x href=\"@", true),
        ("<meta content=\"@", true),
        ("<link rel=\"canonical\" href=\"@\">", true),
        ("<link href=\"@\" rel='alternate'>", true),
        ("<link rel=\"stylesheet\" href=\"@\">", false),
        ("<link rel=icon href=@>", false),
        ("<img src=\"<< @", false),
        ("@", false),
    ];
    for (text, expected) in cases {
        assert_eq!(is_link(text, text.find('@').unwrap()), expected, "{text}");
    }
}
