//! The answers of apps, in every framework in which the service mounts itself by the paths of requests.

use crate::fixture::Fixture;

use super::*;

/// A path, `Accept`, and the answer: status and content.
pub(super) type Expected = (&'static str, (&'static str, &'static str), u16, &'static str);

/// Assets in an app that has a page at `/` and a 404 page of its own, and what such an app answers.
pub(super) struct Beside {
    pub(super) service: Service,
    pub(super) answers: &'static [Expected],
    /// The folder of a debug build.
    _fixture: Option<Fixture>,
}

pub(super) fn beside() -> Vec<Beside> {
    let of = |service, answers| Beside { service, answers, _fixture: None };
    let plain = fixture::plain_with_root_files();
    vec![
        of(at_root(fixture::hashed()).service(), AT_ROOT),
        of(at_root(fixture::plain()).service(), AT_ROOT_IN_DEBUG),
        of(pages_below_mount().index_html().not_found("404.html"), WITH_PAGES),
        of(fixture::with_root_files().assets.service(), WITH_ROOT_FILES),
        Beside {
            service: plain.assets.service(),
            answers: WITH_ROOT_FILES_IN_DEBUG,
            _fixture: Some(plain),
        },
    ]
}

const AT_ROOT: &[Expected] = &[
    ("/sw.js", PAGE, 200, "self;"),
    ("/", PAGE, 200, "the page"),
    ("/none.js", ANY, 404, "my 404 page"),
    ("/img/%C3%BCber%20uns.svg", ANY, 200, "<svg/>"),
    ("/css%2Fapp.css", ANY, 404, "my 404 page"),
];
const AT_ROOT_IN_DEBUG: &[Expected] = &[
    ("/css/site.css", PAGE, 200, "the content of css/site.css"),
    ("/", PAGE, 200, "the page"),
    ("/.env", ANY, 404, "my 404 page"),
];
const WITH_PAGES: &[Expected] = &[
    ("/static/docs/", PAGE, 200, "the docs"),
    ("/static/docs", PAGE, 302, ""),
    ("/static/none", ANY, 404, "not here"),
    ("/", PAGE, 200, "the page"),
    ("/none", ANY, 404, "my 404 page"),
];
const WITH_ROOT_FILES: &[Expected] = &[
    ("/favicon.ico", PAGE, 200, "icon"),
    ("/static/app.css", ANY, 200, "a{}"),
    ("/", PAGE, 200, "the page"),
    ("/app.css", ANY, 404, "my 404 page"),
    ("/.well-known/none", ANY, 404, "my 404 page"),
    ("/static/favicon.ico", ANY, 404, ""),
];
const WITH_ROOT_FILES_IN_DEBUG: &[Expected] = &[
    ("/new.txt", ANY, 200, "the content of new.txt"),
    ("/", PAGE, 200, "the page"),
    ("/.env", ANY, 404, "my 404 page"),
];

/// The answers of an app with a page at `/` and no 404 page, with a service behind its routes that has a page for
/// navigations.
pub(super) const NAVIGATIONS: &[Expected] = &[
    ("/", PAGE, 200, "the page"),
    ("/users", PAGE, 200, "the app"),
    ("/users", ANY, 404, ""),
    ("/app.js", PAGE, 404, ""),
    ("/static/none", PAGE, 404, ""),
    ("/static/docs/index.html", PAGE, 200, "the docs"),
];
