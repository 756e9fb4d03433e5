//! Whatever the headers hold: nothing panics, nothing refused is sent, and no range leaves the content.

use http::header::{
    ACCEPT_ENCODING, CONTENT_RANGE, HeaderName, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_RANGE, RANGE,
};
use http::{HeaderValue, Request, Response, StatusCode};
use proptest::prelude::*;
use tailprint::{Assets, Body};

use crate::fixture;

fn assets() -> &'static Assets {
    static ASSETS: std::sync::OnceLock<&'static Assets> = std::sync::OnceLock::new();
    ASSETS.get_or_init(|| fixture::dated().assets)
}

fn get(path: &str, headers: &[(HeaderName, &[u8])]) -> Response<Body> {
    let mut request = Request::get(path).body(()).unwrap();
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            request.headers_mut().append(name, value);
        }
    }
    assets().respond(&request)
}

/// Text that is often almost a header value.
fn almost(words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        8 => proptest::sample::select(words).prop_map(|word| word.as_bytes().to_vec()),
        1 => proptest::collection::vec(0x20_u8..=0xFF, 0..4),
    ];
    proptest::collection::vec(word, 0..12).prop_map(|words| words.concat())
}

const CODINGS: &[&str] = &[
    "br", "gzip", "x-gzip", "zstd", "identity", "*", "BR", ";", ",", ", ", "q=", ";q=0", ";q=0.0",
    ";q=1", ";q=0.5", " ; q = 0", ";Q=0", "\t", " ", "0", ".", "1",
];
const RANGES: &[&str] = &[
    "bytes",
    "=",
    "bytes=",
    "-",
    ",",
    " ",
    "0",
    "1",
    "1719",
    "1720",
    "2000",
    "18446744073709551616",
    "x",
];
const TAGS: &[&str] = &[
    "\"0123456789ab\"",
    "\"b123456789ab\"",
    "W/",
    "\"",
    ",",
    " ",
    "*",
    "x",
    "Sun, 09 Sep 2001 01:46:40 GMT",
    "\"\"",
];

/// Whether a line says, in the plainest reading, that the coding must not be sent.
fn refuses(line: &str, coding: &str) -> bool {
    line.split(',').any(|member| {
        let (name, weight) = member.split_once(';').unwrap_or((member, ""));
        let weight = weight.trim().to_ascii_lowercase();
        let value = weight.strip_prefix('q').and_then(|rest| rest.trim_start().strip_prefix('='));
        // A space between digits makes it malformed, as `0 0` is.
        let zero = value.map(str::trim).is_some_and(|q| {
            let (whole, fraction) = q.split_once('.').unwrap_or((q, ""));
            !whole.is_empty() && whole.chars().chain(fraction.chars()).all(|char| char == '0')
        });
        let name = name.trim().to_ascii_lowercase();
        (name == coding || name == format!("x-{coding}")) && zero
    })
}

proptest! {
    #[test]
    fn a_refused_coding_is_never_sent(lines in proptest::collection::vec(almost(CODINGS), 0..3)) {
        let headers: Vec<_> = lines.iter().map(|line| (ACCEPT_ENCODING, line.as_slice())).collect();
        let response = get("/js/app.js", &headers);
        let sent = response.headers().get("content-encoding").map_or("identity", |coding| coding.to_str().unwrap());
        if response.status() == StatusCode::OK {
            for line in lines.iter().filter_map(|line| std::str::from_utf8(line).ok()) {
                prop_assert!(!refuses(line, sent), "{sent} for {line:?}");
            }
        } else {
            prop_assert_eq!(response.status(), StatusCode::NOT_ACCEPTABLE);
        }
    }

    #[test]
    fn the_coding_does_not_depend_on_what_the_thread_was_asked_before(
        before in almost(CODINGS),
        line in prop_oneof![almost(CODINGS), Just(b"br".to_vec()), Just(vec![b','; 80])],
    ) {
        let ask = |line: &[u8]| {
            let response = get("/js/app.js", &[(ACCEPT_ENCODING, line)]);
            (response.status(), response.headers().get("content-encoding").cloned())
        };
        let (once, long) = (line.clone(), [line.as_slice(), b",", &[b' '; 80]].concat());
        let alone = std::thread::spawn(move || ask(&once)).join().unwrap();
        ask(&before);
        for line in [&line, &line, &long, &line] {
            prop_assert_eq!(ask(line), alone.clone(), "{:?} after {:?}", line, before);
        }
    }

    #[test]
    fn a_range_never_leaves_the_content(line in almost(RANGES)) {
        let response = get("/css/app.css", &[(RANGE, &line)]);
        let whole = get("/css/app.css", &[]).into_body().into_bytes().unwrap();
        let content_range = response.headers().get(CONTENT_RANGE).map(|value| value.to_str().unwrap().to_owned());
        match response.status() {
            StatusCode::OK => prop_assert_eq!(response.into_body().into_bytes().unwrap(), whole),
            StatusCode::PARTIAL_CONTENT => {
                let content_range = content_range.unwrap();
                let (part, len) = content_range.strip_prefix("bytes ").unwrap().split_once('/').unwrap();
                let (first, last) = part.split_once('-').unwrap();
                let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
                prop_assert_eq!(len, whole.len().to_string());
                prop_assert_eq!(response.into_body().into_bytes().unwrap(), &whole[first..=last]);
            }
            status => {
                prop_assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE);
                prop_assert_eq!(content_range.unwrap(), format!("bytes */{}", whole.len()));
            }
        }
    }

    #[test]
    fn preconditions_lead_to_four_statuses_and_no_panic(
        names in proptest::collection::vec(0_usize..4, 0..4),
        value in almost(TAGS),
    ) {
        let known = [IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_RANGE];
        let mut headers: Vec<_> = names.iter().map(|name| (known[*name].clone(), value.as_slice())).collect();
        headers.push((RANGE, b"bytes=0-3"));
        let status = get("/css/app.css", &headers).status().as_u16();
        prop_assert!([200, 206, 304, 412].contains(&status), "{status}");
    }

    #[test]
    fn a_tag_matches_wherever_it_stands_in_a_list(before in 0_usize..4, after in 0_usize..4, weak: bool) {
        let mut tags = vec!["\"x\"".to_owned(); before + after + 1];
        tags[before] = format!("{}\"0123456789ab\"", if weak { "W/" } else { "" });
        let list = tags.join(", ");
        prop_assert_eq!(get("/css/app.css", &[(IF_NONE_MATCH, list.as_bytes())]).status(), StatusCode::NOT_MODIFIED);
        let status = get("/css/app.css", &[(IF_MATCH, list.as_bytes())]).status();
        prop_assert_eq!(status, if weak { StatusCode::PRECONDITION_FAILED } else { StatusCode::OK });
    }

    #[test]
    fn only_assets_have_paths(path in "/(css|\\.|%2e|%5c|%00|app|/|%2f|é|C:|%){0,8}") {
        let Ok(request) = Request::get(path.as_str()).body(()) else { return Ok(()) };
        prop_assert_eq!(assets().respond(&request).status(), StatusCode::NOT_FOUND);
    }
}

/// The same on a disk, where a mistake would show what lies beside the root.
#[test]
fn nothing_outside_the_roots_is_ever_read() {
    let fixture = fixture::plain();
    proptest!(|(path in "/(\\.\\./|%2e%2e/|%2e\\./|\\.\\.%2f|\\.\\.%5c|css/|/|%2f|\\./|%00){0,6}(secret\\.txt|\\.env|source\\.css)")| {
        let Ok(request) = Request::get(path.as_str()).body(()) else { return Ok(()) };
        prop_assert_eq!(fixture.assets.respond(&request).status(), StatusCode::NOT_FOUND);
    });
}
