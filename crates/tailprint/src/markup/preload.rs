//! [`Preload`]: links that make a browser fetch an asset before it is referred to.

use std::{error, fmt};

use http::HeaderValue;
use tailprint_core::preload::Destination;

use crate::markup::origin;
use crate::{Asset, Sri};

/// A preload of an asset, as HTML ([`Display`](fmt::Display)) or as a `Link` header ([`header`](Self::header)).
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// if let Some(css) = assets::ASSETS.get("css/app.css") {
///     let preload = css.preload()?;
///     // <link rel="preload" href="…" as="style" integrity="…">
///     let element = preload.to_string();
///     // <…>; rel=preload; as="style"; integrity="…"
///     let header = preload.header();
/// }
/// # Ok::<(), tailprint::NotPreloadable>(())
/// ```
///
/// In hashed mode, the preload of a style sheet or script carries its integrity. Browsers then use the preloaded bytes
/// only for an element with the same `integrity`. For an element without one, call
/// [`without_integrity`](Self::without_integrity).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preload {
    asset: Asset,
    destination: Destination,
    module: bool,
    integrity: Option<&'static str>,
    crossorigin: bool,
}

impl Preload {
    pub(crate) fn new(asset: Asset) -> Result<Self, NotPreloadable> {
        let refused = || NotPreloadable { asset, module: false };
        Ok(Self::to(asset, Destination::of(asset.content_type()).ok_or_else(refused)?))
    }

    pub(crate) fn to(asset: Asset, destination: Destination) -> Self {
        let extension = std::path::Path::new(asset.path()).extension();
        let module = extension.is_some_and(|extension| extension == "mjs");
        Self::with(asset, destination, module)
    }

    pub(crate) fn module(asset: Asset) -> Result<Self, NotPreloadable> {
        match Destination::of(asset.content_type()) {
            Some(Destination::Script) => Ok(Self::with(asset, Destination::Script, true)),
            _ => Err(NotPreloadable { asset, module: true }),
        }
    }

    fn with(asset: Asset, destination: Destination, module: bool) -> Self {
        let integrity = Sri::of(asset).integrity().filter(|_| destination.is_checked());
        Self { asset, destination, module, integrity, crossorigin: false }
    }

    /// Adds the attribute `crossorigin`, for an element that has it as well. Browsers use preloaded bytes only if both
    /// elements have it, or neither. Preloads of fonts, of modules and for `fetch` have it without this call.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// // for <link rel="stylesheet" href="…" integrity="…" crossorigin>
    /// # fn preload() -> Option<String> {
    /// let css = assets::ASSETS.get("css/app.css")?;
    /// let element = css.preload().ok()?.crossorigin().to_string();
    /// # Some(element)
    /// # }
    /// ```
    #[must_use]
    pub fn crossorigin(mut self) -> Self {
        self.crossorigin = true;
        self
    }

    /// Omits the integrity, for an element that has no `integrity` attribute.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// # fn preload() -> Option<tailprint::Preload> {
    /// let css = assets::ASSETS.get("css/app.css")?;
    /// let preload = css.preload().ok()?.without_integrity();
    /// # Some(preload)
    /// # }
    /// ```
    #[must_use]
    pub fn without_integrity(mut self) -> Self {
        self.integrity = None;
        self
    }

    /// The value of a `Link` header (RFC 8288), for the response with the page, or for an early response 103 (RFC
    /// 8297).
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
        if !self.module {
            write(to, "as", self.destination.name())?;
            if self.destination == Destination::Font {
                // a browser skips a font whose type it cannot use
                write(to, "type", self.asset.content_type())?;
            }
        }
        if self.is_cors() {
            write(to, "crossorigin", "")?;
        }
        self.integrity.map_or(Ok(()), |integrity| write(to, "integrity", integrity))
    }

    /// Returns true if the element that uses the bytes requests them with CORS: a preload without it would be fetched
    /// twice.
    fn is_cors(self) -> bool {
        self.crossorigin
            || self.module
            || matches!(self.destination, Destination::Fetch | Destination::Font)
            || (self.integrity.is_some() && origin::of(self.asset.url()).is_some())
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

/// Preloads of a module and of all its static imports, direct and indirect, as HTML ([`Display`](fmt::Display)).
///
/// A browser learns the imports of a module once it has the module. With these links it asks for all of them at once.
/// They belong behind the import map of the page.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// # fn preloads() -> Option<String> {
/// // <link rel="modulepreload" href="…">, once for each module
/// let elements = assets::ASSETS.get("js/app.js")?.modulepreload_graph().ok()?.to_string();
/// # Some(elements)
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModulePreloads {
    entry: Preload,
    imported: &'static [&'static str],
}

impl ModulePreloads {
    pub(crate) fn new(entry: Asset) -> Result<Self, NotPreloadable> {
        let imported = entry.assets().imported_by(entry.path());
        Ok(Self { entry: Preload::module(entry)?, imported })
    }

    /// The preloads, that of the module itself first.
    pub fn iter(self) -> impl Iterator<Item = Preload> {
        let assets = self.entry.asset.assets();
        let imported = self.imported.iter().filter_map(|path| assets.get(path));
        std::iter::once(self.entry).chain(imported.filter_map(|it| Preload::module(it).ok()))
    }
}

impl fmt::Display for ModulePreloads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().enumerate().try_for_each(|(at, preload)| {
            f.write_str(if at == 0 { "" } else { "\n" })?;
            preload.fmt(f)
        })
    }
}

/// The error for an asset whose preloaded bytes no browser would use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPreloadable {
    asset: Asset,
    module: bool,
}

impl NotPreloadable {
    /// The asset that was to be preloaded.
    #[must_use]
    pub fn asset(self) -> Asset {
        self.asset
    }
}

impl fmt::Display for NotPreloadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, media_type) = (self.asset.path(), self.asset.content_type());
        let (what, repair) = if self.module {
            ("load as a module", "use `preload`")
        } else {
            ("preload", "write `preload=\"auto\"` in the media element instead")
        };
        write!(f, "{path:?} is {media_type}, which browsers do not {what} ({repair})")
    }
}

impl error::Error for NotPreloadable {}

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
