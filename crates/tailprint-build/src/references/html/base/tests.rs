use super::*;

fn based(href: &str, kind: Kind, url: &str) -> Vec<String> {
    let span = 10..10 + url.len();
    let reference = Reference { kind, url: url.to_owned(), span: span.clone(), offsets: None };
    let mut found = Found { references: vec![reference], ..Found::default() };
    apply(href, &mut found);
    let references = found.references.into_iter();
    references
        .map(|reference| {
            assert_eq!(reference.span, span);
            assert_eq!(reference.offset(reference.url.len()), span.end);
            reference.url
        })
        .collect()
}

#[test]
fn relative_urls_begin_in_the_folder_of_the_base() {
    for (href, expected) in [
        ("sub/", "./sub/a.png"),
        ("sub/page.html", "./sub/a.png"),
        ("../", "../a.png"),
        ("..", "../a.png"),
        ("./", "./a.png"),
        ("/static/", "/static/a.png"),
        ("/static/app?q=/x", "/static/a.png"),
        (" sub/ ", "./sub/a.png"),
        ("page.html", "a.png"),
        ("", "a.png"),
        ("?q", "a.png"),
    ] {
        assert_eq!(based(href, Kind::Url, "a.png"), [expected], "{href}");
    }
}

#[test]
fn urls_that_are_not_relative_do_not_change() {
    for url in ["/a.png", "https://h/a.png", "//h/a.png", "?q"] {
        assert_eq!(based("sub/", Kind::Url, url), [url]);
    }
    assert_eq!(based("sub/", Kind::Module, "lit"), ["lit"]);
    assert_eq!(based("sub/", Kind::Module, "./a.js"), ["./sub/./a.js"]);
}

#[test]
fn a_base_with_a_host_leads_elsewhere() {
    assert_eq!(based("https://h/static/", Kind::Url, "a.png"), <[String; 0]>::default());
    assert_eq!(based("//h/", Kind::Url, "a.png"), <[String; 0]>::default());
}

#[test]
fn a_base_that_is_longer_than_a_path_leads_to_no_asset() {
    let base = |length: usize| format!("{}/", "b".repeat(length));
    assert_eq!(based(&base(4_000), Kind::Url, "a.png").len(), 1);
    assert_eq!(based(&base(5_000), Kind::Url, "a.png"), <[String; 0]>::default());
}
