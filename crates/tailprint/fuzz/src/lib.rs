//! Common parts of the fuzz targets: assets, a way to ask for them, and for each header a second reading of its RFC, slow
//! and written apart from the first.

pub mod accept_encoding;
pub mod preconditions;
pub mod range;

use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use tailprint::generated::{Content, Settings, Stale, Table};
use tailprint::{Assets, Coding};
use tailprint_core::table::{Packed, Record, Variant, pack};

/// The seconds since 1970 that everything was modified at, and the same as HTTP writes it.
pub const MODIFIED: u64 = 1_000_000_000;
pub const MODIFIED_DATE: &str = "Sun, 09 Sep 2001 01:46:40 GMT";
/// The entity tag of `app.js` as it is.
pub const ETAG: &str = "\"0123456789ab\"";
/// The content of `app.js` as it is: every byte says where it stands.
pub const SIZE: usize = 200;

const CONTENT: &[u8] = &{
    let mut content = [0; SIZE + 100];
    let mut index = 0;
    while index < content.len() {
        content[index] = index as u8;
        index += 1;
    }
    content
};

/// `app.js` in every coding, `app.0123456789ab.css` under a name that looks hashed, and others of one coding.
pub fn assets() -> &'static Assets {
    static ASSETS: OnceLock<Assets> = OnceLock::new();
    ASSETS.get_or_init(|| {
        let all = [
            Some(Variant { start: Some(0), len: SIZE as u64, etag: ETAG }),
            Some(Variant { start: Some(201), len: 10, etag: "\"b123456789ab\"" }),
            Some(Variant { start: Some(211), len: 20, etag: "\"a123456789ab\"" }),
            Some(Variant { start: Some(231), len: 15, etag: "\"d123456789ab\"" }),
        ];
        let one = [all[0], None, None, None];
        let records = [
            record("app.0123456789ab.css", "app.0123456789ab.111111111111.css", one),
            record("app.js", "app.0123456789ab.js", all),
            record(
                "empty.txt",
                "empty.222222222222.txt",
                [Some(Variant { start: Some(0), len: 0, etag: "\"empty\"" }), None, None, None],
            ),
            record("img/über uns.svg", "img/über uns.333333333333.svg", one),
            record("sw.js", "sw.js", one),
        ];
        let Packed { strings, records } = pack(&records);
        let settings = Settings {
            package: "app",
            is_library: false,
            mount: "/static",
            url_prefix: "/static/",
            content: Content::Embedded(CONTENT),
            last_modified: Some(MODIFIED),
            stale: Stale::Redirect,
            graphs: &[],
            built: None,
        };
        Assets::new(Table::new(strings.leak(), records.leak()), settings)
    })
}

fn record<'a>(path: &'a str, name: &'a str, variants: [Option<Variant<'a>>; 4]) -> Record<'a> {
    Record {
        path,
        name,
        url: name,
        content_type: "text/plain",
        fingerprint: "0123456789ab",
        headers: "access-control-allow-origin: *",
        immutable: path != name,
        variants,
        ..Record::default()
    }
}

/// The bytes of `app.js` in a coding.
pub fn content(coding: Coding) -> Bytes {
    assets().get("app.js").and_then(|asset| asset.bytes_of(coding).unwrap()).unwrap()
}

/// Asks for `app.js`; lines that cannot stand in a header are left out, of the request and of what is returned.
pub fn get<'a>(
    lines: &[(&'static str, &'a [u8])],
) -> (Response<tailprint::Body>, Vec<(&'static str, &'a [u8])>) {
    let mut request = Request::get("/app.js").body(()).unwrap();
    let mut sent = Vec::new();
    for (name, line) in lines {
        // hyper takes white space around a value away
        let line = line.trim_ascii();
        if let Ok(value) = HeaderValue::from_bytes(line) {
            request.headers_mut().append(*name, value);
            sent.push((*name, line));
        }
    }
    (assets().respond(&request), sent)
}

pub fn header<'a, B>(response: &'a Response<B>, name: &str) -> Option<&'a str> {
    let mut values = response.headers().get_all(name).iter();
    let value = values.next().map(|value| value.to_str().unwrap());
    assert!(values.next().is_none(), "{name} twice");
    value
}

/// Checks the rules that hold for every response.
pub fn check_frame(response: Response<tailprint::Body>) -> Bytes {
    let status = response.status().as_u16();
    assert_eq!(header(&response, "x-content-type-options"), Some("nosniff"));
    assert_eq!(header(&response, "access-control-allow-origin"), Some("*"));
    assert_eq!(
        header(&response, "vary").is_some(),
        matches!(status, 200 | 206 | 304 | 406 | 412 | 416)
    );
    let length = header(&response, "content-length").map(|length| length.parse::<usize>().unwrap());
    let body = response.into_body().into_bytes().unwrap();
    assert_eq!(length, (status != 304).then_some(body.len()));
    body
}
