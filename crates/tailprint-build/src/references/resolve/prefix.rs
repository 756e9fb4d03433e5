//! The URL prefix of published assets.

use tailprint_core::url_prefix;

use super::path;
use crate::error::{Problem, Setting};

/// The URL below which the static files are published: `/static/`, `/` or `https://cdn.example.com/static/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UrlPrefix {
    text: String,
    origin: Option<Origin>,
    segments: Vec<String>,
}

/// The host of a prefix such as `https://cdn.example.com/` or `//cdn.example.com/`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Origin {
    /// In lower case; none for the scheme of the page.
    scheme: Option<String>,
    /// In lower case, without a default port.
    host: String,
}

impl UrlPrefix {
    /// Parses a prefix. A missing `/` at its end is added.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let text = url_prefix::parse(text).map_err(|refused| {
            Problem::error(format!("\"{text}\" is no URL prefix: {}", refused.what))
                .about(Setting::UrlPrefix)
                .help(refused.repair)
        })?;
        let (scheme, rest) = match path::scheme(&text) {
            Some((scheme, rest)) => (Some(scheme.to_ascii_lowercase()), rest),
            None => (None, &*text),
        };
        let (origin, path) = match rest.strip_prefix("//") {
            Some(behind) => {
                let (host, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
                let host = normal_host(host, scheme.as_deref());
                (Some(Origin { scheme, host }), path)
            }
            None => (None, rest),
        };
        let mut segments = Vec::new();
        path::walk(&mut segments, path);
        segments.retain(|segment| !segment.is_empty());
        Ok(Self { origin, segments, text })
    }

    /// Returns the prefix as written, with a `/` at its end.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the path without the `/` at its end; empty for the root of the host.
    pub(crate) fn mount(&self) -> &str {
        let behind_host = self.text.split_once("//").map_or(&*self.text, |(_, behind)| {
            behind.find('/').map_or("", |slash| &behind[slash..])
        });
        behind_host.trim_end_matches('/')
    }

    /// Returns true for a prefix with a host, which may be another one than that of the app.
    pub(crate) fn has_host(&self) -> bool {
        self.origin.is_some()
    }

    /// Returns the decoded segments of the path.
    pub(super) fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Returns the path of an absolute URL if its host is that of the prefix. `behind` begins with the host.
    pub(super) fn strip_origin<'a>(
        &self,
        scheme: Option<&str>,
        behind: &'a str,
    ) -> Option<&'a str> {
        let origin = self.origin.as_ref()?;
        if let (Some(ours), Some(theirs)) = (&origin.scheme, scheme)
            && !ours.eq_ignore_ascii_case(theirs)
        {
            return None;
        }
        if scheme.is_some_and(|scheme| !is_http(scheme)) {
            return None;
        }
        let (host, path) =
            behind.split_at(behind.find(['/', '\\', '?', '#']).unwrap_or(behind.len()));
        (normal_host(host, scheme.or(origin.scheme.as_deref())) == origin.host).then_some(path)
    }

    /// Returns the logical path for a path of a URL; none if it is not below the prefix.
    pub(super) fn strip(&self, segments: &[String]) -> Option<String> {
        let below = segments.strip_prefix(self.segments.as_slice())?;
        let names: Vec<&str> =
            below.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        Some(names.join("/"))
    }
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn normal_host(host: &str, scheme: Option<&str>) -> String {
    let host = host.to_ascii_lowercase();
    let default_port = if scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("http")) {
        ":80"
    } else {
        ":443"
    };
    host.strip_suffix(default_port).map(str::to_owned).unwrap_or(host)
}
