//! [`Assets`]: all static files of the build.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use http::{HeaderName, HeaderValue, Request, Response};
use percent_encoding::percent_decode_str;
use tailprint_core::path::split_suffix;
use tailprint_core::table::Variant;

use crate::base::{Base, BaseError, Page};
use crate::beside::{self, DiskError, Folder};
use crate::generated::{Content, Settings, Table};
use crate::http::{Body, Place, Service};
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
    base: OnceLock<Option<Base>>,
    /// The assets that are sent as pages for other paths than their own.
    pages: OnceLock<Box<[OnceLock<Option<Page>>]>>,
    disk: OnceLock<beside::Found>,
    /// True if those who started the app want embedded assets from the disk as well.
    all_on_disk: AtomicBool,
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
        Self {
            table,
            settings,
            last_modified: OnceLock::new(),
            configured: OnceLock::new(),
            base: OnceLock::new(),
            pages: OnceLock::new(),
            disk: OnceLock::new(),
            all_on_disk: AtomicBool::new(false),
        }
    }

    /// Asset with this logical path: `css/tailwind.css`.
    #[must_use]
    pub fn get(&'static self, path: &str) -> Option<Asset> {
        self.table.find_path(path).map(|index| Asset::new(self, index))
    }

    /// The modules that a module imports in any case, as far as the build knows them.
    pub(crate) fn imported_by(&self, path: &str) -> &'static [&'static str] {
        let graphs = self.settings.graphs;
        let found = graphs.binary_search_by(|(entry, _)| (*entry).cmp(path)).ok();
        found.and_then(|at| graphs.get(at)).map_or(&[], |(_, imported)| imported)
    }

    /// Starts the app with another URL prefix than that of the build: `/app/static/`, `https://cdn.example.com/`. A slash
    /// at its end is added if it is missing.
    ///
    /// Call it at the start of the app, before anything else of this module. All URLs follow it: those of templates,
    /// preloads and redirects, of [`Asset::url`] and the like, and the import map. The constants and `asset!` keep the
    /// prefix of the build.
    ///
    /// Without this call the environment variable `TAILPRINT_BASE` counts, and without that one the prefix of the build.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// assets::set_base("/app/static/")?;
    /// assert_eq!(assets::ASSETS.resolve("img/")?.to_string(), "/app/static/img/");
    ///
    /// assets::set_base("/app/static")?; // the same once more
    /// let error = assets::set_base("/").unwrap_err();
    /// assert!(error.to_string().starts_with("the base cannot become \"/\", since \"/app/static/\" is in use"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the text is no URL prefix, or if another prefix is in use: by an earlier call, or because a service was made or a
    /// URL was written before.
    pub fn set_base(&'static self, base: &str) -> Result<(), BaseError> {
        let new = Base::of(base, &self.table, &self.settings)?;
        let prefix = |base: &Option<Base>| {
            base.as_ref().map_or(self.settings.url_prefix, Base::prefix).to_owned()
        };
        let wanted = prefix(&new);
        let used = self.used_base(|| new);
        if prefix(used) == wanted { Ok(()) } else { Err(BaseError::in_use(base, &prefix(used))) }
    }

    /// The base in use; none if it is the URL prefix of the build.
    #[inline]
    pub(crate) fn base(&self) -> Option<&Base> {
        self.used_base(|| Base::of_environment(&self.table, &self.settings)).as_ref()
    }

    #[inline]
    fn used_base(&self, new: impl FnOnce() -> Option<Base>) -> &Option<Base> {
        self.base.get_or_init(|| {
            let base = new();
            #[cfg(debug_assertions)]
            base.iter().for_each(|base| base.lead(&self.settings));
            base
        })
    }

    /// Asset with this URL, under its hashed name or its logical path. A query and a fragment are ignored.
    #[must_use]
    pub fn by_url(&'static self, url: &str) -> Option<Asset> {
        let (path, _) = split_suffix(url);
        let in_place = |(prefix, place): (&str, Place)| {
            let name = path.strip_prefix(prefix)?;
            let name: Cow<'_, str> = percent_decode_str(name).decode_utf8().ok()?;
            let is_here = |asset: &Asset| place.has(asset.is_at_root());
            self.by_name(&name).filter(is_here).or_else(|| self.get(&name).filter(is_here))
        };
        [(self.url_prefix(), self.place()), (self.site_root(), Place::Root)]
            .into_iter()
            .find_map(in_place)
    }

    /// The root of the site as it is written in URLs: `/`, or `/app/` for a base of `/app/static/`.
    pub(crate) fn site_root(&'static self) -> &'static str {
        self.base().map_or("/", |base| base.root(&self.settings))
    }

    /// Returns true if there are files at the root of the host, or new ones may appear there in plain mode.
    #[cfg(any(feature = "actix-web", feature = "ntex", feature = "rocket"))]
    pub(crate) fn has_files_at_root(&self) -> bool {
        match &self.settings.content {
            Content::Embedded(_) => (0..self.len()).any(|index| self.table.is_at_root(index)),
            Content::Disk(disk) => {
                !disk.at_root.is_empty() || disk.roots.iter().any(|root| root.at_root)
            }
        }
    }

    /// The place of the assets below the mount.
    #[inline]
    pub(crate) fn place(&self) -> Place {
        if self.is_mounted_at_root() { Place::Both } else { Place::Mount }
    }

    /// Returns true if the build mounts the assets at the root of the app, where all other paths are the app's.
    #[inline]
    pub(crate) fn is_mounted_at_root(&self) -> bool {
        self.settings.mount.is_empty()
    }

    pub(crate) fn by_name(&'static self, name: &str) -> Option<Asset> {
        self.table.find_name(name).map(|index| Asset::new(self, index))
    }

    /// URL of a logical path; none if there is no such asset.
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

    /// Path under which requests arrive if they have the path of the URLs: `/static`, or `/app/static` for a
    /// [base](Self::set_base) of `/app/static/`. For a base without a path it is that of the build.
    ///
    /// A proxy may take a part of the path away, `/app` for example. Requests then arrive under the path of the build,
    /// the constant `MOUNT`.
    #[must_use]
    pub fn mount(&'static self) -> &'static str {
        let base = self.base().map(Base::mount).filter(|mount| !mount.is_empty());
        base.unwrap_or(self.settings.mount)
    }

    /// All paths under which requests may arrive, longer ones first: those of the build and of the base.
    pub(crate) fn mounts(&'static self) -> (&'static str, Option<&'static str>) {
        let (of_build, of_base) = (self.settings.mount, self.mount());
        if of_build == of_base {
            (of_build, None)
        } else if of_build.len() < of_base.len() {
            (of_base, Some(of_build))
        } else {
            (of_build, Some(of_base))
        }
    }

    /// Text before a published name in a URL: `/static/`, `https://cdn.example.com/`. It is that of the
    /// [base](Self::set_base), or of the build.
    #[must_use]
    pub fn url_prefix(&'static self) -> &'static str {
        self.base().map_or(self.settings.url_prefix, Base::prefix)
    }

    /// Returns true if the contents of all assets are in the program. In plain mode none are: files are read from the disk
    /// at every request.
    #[must_use]
    pub fn is_embedded(&'static self) -> bool {
        self.iter().all(Asset::is_embedded) && !self.is_plain()
    }

    /// Compares the assets that are files beside the program with the build, by size and digest. All of them are read.
    /// In plain mode, and if all assets are embedded, there is nothing to compare.
    ///
    /// [`service`](Self::service) compares the sizes alone.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// assets::ASSETS.verify()?; // … and then serve
    /// # Ok::<(), tailprint::DiskError>(())
    /// ```
    ///
    /// # Errors
    /// All files that are missing or differ, together.
    pub fn verify(&'static self) -> Result<(), DiskError> {
        match self.disk() {
            Ok(None) => Ok(()),
            Ok(Some(folder)) => folder.verify(self),
            // The error is about sizes alone, and there may be more.
            Err(_) => beside::verify(self),
        }
    }

    /// A [`tower::Service`](https://docs.rs/tower-service) that serves the assets: see [`Service`].
    ///
    /// # Panics
    /// If assets are files beside the program, and one is missing or has another size than in the build. The message says
    /// which, and has the command that puts them there.
    ///
    /// If the environment variable `TAILPRINT_BASE` is no URL prefix, and [`set_base`](Self::set_base) was not called.
    #[must_use]
    #[track_caller]
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

    /// Returns true in plain mode, where files are read that the developer edits.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.settings.content, Content::Disk(_))
    }

    /// The folder with the assets that are files beside the program, if there are any. It is looked for once.
    pub(crate) fn disk(&'static self) -> &'static beside::Found {
        self.disk.get_or_init(|| {
            if self.is_plain() {
                return Ok(None);
            }
            if beside::is_all_on_disk()? {
                self.all_on_disk.store(true, Ordering::Relaxed);
            }
            beside::find(self)
        })
    }

    /// The folder with the assets that are files beside the program.
    pub(crate) fn folder(&'static self) -> io::Result<&'static Folder> {
        match self.disk() {
            Ok(Some(folder)) => Ok(folder),
            Ok(None) => Err(io::ErrorKind::NotFound.into()),
            Err(error) => Err(io::Error::new(io::ErrorKind::NotFound, error.clone())),
        }
    }

    /// Returns true for a stored form that is read from a file beside the program.
    #[inline]
    pub(crate) fn is_on_disk(&self, variant: Variant<'_>) -> bool {
        variant.start.is_none() || self.all_on_disk.load(Ordering::Relaxed)
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

    /// The content of an asset that is sent for another path than its own; none if it is the same everywhere.
    pub(crate) fn page(&'static self, asset: Asset) -> Option<&'static Page> {
        let based = self.table.based(asset.index());
        if based.is_empty() {
            return None;
        }
        let pages = self.pages.get_or_init(|| (0..self.len()).map(|_| OnceLock::new()).collect());
        let page = pages.get(asset.index())?;
        if let Some(written) = page.get() {
            return written.as_ref();
        }
        // A file beside the program that cannot be read is tried again at the next request; this one fails by itself.
        let content = asset.bytes().ok()?;
        let write = || {
            let page = Page::write(&content, based, self.url_prefix(), self.site_root());
            (*page.bytes != *content).then_some(page)
        };
        page.get_or_init(write).as_ref()
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
            .field("url_prefix", &self.settings.url_prefix)
            .field("base", &self.base.get().and_then(Option::as_ref).map(Base::prefix))
            .field("plain", &self.is_plain())
            .finish_non_exhaustive()
    }
}
