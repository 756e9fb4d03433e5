//! The text of a base.

/// The reasons why a text is no base, each with the repair.
pub(super) const NOT_ROOTED: &str = "it is neither a path from the root nor a URL (write \"/app/static/\" or \
     \"https://cdn.example.com/static/\")";
pub(super) const QUERY: &str = "it has a query or a fragment (remove it)";
pub(super) const NOT_ASCII: &str = "it has characters that a URL does not have (percent-encode the path, and write a \
     host with such characters in its form with `xn--`)";
pub(super) const CHARACTERS: &str =
    "it has characters that need escaping in pages (percent-encode them)";
pub(super) const HOST: &str = "its host is none (write \"https://cdn.example.com/\", with a port from 1 to 65535 if \
     any, and without a user)";
pub(super) const SEGMENTS: &str =
    "its path has an empty segment, `.` or `..` (write the path that they lead to)";

/// Characters that stand for themselves in URLs, in attributes of HTML, in JSON and in CSS, besides letters and digits.
const PLAIN: &[u8] = b"-._~/@+=:!$";

/// Returns the base with a slash at its end, or the reason why it is none.
pub(super) fn parse(text: &str) -> Result<String, &'static str> {
    if !text.is_ascii() {
        return Err(NOT_ASCII);
    }
    if text.contains(['?', '#']) {
        return Err(QUERY);
    }
    let (start, rest) = split_scheme(text);
    let path = if let Some(behind) = rest.strip_prefix("//") {
        let (host, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
        if !is_host(host) {
            return Err(HOST);
        }
        path
    } else if start.is_empty() && rest.starts_with('/') {
        rest
    } else {
        return Err(NOT_ROOTED);
    };
    if !is_plain(path.as_bytes()) {
        return Err(CHARACTERS);
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments = path.split('/').skip(1);
    if segments.any(|segment| is_dots(segment) || segment.is_empty()) {
        return Err(SEGMENTS);
    }
    let slash = if text.ends_with('/') { "" } else { "/" };
    Ok(format!("{text}{slash}"))
}

/// Splits off `https:` or `http:`.
fn split_scheme(text: &str) -> (&str, &str) {
    let end = ["https:", "http:"].into_iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(scheme.len())
    });
    text.split_at(end.unwrap_or(0))
}

/// Returns true for a name or an address, with or without a port.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        // The colons of an IPv6 address are within brackets.
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let is_port = |port: &str| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    };
    let is_address = name.starts_with('[') && name.ends_with(']');
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let is_of_address = |byte: u8| byte.is_ascii_hexdigit() || b"[]:.".contains(&byte);
    let is_name = if is_address {
        name.bytes().all(is_of_address)
    } else {
        !name.is_empty() && name.bytes().all(is_of_name)
    };
    is_name && port.is_none_or(is_port)
}

/// Returns true if nothing has to be escaped wherever the text is written.
fn is_plain(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        rest = match behind {
            [high, low, behind @ ..]
                if *first == b'%' && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                behind
            }
            _ if first.is_ascii_alphanumeric() || PLAIN.contains(first) => behind,
            _ => return false,
        };
    }
    true
}

/// Returns true for `.` and `..`, which browsers take out, also where they are percent-encoded.
fn is_dots(segment: &str) -> bool {
    let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(&*decoded, "." | "..")
}
