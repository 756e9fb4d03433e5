//! The text of a URL prefix: that of the build, and the base of a running app.

/// The reason why a text is no URL prefix, and its repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The fault.
    pub what: &'static str,
    /// The text to write instead, or the way to it.
    pub repair: &'static str,
}

/// Neither a path nor a URL.
pub const NOT_ROOTED: Refused = Refused {
    what: "it is neither a path from the root nor a URL",
    repair: "write a path such as \"/static/\" or a URL such as \"https://cdn.example.com/static/\"",
};
/// With a query or a fragment.
pub const QUERY: Refused = Refused { what: "it has a query or a fragment", repair: "remove it" };
/// With letters of other alphabets.
pub const NOT_ASCII: Refused = Refused {
    what: "it has characters that a URL does not have",
    repair: "percent-encode the path, and write a host with such characters in its form with `xn--`",
};
/// With characters of pages and routes.
pub const CHARACTERS: Refused = Refused {
    what: "it has characters that need escaping in pages",
    repair: "percent-encode them",
};
/// With a host that is none.
pub const HOST: Refused = Refused {
    what: "its host is none",
    repair: "write \"https://cdn.example.com/\", with a port from 1 to 65535 if any, and without a user",
};
/// With a path that browsers change.
pub const SEGMENTS: Refused = Refused {
    what: "its path has an empty segment, `.` or `..`",
    repair: "write the path that they lead to",
};

/// Characters that stand for themselves in URLs, in attributes of HTML, in JSON and in CSS, besides letters and digits.
const PLAIN: &[u8] = b"-._~/@+=:!$";

/// Returns the prefix with a slash at its end.
///
/// # Errors
/// The reason why it is none.
///
/// ```
/// use tailprint_core::url_prefix::{SEGMENTS, parse};
///
/// assert_eq!(parse("/app").as_deref(), Ok("/app/"));
/// assert_eq!(parse("/app/../static/"), Err(SEGMENTS));
/// ```
pub fn parse(text: &str) -> Result<String, Refused> {
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
