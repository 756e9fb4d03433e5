#![no_main]

//! Whatever the path: an asset is served under its two names, decoded once, and nothing else is.

use http::{Request, Uri};
use tailprint_fuzz::{assets, header};

libfuzzer_sys::fuzz_target!(|path: &str| {
    let Ok(uri) = Uri::try_from(format!("/{path}")) else { return };
    // Slashes directly behind the mount count as one, and an encoded slash is no separator.
    let path = uri.path().trim_start_matches('/');
    let decoded = decode(path).filter(|_| !path.to_ascii_lowercase().contains("%2f"));
    let request = Request::get(uri).body(()).unwrap();
    let response = assets().respond(&request);
    let known = decoded.as_deref().and_then(|name| {
        let is_named = |asset: &tailprint::Asset| asset.name() == name || asset.path() == name;
        assets().iter().find(is_named)
    });
    match (response.status().as_u16(), known) {
        (200, Some(asset)) => {
            let immutable = header(&response, "cache-control").unwrap().contains("immutable");
            assert_eq!(immutable, decoded.as_deref() == Some(asset.name()) && asset.is_immutable());
        }
        (302, None) => {
            // `stem.<fingerprint>.extension` or `stem.<fingerprint>`, whose fingerprint can be left out
            let name = decoded.unwrap();
            let target = assets()
                .by_url(&format!("/static/{}", header(&response, "location").unwrap()))
                .unwrap();
            let parts: Vec<&str> = name.split('.').collect();
            let without = |skip: usize| {
                let kept = parts
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| *index != skip)
                    .map(|(_, part)| *part);
                kept.collect::<Vec<_>>().join(".")
            };
            assert!(
                (0..parts.len())
                    .any(|skip| parts[skip].len() == 12 && without(skip) == target.path())
            );
        }
        (404, None) => {}
        (status, known) => panic!("{status} for {known:?}"),
    }
});

/// RFC 3986 section 2.1; none for what is not UTF-8. A percent sign that encodes nothing stays.
fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut index = 0;
    while index < bytes.len() {
        let digits =
            bytes.get(index + 1..index + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let octet = digits
            .filter(|digits| {
                bytes[index] == b'%' && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
            })
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(octet.unwrap_or(bytes[index]));
        index += if octet.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).ok()
}
