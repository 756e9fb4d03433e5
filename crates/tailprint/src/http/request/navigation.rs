//! Requests of a browser for a page, as against those for its parts.

use std::borrow::Cow;

use http::Method;
use http::header::{ACCEPT, HeaderMap};
use tailprint_core::media_type;

use super::negotiate::refuses;
use super::path;

/// Returns true for a request that a browser sends for an address that a person goes to: it accepts HTML by name, and the
/// path has no extension of a file. What scripts and elements of a page request has neither.
pub(crate) fn is_navigation(method: &Method, path: &str, headers: &HeaderMap) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
        && !has_known_extension(path)
        && headers.get_all(ACCEPT).iter().any(|line| accepts_html(line.as_bytes()))
}

fn accepts_html(line: &[u8]) -> bool {
    line.split(|byte| *byte == b',').any(|member| {
        let mut parts = member.split(|byte| *byte == b';').map(<[u8]>::trim_ascii);
        let is_html = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(b"text/html"));
        is_html && !refuses(parts)
    })
}

/// Extensions of files that no page loads, which are more often the end of a host name or an e-mail address. Sorted.
const ENDS_OF_HOSTS: [&str; 17] = [
    "ai", "au", "cat", "cc", "com", "fm", "in", "me", "mobi", "ms", "org", "pl", "sh", "so", "st",
    "tr", "xyz",
];

/// Returns true for a path that ends like the name of a file: `/app.js`, but neither `/users/jane.doe`, `/v1.2` nor
/// `/users/jane@example.com`.
fn has_known_extension(path: &str) -> bool {
    let path = &*path::name(path).unwrap_or(Cow::Borrowed(path));
    let end = path.rsplit('.').next().unwrap_or_default();
    let is_of_host = ENDS_OF_HOSTS.iter().any(|known| known.eq_ignore_ascii_case(end));
    !is_of_host && media_type(path) != media_type("")
}
