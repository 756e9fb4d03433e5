//! Addresses of files.

/// The names of this machine, to which plain HTTP is safe.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

pub(super) fn is_https(url: &str) -> bool {
    url.starts_with("https://")
}

/// Returns true for HTTPS, and for plain HTTP to this machine. Any other server cannot prove who it is.
pub(super) fn safe(url: &str) -> bool {
    // Programs read a backslash, a space or a letter outside of ASCII in different ways. PowerShell quotes with `"`.
    let is_plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'));
    let host = |rest: &str| authority(rest).to_owned();
    if !is_plain {
        return false;
    }
    match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => !host(rest).is_empty(),
        (_, Some(rest)) => {
            let host = host(rest);
            LOCAL.iter().any(|local| {
                host.strip_prefix(local).is_some_and(|port| {
                    let digits = port.strip_prefix(':').unwrap_or_default();
                    port.is_empty()
                        || digits.bytes().all(|byte| byte.is_ascii_digit()) && port.starts_with(':')
                })
            })
        }
        _ => false,
    }
}

/// Returns the address that `location` means in an answer from `base`.
pub(super) fn joined(base: &str, location: &str) -> String {
    let location = location.split('#').next().unwrap_or_default();
    if has_scheme(location) {
        return location.to_owned();
    }
    let (scheme, rest) = base.split_once("://").unwrap_or(("", base));
    let host = authority(rest);
    if location.starts_with("//") {
        return format!("{scheme}:{location}");
    }
    if location.starts_with('/') {
        return format!("{scheme}://{host}{location}");
    }
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    if location.is_empty() || location.starts_with('?') {
        return format!("{scheme}://{path}{location}");
    }
    let folder = path.rfind('/').and_then(|slash| path.get(..slash)).unwrap_or(host);
    format!("{scheme}://{folder}/{location}")
}

/// The host and port at the beginning of an address without its scheme.
fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn has_scheme(location: &str) -> bool {
    location.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

#[cfg(test)]
mod tests;
