//! Assets on another origin: a hint and a policy for the pages that load them.

use std::fmt;

use http::HeaderValue;

use crate::Assets;

/// The origin of a URL with a host: `https://cdn.example.com`, or `//cdn.example.com`. None for a path.
pub(crate) fn of(url: &str) -> Option<&str> {
    let is_path = url.starts_with('/') && !url.starts_with("//");
    let host = url.find("//").filter(|_| !is_path)? + 2;
    let end = url.get(host..)?.find('/').map_or(url.len(), |slash| host + slash);
    url.get(..end)
}

/// A hint that makes a browser open the connection to the origin of the assets early.
///
/// `Display` writes `<link rel="preconnect" href="https://cdn.example.com" crossorigin>`, and nothing if the assets are on
/// the origin of the pages.
///
/// Browsers fetch fonts, modules and elements with [`Sri`](crate::Sri) over this connection. They open another one for
/// images.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// assets::set_base("https://cdn.example.com/static/")?;
/// let element = assets::preconnect().to_string();
/// assert_eq!(element, r#"<link rel="preconnect" href="https://cdn.example.com" crossorigin>"#);
/// # Ok::<(), tailprint::BaseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preconnect {
    origin: Option<&'static str>,
}

impl Preconnect {
    /// The value of a `Link` header (RFC 8288). None if the assets are on the origin of the pages.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// assert_eq!(assets::preconnect().header(), None);
    /// ```
    #[must_use]
    pub fn header(self) -> Option<HeaderValue> {
        let origin = self.origin?;
        HeaderValue::try_from(format!("<{origin}>; rel=preconnect; crossorigin")).ok()
    }
}

impl fmt::Display for Preconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.origin {
            Some(origin) => write!(f, "<link rel=\"preconnect\" href=\"{origin}\" crossorigin>"),
            None => Ok(()),
        }
    }
}

/// The sources of assets for a Content-Security-Policy.
///
/// `Display` writes `'self'`, and behind it the URL prefix if the assets are on another origin.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// assets::set_base("https://cdn.example.com/static/")?;
/// let sources = assets::csp_sources();
/// let policy = format!("script-src {sources}; style-src {sources}; font-src {sources}");
/// assert!(policy.starts_with("script-src 'self' https://cdn.example.com/static/; style-src"));
/// # Ok::<(), tailprint::BaseError>(())
/// ```
///
/// The app serves the files at the root of its host under any base, so `'self'` is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CspSources {
    /// The URL prefix, if it is on another origin.
    prefix: Option<&'static str>,
}

impl fmt::Display for CspSources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("'self'")?;
        match self.prefix {
            // A source without a scheme has that of the page, as such a URL has.
            Some(prefix) => write!(f, " {}", prefix.strip_prefix("//").unwrap_or(prefix)),
            None => Ok(()),
        }
    }
}

impl Assets {
    /// The hint to connect to the origin of the assets early: see [`Preconnect`].
    #[must_use]
    pub fn preconnect(&'static self) -> Preconnect {
        Preconnect { origin: of(self.url_prefix()) }
    }

    /// The sources of assets for a Content-Security-Policy: see [`CspSources`].
    #[must_use]
    pub fn csp_sources(&'static self) -> CspSources {
        let prefix = self.url_prefix();
        CspSources { prefix: of(prefix).map(|_| prefix) }
    }
}

#[cfg(feature = "askama")]
impl askama::filters::HtmlSafe for Preconnect {}
