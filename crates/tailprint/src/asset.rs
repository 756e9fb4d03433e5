//! [`Asset`]: one static file of the build.

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::path::PathBuf;
use std::{fmt, fs};

use ::http::{HeaderName, HeaderValue};
use bytes::Bytes;
use tailprint_core::io_error::reason;
use tailprint_core::table::{Coding, Variant};

use crate::base::Page;
use crate::beside::Form;
use crate::generated::{Content, Disk};
use crate::http::Place;
use crate::markup::preload::{ModulePreloads, NotPreloadable, Preload};
use crate::markup::sri::{NotChecked, Sri};
use crate::{Assets, http};

/// One static file of the build: a small handle that can be copied.
///
/// ```
/// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
/// use tailprint::Coding;
///
/// if let Some(logo) = assets::ASSETS.get("img/logo.svg") {
///     let compressed = logo.size_of(Coding::Brotli).unwrap_or(logo.size());
///     println!("{} has {} bytes, {compressed} of them are sent", logo.url(), logo.size());
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Asset {
    assets: &'static Assets,
    index: usize,
}

impl Asset {
    pub(crate) fn new(assets: &'static Assets, index: usize) -> Self {
        Self { assets, index }
    }

    /// Logical path, as written in templates: `css/tailwind.css`.
    #[must_use]
    pub fn path(self) -> &'static str {
        self.assets.table().path(self.index)
    }

    /// Served path below the mount, not percent-encoded: `css/tailwind.4e3e58f1a4a4.css`. Below the root of the host, if
    /// the asset [is there](Self::is_at_root).
    #[must_use]
    pub fn name(self) -> &'static str {
        self.assets.table().name(self.index)
    }

    /// URL, percent-encoded: `/static/css/tailwind.4e3e58f1a4a4.css`. It begins with the
    /// [base](Assets::set_base), if the app has one.
    #[must_use]
    pub fn url(self) -> &'static str {
        match self.assets.base() {
            Some(base) => base.url(self.index),
            None => self.assets.table().url(self.index),
        }
    }

    /// Returns true for a file at the root of the host, such as `/favicon.ico`: one of `Config::at_root` or
    /// `Config::root_files`.
    #[must_use]
    pub fn is_at_root(self) -> bool {
        self.assets.table().is_at_root(self.index)
    }

    /// Value of `Content-Type`: `text/css; charset=utf-8`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        self.assets.table().content_type(self.index)
    }

    /// The first twelve hexadecimal digits of the content's SHA-256; none in plain mode.
    #[must_use]
    pub fn fingerprint(self) -> Option<&'static str> {
        non_empty(self.assets.table().fingerprint(self.index))
    }

    /// Value of an `integrity` attribute: `sha256-…`; none in plain mode, where the file may change at any time.
    #[must_use]
    pub fn integrity(self) -> Option<&'static str> {
        non_empty(self.assets.table().integrity(self.index))
    }

    /// Returns true if the bytes at [`url`](Self::url) never change, so that browsers keep them without asking.
    #[must_use]
    pub fn is_immutable(self) -> bool {
        !self.assets.is_plain() && self.assets.table().is_immutable(self.index)
    }

    /// Size of the file in bytes. In plain mode it is the size that the file has now, or 0 if the file is gone.
    #[must_use]
    pub fn size(self) -> u64 {
        self.size_of(Coding::Identity).unwrap_or(0)
    }

    /// Size of the file in bytes in a content coding; none if it is not stored in this one. In plain mode no coding
    /// but [`Coding::Identity`] is stored.
    #[must_use]
    pub fn size_of(self, coding: Coding) -> Option<u64> {
        match self.assets.settings().content {
            Content::Embedded(_) => self.stored_size(coding),
            Content::Disk(_) if coding != Coding::Identity => None,
            Content::Disk(disk) => Some(self.file(&disk).ok()?.metadata().ok()?.len()),
        }
    }

    /// Content codings that the file is stored in, [`Coding::Identity`] included.
    pub fn codings(self) -> impl Iterator<Item = Coding> {
        let plain = self.assets.is_plain();
        Coding::ALL.into_iter().filter(move |coding| {
            if plain { *coding == Coding::Identity } else { self.stored_size(*coding).is_some() }
        })
    }

    /// Returns true if the content is in the program. In plain mode it never is, and with `Config::on_disk` it is in a file
    /// beside the program.
    #[must_use]
    pub fn is_embedded(self) -> bool {
        let identity = self.variant(Coding::Identity);
        !self.assets.is_plain() && identity.is_some_and(|it| !self.assets.is_on_disk(it))
    }

    /// Content of the file. In plain mode, and with `Config::on_disk`, it is read from the disk, which blocks the thread.
    ///
    /// ```
    /// # mod assets { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/assets.rs")); }
    /// fn words() -> std::io::Result<Vec<String>> {
    ///     let Some(list) = assets::ASSETS.get("data/words.txt") else { return Ok(Vec::new()) };
    ///     let text = String::from_utf8_lossy(&list.bytes()?).into_owned();
    ///     Ok(text.lines().map(str::to_owned).collect())
    /// }
    /// # assert!(words()?.is_empty());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the content is not in the program and its file cannot be read, for example because it was deleted since the
    /// build. The message has its path.
    pub fn bytes(self) -> io::Result<Bytes> {
        self.bytes_of(Coding::Identity)?.ok_or_else(|| self.error(&io::ErrorKind::NotFound.into()))
    }

    /// Content of the file in a content coding; none if it is not stored in this one.
    ///
    /// # Errors
    /// As for [`bytes`](Self::bytes).
    pub fn bytes_of(self, coding: Coding) -> io::Result<Option<Bytes>> {
        match self.assets.settings().content {
            Content::Embedded(_) => match self.variant(coding) {
                Some(variant) if self.assets.is_on_disk(variant) => {
                    let form = Form::Coded(coding);
                    self.read(form, variant).map(Some).map_err(|error| self.error(&error))
                }
                variant => {
                    let slice = variant.and_then(|variant| self.slice(variant));
                    Ok(slice.map(Bytes::from_static))
                }
            },
            Content::Disk(_) if coding != Coding::Identity => Ok(None),
            Content::Disk(disk) => {
                let mut content = Vec::new();
                let read = self.file(&disk)?.read_to_end(&mut content);
                read.map_err(|error| self.error(&error))?;
                Ok(Some(content.into()))
            }
        }
    }

    /// Entity tag that the service sends with the file without a content coding, quotes included. In plain mode this
    /// looks at the file on the disk, and reads it if it is small or has just changed.
    ///
    /// # Errors
    /// As for [`bytes`](Self::bytes).
    pub fn etag(self) -> io::Result<Cow<'static, str>> {
        self.etag_of(Coding::Identity)?.ok_or_else(|| self.error(&io::ErrorKind::NotFound.into()))
    }

    /// Entity tag of the file in a content coding; none if it is not stored in this one.
    ///
    /// # Errors
    /// As for [`bytes`](Self::bytes).
    pub fn etag_of(self, coding: Coding) -> io::Result<Option<Cow<'static, str>>> {
        match self.assets.settings().content {
            Content::Embedded(_) => Ok(self.variant(coding).map(|variant| variant.etag.into())),
            Content::Disk(_) if coding != Coding::Identity => Ok(None),
            Content::Disk(disk) => {
                let opened = http::File::open(&self.place(&disk)?);
                let (_, etag) = opened.map_err(|error| self.error(&error))?;
                Ok(Some(etag.into()))
            }
        }
    }

    /// A `<link rel="preload">` for this asset: see [`Preload`].
    ///
    /// # Errors
    /// If browsers do not preload this kind of file: video and audio.
    pub fn preload(self) -> Result<Preload, NotPreloadable> {
        Preload::new(self)
    }

    /// A `<link rel="modulepreload">` for this asset: see [`Preload`].
    ///
    /// # Errors
    /// If it is no JavaScript.
    pub fn modulepreload(self) -> Result<Preload, NotPreloadable> {
        Preload::module(self)
    }

    /// A `<link rel="modulepreload">` for this module and one for each of its static imports, direct and indirect, so that
    /// the browser asks for all of them at once: see [`ModulePreloads`].
    ///
    /// The build only reads the imports of modules that a template names with the filter `modulepreload_graph`. For any
    /// other module there is one link.
    ///
    /// # Errors
    /// If it is no JavaScript.
    pub fn modulepreload_graph(self) -> Result<ModulePreloads, NotPreloadable> {
        ModulePreloads::new(self)
    }

    /// The attributes of an element whose bytes the browser is to check: see [`Sri`].
    ///
    /// # Errors
    /// If it is neither a script nor a style sheet.
    pub fn sri(self) -> Result<Sri, NotChecked> {
        Sri::new(self)
    }

    pub(crate) fn index(self) -> usize {
        self.index
    }

    /// The content of the file for another path than its own; none if it is the same everywhere.
    pub(crate) fn page(self) -> Option<&'static Page> {
        self.assets.page(self)
    }

    /// Size of a variant in the table.
    #[inline]
    pub(crate) fn stored_size(self, coding: Coding) -> Option<u64> {
        self.assets.table().size(self.index, coding)
    }

    /// Reads a stored form that is a file beside the program.
    fn read(self, form: Form, variant: Variant<'_>) -> io::Result<Bytes> {
        let file = http::File::of_size(&self.assets.folder()?.file(self, form), variant.len)?;
        http::Body::file(file.part(0..variant.len)).into_bytes()
    }

    fn file(self, disk: &Disk) -> io::Result<fs::File> {
        fs::File::open(self.place(disk)?).map_err(|error| self.error(&error))
    }

    /// The path of the file on the disk.
    fn place(self, disk: &Disk) -> io::Result<PathBuf> {
        let located = http::find(disk, self.path(), Place::Both);
        located
            .map(|located| located.file)
            .ok_or_else(|| self.error(&io::ErrorKind::NotFound.into()))
    }

    fn error(self, error: &io::Error) -> io::Error {
        io::Error::new(
            error.kind(),
            format!("cannot read static asset {:?}: {}", self.path(), reason(error)),
        )
    }

    pub(crate) fn assets(self) -> &'static Assets {
        self.assets
    }

    pub(crate) fn variant(self, coding: Coding) -> Option<Variant<'static>> {
        self.assets.table().variant(self.index, coding)
    }

    /// The form under the logical path, if it is not that of the asset.
    pub(crate) fn plain(self) -> Option<Variant<'static>> {
        self.assets.table().plain(self.index)
    }

    /// The configured `Cache-Control` under the name; empty for the default.
    pub(crate) fn cache(self) -> &'static str {
        self.assets.table().cache(self.index)
    }

    /// The same under the logical path.
    pub(crate) fn logical_cache(self) -> &'static str {
        self.assets.table().logical_cache(self.index)
    }

    /// [`size_of`](Self::size_of) in digits.
    pub(crate) fn content_length(self, coding: Coding) -> &'static str {
        self.assets.table().content_length(self.index, coding)
    }

    /// The bytes of an embedded form.
    pub(crate) fn slice(self, variant: Variant<'_>) -> Option<&'static [u8]> {
        let Content::Embedded(contents) = self.assets.settings().content else { return None };
        let start = usize::try_from(variant.start?).ok()?;
        let end = start.checked_add(usize::try_from(variant.len).ok()?)?;
        contents.get(start..end)
    }

    /// The date of the build in seconds since 1970, and as it is sent.
    pub(crate) fn last_modified(self) -> Option<(u64, &'static HeaderValue)> {
        self.assets.settings().last_modified.zip(self.assets.last_modified())
    }

    /// Further response headers.
    pub(crate) fn headers(self) -> &'static [(HeaderName, HeaderValue)] {
        self.assets.configured(self.index)
    }
}

fn non_empty(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

impl PartialEq for Asset {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.assets, other.assets) && self.index == other.index
    }
}

impl Eq for Asset {}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asset")
            .field("path", &self.path())
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
