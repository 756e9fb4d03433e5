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
fn names_of_templates_are_read_in_every_syntax() {
    let text = "{% extends \"a.html\" %}{%- include 'b.html' -%}{{> c }}{{#> d}}<% import \"e.html\" as e %>\
                extends \"no.html\" {% if from %}\"x\"";
    let mut found = names(text);
    found.sort_unstable();
    assert_eq!(found, ["a.html", "b.html", "c", "d", "e.html"]);
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
