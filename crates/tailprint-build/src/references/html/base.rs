//! `<base href>`: where the relative URLs of a document begin.

use crate::references::{Found, Kind, Reference};
use crate::resolve::has_scheme;

/// Makes relative URLs relative to the folder of the document instead.
///
/// A base with a host is another origin, as far as can be told here: what is relative to it is dropped.
pub(super) fn apply(href: &str, found: &mut Found) {
    let href = href.trim_matches(|character: char| character <= ' ');
    if has_scheme(href) || href.starts_with("//") {
        return found.references.clear();
    }
    let folder = folder(href);
    if folder.is_empty() {
        return;
    }
    let references = std::mem::take(&mut found.references).into_iter();
    let from_base = |reference: Reference| {
        if is_relative(&reference) { reference.prefixed(&folder) } else { reference }
    };
    found.references = references.map(from_base).collect();
}

/// The folder of the base with a slash at its end, spelled so that it is no bare module specifier.
fn folder(href: &str) -> String {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let is_up = matches!(path.rsplit('/').next(), Some("." | ".."));
    let folder = match path.rfind('/') {
        _ if is_up => format!("{path}/"),
        Some(slash) => path.get(..=slash).unwrap_or_default().to_owned(),
        None => String::new(),
    };
    if folder.is_empty() || folder.starts_with(['/', '.']) { folder } else { format!("./{folder}") }
}

fn is_relative(reference: &Reference) -> bool {
    let url = reference.url.as_str();
    match reference.kind {
        Kind::Module => url.starts_with("./") || url.starts_with("../"),
        _ => !url.starts_with(['/', '?']) && !has_scheme(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn based(href: &str, kind: Kind, url: &str) -> Vec<String> {
        let span = 10..10 + url.len();
        let reference = Reference { kind, url: url.to_owned(), span: span.clone(), offsets: None };
        let mut found = Found { references: vec![reference], problems: Vec::new() };
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
}
