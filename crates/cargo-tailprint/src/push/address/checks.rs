//! Parts of URLs and variables that the client would stop the program for, or send requests to the wrong place with.

use std::env;

use object_store::path::Path;

/// Returns true for the scheme of a URL, of which a path that begins with it and `:` is a mistyped one.
pub(super) fn is_scheme(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["s3", "gs", "az", "file", "http", "https"].contains(&&*text)
}

/// Checks the name of a bucket or a container. `$web` is one of Azure.
pub(super) fn bucket(url: &str, scheme: &str, bucket: &str) -> Result<(), String> {
    if bucket.is_empty() {
        return Err(format!("{url}: has no bucket (write {scheme}://bucket/prefix)"));
    }
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "-._$".contains(letter);
    if bucket.chars().all(is_allowed) {
        return Ok(());
    }
    Err(format!(
        "{url}: \"{bucket}\" is no name of a bucket (write {scheme}://bucket/prefix; credentials and endpoints are in \
         the environment)"
    ))
}

/// Reads the prefix of all names.
pub(super) fn prefix(url: &str, prefix: &str) -> Result<Path, String> {
    let parts = prefix.trim_end_matches('/').split('/');
    if !prefix.is_empty() && parts.into_iter().any(|part| ["", ".", ".."].contains(&part)) {
        return Err(format!("{url}: a part of the prefix is empty, `.` or `..` (leave it out)"));
    }
    Path::parse(prefix).map_err(|error| format!("{url}: {error}"))
}

/// Checks the address of a server, which the first of these variables has that is set.
pub(super) fn endpoint(names: &[&str]) -> Result<(), String> {
    let set = names.iter().find_map(|name| Some((name, env::var(name).ok()?)));
    set.filter(|(_, value)| !value.is_empty()).map_or(Ok(()), |(name, value)| address(name, &value))
}

/// Checks the address of a server, which a variable has.
pub(super) fn address(name: &str, value: &str) -> Result<(), String> {
    let has_scheme = value.starts_with("http://") || value.starts_with("https://");
    let is_plain = value.chars().all(|letter| letter.is_ascii_graphic());
    if has_scheme && is_plain && reqwest::Url::parse(value).is_ok() {
        return Ok(());
    }
    Err(format!(
        "{name}: \"{value}\" is no address of a server (write https://host, or http://host for one without TLS)"
    ))
}

/// Checks that variables which become headers are one line: secrets of CI often end with a line break.
pub(super) fn one_line(names: &[&str]) -> Result<(), String> {
    let is_broken =
        |name: &&&str| env::var(name).is_ok_and(|value| value.chars().any(char::is_control));
    match names.iter().find(is_broken) {
        Some(name) => {
            Err(format!("{name}: has a line break or a control character (set it without)"))
        }
        None => Ok(()),
    }
}
