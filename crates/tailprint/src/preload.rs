//! [`Preload`]: links that make a browser fetch an asset before it is referred to.

use std::fmt;

use http::HeaderValue;

use crate::Asset;

/// A preload of an asset, as HTML ([`Display`](fmt::Display)) or as a `Link` header ([`header`](Self::header)).
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// if let Some(css) = assets::ASSETS.get("css/app.css") {
///     // <link rel="preload" href="…" as="style" integrity="…">
///     let element = css.preload().to_string();
///     // <…>; rel=preload; as="style"; integrity="…"
///     let header = css.preload().header();
/// }
/// ```
///
/// An asset with a known integrity carries it when it is a style sheet or a script. Browsers then use the
/// preloaded bytes only for an element with the same `integrity`; see [`without_integrity`](Self::without_integrity).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preload {
    asset: Asset,
    module: bool,
    integrity: Option<&'static str>,
}

/// The use of the bytes: the `as` attribute (HTML standard, "preload destination").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    Fetch,
    Font,
    Image,
    Script,
    Style,
    Track,
}

impl Destination {
    fn of(content_type: &str) -> Self {
        let essence = content_type.split(';').next().unwrap_or_default().trim_end();
        match essence.split_once('/') {
            Some(("font", _)) => Self::Font,
            Some(("image", _)) => Self::Image,
            Some((_, "css")) => Self::Style,
            Some((_, "javascript" | "x-javascript" | "ecmascript")) => Self::Script,
            Some((_, "vtt")) => Self::Track,
            _ => Self::Fetch,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Font => "font",
            Self::Image => "image",
            Self::Script => "script",
            Self::Style => "style",
            Self::Track => "track",
        }
    }
}

impl Preload {
    pub(crate) fn new(asset: Asset) -> Self {
        let module = std::path::Path::new(asset.path())
            .extension()
            .is_some_and(|extension| extension == "mjs");
        Self::with_module(asset, module)
    }

    pub(crate) fn module(asset: Asset) -> Self {
        Self::with_module(asset, true)
    }

    fn with_module(asset: Asset, module: bool) -> Self {
        let destination = Destination::of(asset.content_type());
        let checked = module || matches!(destination, Destination::Script | Destination::Style);
        Self { asset, module, integrity: asset.integrity().filter(|_| checked) }
    }

    /// Omits the integrity, for an element that has no `integrity` attribute.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let css = assets::ASSETS.get("css/app.css");
    /// let preload = css.map(|css| css.preload().without_integrity());
    /// ```
    #[must_use]
    pub fn without_integrity(mut self) -> Self {
        self.integrity = None;
        self
    }

    /// The value of a `Link` header (RFC 8288), for the response or for a 103 before it (RFC 8297).
    ///
    /// None if the URL has characters that are not allowed in a header.
    #[must_use]
    pub fn header(self) -> Option<HeaderValue> {
        let mut value = format!("<{}>; rel={}", self.asset.url(), self.rel());
        self.parameters(&mut value, |value, name, parameter| {
            value.push_str("; ");
            value.push_str(name);
            if !parameter.is_empty() {
                value.push_str("=\"");
                value.push_str(parameter);
                value.push('"');
            }
            Ok(())
        })
        .ok()?;
        HeaderValue::try_from(value).ok()
    }

    fn rel(self) -> &'static str {
        if self.module { "modulepreload" } else { "preload" }
    }

    /// Every parameter but `href` and `rel`; an empty value stands for none.
    fn parameters<W>(
        self,
        to: &mut W,
        mut write: impl FnMut(&mut W, &'static str, &'static str) -> fmt::Result,
    ) -> fmt::Result {
        let destination = Destination::of(self.asset.content_type());
        if !self.module {
            write(to, "as", destination.name())?;
            if destination == Destination::Font {
                // a browser skips a font whose type it cannot use
                write(to, "type", self.asset.content_type())?;
            }
        }
        if self.is_cors(destination) {
            write(to, "crossorigin", "")?;
        }
        self.integrity.map_or(Ok(()), |integrity| write(to, "integrity", integrity))
    }

    /// Returns true if the element that uses the bytes requests them with CORS: a preload without it would be fetched
    /// twice.
    fn is_cors(self, destination: Destination) -> bool {
        let other_origin = !self.asset.url().starts_with('/') || self.asset.url().starts_with("//");
        self.module
            || matches!(destination, Destination::Fetch | Destination::Font)
            || (other_origin && self.integrity.is_some())
    }
}

impl fmt::Display for Preload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<link rel=\"{}\"", self.rel())?;
        attribute(f, "href", self.asset.url())?;
        self.parameters(f, attribute)?;
        f.write_str(">")
    }
}

fn attribute(f: &mut fmt::Formatter<'_>, name: &'static str, value: &'static str) -> fmt::Result {
    write!(f, " {name}")?;
    if value.is_empty() {
        return Ok(());
    }
    f.write_str("=\"")?;
    for (index, part) in value.split('&').enumerate() {
        f.write_str(if index == 0 { "" } else { "&amp;" })?;
        f.write_str(part)?;
    }
    f.write_str("\"")
}
