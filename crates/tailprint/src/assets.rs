//! [`Assets`]: all static files of the build.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::OnceLock;

use http::{HeaderName, HeaderValue, Request, Response};
use percent_encoding::percent_decode_str;
use tailprint_core::path::split_suffix;

use crate::generated::{Content, Settings, Table};
use crate::http::{Body, Service};
use crate::url::Url;
use crate::{Asset, UnknownAsset};

/// All static files of the build: the type of the generated `assets::ASSETS`.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// use assets::ASSETS;
///
/// for asset in ASSETS.iter() {
///     println!("{} is served at {}", asset.path(), asset.url());
/// }
/// ```
pub struct Assets {
    table: Table,
    settings: Settings,
    last_modified: OnceLock<Option<HeaderValue>>,
    configured: OnceLock<Vec<Configured>>,
}

/// Response headers in both forms: as they are in the table, and as they are sent.
struct Configured {
    lines: &'static str,
    fields: Vec<(HeaderName, HeaderValue)>,
}

impl Assets {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(table: Table, settings: Settings) -> Self {
        Self { table, settings, last_modified: OnceLock::new(), configured: OnceLock::new() }
    }

    /// Asset with this logical path: `css/tailwind.css`.
    #[must_use]
    pub fn get(&'static self, path: &str) -> Option<Asset> {
        self.table.find_path(path).map(|index| Asset::new(self, index))
    }

    /// Asset with this URL, under its hashed name or its logical path. A query and a fragment are ignored.
    #[must_use]
    pub fn by_url(&'static self, url: &str) -> Option<Asset> {
        let (path, _) = split_suffix(url);
        let path = path.strip_prefix(self.settings.url_prefix)?;
        let name: Cow<'_, str> = percent_decode_str(path).decode_utf8().ok()?;
        self.by_name(&name).or_else(|| self.get(&name))
    }

    pub(crate) fn by_name(&'static self, name: &str) -> Option<Asset> {
        self.table.find_name(name).map(|index| Asset::new(self, index))
    }

    /// URL of a logical path.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let url = assets::ASSETS.url("css/tailwind.css"); // /static/css/tailwind.4e3e58f1a4a4.css
    /// # assert_eq!(url, None);
    /// ```
    #[must_use]
    pub fn url(&'static self, path: &str) -> Option<&'static str> {
        self.get(path).map(Asset::url)
    }

    /// URL of a reference, as the filter `static` writes it.
    ///
    /// A query and a fragment are kept (`img/sprite.svg#icon`), and the path of a folder (`img/`) gets the URL prefix.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// assert_eq!(assets::ASSETS.resolve("img/")?.to_string(), "/static/img/");
    /// let error = assets::ASSETS.resolve("img/typo.svg").unwrap_err();
    /// assert_eq!(error.to_string(), "no static asset \"img/typo.svg\"");
    /// # Ok::<(), tailprint::UnknownAsset>(())
    /// ```
    ///
    /// # Errors
    /// If there is no such asset.
    pub fn resolve(&'static self, reference: &str) -> Result<Url, UnknownAsset> {
        Url::resolve(self, reference).ok_or_else(|| UnknownAsset::new(reference))
    }

    /// All assets, sorted by logical path.
    pub fn iter(&'static self) -> impl ExactSizeIterator<Item = Asset> + DoubleEndedIterator {
        (0..self.len()).map(move |index| Asset::new(self, index))
    }

    /// Number of assets.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Returns true if there is no asset.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Path under which [`service`](Self::service) expects to be mounted: `/static`.
    #[must_use]
    pub fn mount(&self) -> &'static str {
        self.settings.mount
    }

    /// Text before a published name in a URL: `/static/`, `https://cdn.example.com/`.
    #[must_use]
    pub fn url_prefix(&self) -> &'static str {
        self.settings.url_prefix
    }

    /// Returns true if the contents are in the program; in plain mode they are read from the disk at every request.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        matches!(self.settings.content, Content::Embedded(_))
    }

    /// A [`tower::Service`](https://docs.rs/tower-service) that serves the assets: see [`Service`].
    #[must_use]
    pub fn service(&'static self) -> Service {
        Service::new(self)
    }

    /// Answers one request. Its path begins behind the [mount](Self::mount): `/css/app.css` for the URL
    /// `/static/css/app.css`.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// let request = http::Request::get("/css/missing.css").body(())?;
    /// let response = assets::ASSETS.respond(&request);
    /// assert_eq!(response.status(), 404);
    /// # Ok::<(), http::Error>(())
    /// ```
    #[must_use]
    pub fn respond<B>(&'static self, request: &Request<B>) -> Response<Body> {
        self.service().respond(request)
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// `Last-Modified` of all assets, formatted once.
    pub(crate) fn last_modified(&'static self) -> Option<&'static HeaderValue> {
        let written = || crate::http::date_header(self.settings.last_modified?);
        self.last_modified.get_or_init(written).as_ref()
    }

    /// Further response headers of an asset. All are parsed once: most assets share theirs.
    pub(crate) fn configured(&'static self, index: usize) -> &'static [(HeaderName, HeaderValue)] {
        let lines = self.table.headers(index);
        if lines.is_empty() {
            return &[];
        }
        let all = self.configured.get_or_init(|| {
            let lines: BTreeSet<_> =
                (0..self.len()).map(|index| self.table.headers(index)).collect();
            let fields = |lines| Configured { lines, fields: crate::http::fields(lines).collect() };
            lines.into_iter().map(fields).collect()
        });
        let found = all.binary_search_by_key(&lines, |configured| configured.lines);
        found.ok().and_then(|at| all.get(at)).map_or(&[], |configured| &configured.fields)
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assets")
            .field("len", &self.len())
            .field("url_prefix", &self.url_prefix())
            .field("embedded", &self.is_embedded())
            .finish_non_exhaustive()
    }
}
