//! The representation that the path of a request names, ready to be sent.

use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use http::header::{HeaderMap, HeaderName, HeaderValue};
use tailprint_core::fingerprint::logical_path;
use tailprint_core::media_type;
use tailprint_core::table::{Coding, Variant};

use super::super::file::File;
use super::super::headers::{self, Value};
use super::super::{Body, Place, disk};
use super::conditional::Validators;
use super::negotiate::AcceptEncoding;
use crate::base::Page;
use crate::beside::Form;
use crate::generated::{self, Stale};
use crate::{Asset, Assets};

/// The meaning of the path of a request.
#[derive(Debug)]
pub(crate) enum Target {
    /// A representation that the client accepts.
    Selected(Selected),
    /// An asset in no coding that the client accepts.
    NotAcceptable {
        /// Further response headers.
        headers: &'static [(HeaderName, HeaderValue)],
    },
    /// An asset, by a name that an earlier build gave it.
    Moved(Asset),
    /// Nothing.
    Missing,
}

impl Target {
    /// Removes the date of the build: another base makes other bytes on the same day.
    fn undated(mut self) -> Self {
        if let Self::Selected(selected) = &mut self {
            selected.last_modified = None;
        }
        self
    }
}

/// The bytes of a representation.
#[derive(Debug)]
enum Content {
    Embedded(&'static [u8]),
    /// A file beside the program, of this size. It is opened when its bytes are to be sent.
    Beside(Asset, Form, u64),
    /// A file in plain mode.
    File(Box<File>),
}

impl Content {
    /// The bytes of a stored form; none if they lie beyond the contents.
    #[inline]
    fn of(asset: Asset, form: Form, variant: Variant<'static>) -> Option<Self> {
        if asset.assets().is_on_disk(variant) {
            return Some(Self::Beside(asset, form, variant.len));
        }
        asset.slice(variant).map(Self::Embedded)
    }

    fn size(&self) -> u64 {
        match self {
            Self::Embedded(bytes) => bytes.len() as u64,
            Self::Beside(.., len) => *len,
            Self::File(file) => file.len(),
        }
    }

    /// A part of the bytes, which lies within them.
    fn part(self, part: Range<u64>) -> io::Result<Body> {
        let file = match self {
            Self::Embedded(bytes) => {
                let index = |at| usize::try_from(at).unwrap_or(bytes.len());
                let part = bytes.get(index(part.start)..index(part.end));
                return Ok(Body::embedded(part.unwrap_or_default()));
            }
            Self::Beside(asset, form, len) => {
                File::of_size(&asset.assets().folder()?.file(asset, form), len)?
            }
            Self::File(file) => *file,
        };
        Ok(Body::file(file.part(part)))
    }
}

/// The selected representation (RFC 9110 section 3.2) with its header fields.
#[derive(Debug)]
pub(crate) struct Selected {
    content: Content,
    /// The number of bytes in digits; empty for a file.
    length: &'static str,
    pub(crate) coding: Coding,
    pub(crate) etag: Value,
    /// In seconds since 1970, and as it is sent.
    pub(crate) last_modified: Option<(u64, &'static HeaderValue)>,
    pub(crate) content_type: &'static str,
    caching: Caching,
    /// True if another `Accept-Encoding` could have led to other bytes.
    pub(crate) varies: bool,
    /// True for the page of navigations, in whose place another client gets a 404.
    pub(crate) is_for_navigations: bool,
    /// Further response headers.
    pub(crate) headers: &'static [(HeaderName, HeaderValue)],
}

impl Selected {
    pub(crate) fn validators(&self) -> Validators<'_> {
        let last_modified = self.last_modified.map(|(seconds, _)| seconds);
        Validators { etag: self.etag.as_bytes(), last_modified }
    }

    /// The number of bytes.
    pub(crate) fn size(&self) -> u64 {
        self.content.size()
    }

    /// Returns true if the bytes are in a file that has not been opened yet.
    pub(crate) fn is_beside(&self) -> bool {
        matches!(self.content, Content::Beside(..))
    }

    /// All bytes.
    ///
    /// # Errors
    /// If they are in a file beside the program, and it is missing or has another size than in the build.
    pub(crate) fn whole(self) -> io::Result<Body> {
        match self.content {
            Content::Embedded(bytes) => Ok(Body::embedded(bytes)),
            content @ (Content::Beside(..) | Content::File(_)) => {
                let whole = 0..content.size();
                content.part(whole)
            }
        }
    }

    /// A part of the bytes, which lies within them.
    ///
    /// # Errors
    /// As for [`whole`](Self::whole).
    pub(crate) fn part(self, part: Range<u64>) -> io::Result<Body> {
        self.content.part(part)
    }

    pub(crate) fn content_length(&self) -> Value {
        match self.length {
            "" => headers::number(self.size()),
            digits => Value::Text(digits),
        }
    }

    pub(crate) fn cache_control(&self) -> Value {
        match self.caching.chosen {
            "" if self.caching.is_immutable => headers::IMMUTABLE,
            "" => headers::REVALIDATE,
            chosen => Value::Text(chosen),
        }
    }
}

/// The permission for caches to keep a representation.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Caching {
    /// True for a name that never stands for other bytes.
    is_immutable: bool,
    /// The value that is configured; empty for the one that follows from the name.
    chosen: &'static str,
}

impl Caching {
    /// That of a logical path, which may stand for other bytes tomorrow.
    fn logical(asset: Asset) -> Self {
        Self { is_immutable: false, chosen: asset.logical_cache() }
    }
}

/// Whatever a name stands for.
#[derive(Debug)]
pub(crate) enum Found {
    /// An asset as the build has stored it.
    Stored(Asset, Caching),
    /// The module under the logical path of an asset.
    Plain(Asset, Variant<'static>),
    /// An asset that is sent for another path than its own.
    Page(Asset, &'static Page),
    /// A file on the disk, and the asset that it was when it was built, if it was one.
    File(PathBuf, &'static str, Option<Asset>),
    /// An asset, by a name that an earlier build gave it.
    Moved(Asset),
}

impl Found {
    /// Looks a decoded name up.
    #[inline]
    pub(crate) fn named(assets: &'static Assets, name: &str, place: Place) -> Option<Self> {
        match &assets.settings().content {
            generated::Content::Embedded(_) => Self::stored(assets, name, place),
            generated::Content::Disk(disk) => {
                let asset = assets.get(name);
                let content_type = asset.map_or_else(|| media_type(name), Asset::content_type);
                Some(Self::File(disk::find(disk, name, place)?.file, content_type, asset))
            }
        }
    }

    /// The content of an asset that is sent for another path than its own.
    pub(crate) fn page(assets: &'static Assets, asset: Asset) -> Option<Self> {
        match asset.page() {
            Some(page) => Some(Self::Page(asset, page)),
            None => Self::named(assets, asset.path(), Place::Both),
        }
    }

    #[inline]
    fn stored(assets: &'static Assets, name: &str, place: Place) -> Option<Self> {
        let is_here = |asset: &Asset| place.has(asset.is_at_root());
        // Only the table knows which names can never stand for other bytes.
        if let Some(asset) = assets.by_name(name).filter(is_here) {
            // Below the mount URLs are relative, at the root they have the URL prefix.
            if asset.is_at_root()
                && assets.base().is_some()
                && let Some(page) = asset.page()
            {
                return Some(Self::Page(asset, page));
            }
            let caching = Caching { is_immutable: asset.is_immutable(), chosen: asset.cache() };
            Some(Self::Stored(asset, caching))
        } else if let Some(asset) = assets.get(name).filter(is_here) {
            Some(match asset.plain() {
                Some(variant) => Self::Plain(asset, variant),
                None => Self::Stored(asset, Caching::logical(asset)),
            })
        } else {
            stale(assets, name).filter(is_here).map(Self::Moved)
        }
    }

    /// Response headers that are configured.
    pub(crate) fn headers(&self) -> &'static [(HeaderName, HeaderValue)] {
        match self {
            Self::Stored(asset, _)
            | Self::Plain(asset, _)
            | Self::Page(asset, _)
            | Self::File(_, _, Some(asset)) => asset.headers(),
            // A redirect is for GET and HEAD alone.
            Self::File(_, _, None) | Self::Moved(_) => &[],
        }
    }

    /// Chooses the representation that the client accepts.
    #[inline]
    pub(crate) fn select(self, headers: &HeaderMap) -> Target {
        let accept = AcceptEncoding::parse(headers);
        match self {
            Self::Stored(asset, caching) => stored(asset, caching, accept),
            Self::Plain(asset, variant) => plain(asset, variant, accept),
            Self::Page(asset, page) => {
                let target = unencoded(asset, Content::Embedded(&page.bytes), &page.etag, accept);
                target.undated()
            }
            Self::File(path, content_type, asset) => on_disk(&path, content_type, asset, accept),
            Self::Moved(asset) => Target::Moved(asset),
        }
    }
}

fn stale(assets: &'static Assets, name: &str) -> Option<Asset> {
    match assets.settings().stale {
        Stale::NotFound => None,
        Stale::Redirect => logical_path(name)
            .and_then(|path| assets.get(&path))
            .filter(|asset| asset.is_immutable()),
    }
}

fn stored(asset: Asset, caching: Caching, accept: AcceptEncoding) -> Target {
    let Some(coding) = accept.choose(asset) else {
        return Target::NotAcceptable { headers: asset.headers() };
    };
    let content = |variant: Variant<'static>| {
        Some((Content::of(asset, Form::Coded(coding), variant)?, variant.etag))
    };
    let Some((content, etag)) = asset.variant(coding).and_then(content) else {
        return Target::Missing;
    };
    Target::Selected(Selected {
        content,
        length: asset.content_length(coding),
        coding,
        etag: Value::Text(etag),
        last_modified: asset.last_modified(),
        content_type: asset.content_type(),
        caching,
        varies: asset.codings().nth(1).is_some(),
        is_for_navigations: false,
        headers: asset.headers(),
    })
}

/// A module under the logical path is a line or two, so it has no codings.
fn plain(asset: Asset, variant: Variant<'static>, accept: AcceptEncoding) -> Target {
    match Content::of(asset, Form::Plain, variant) {
        Some(content) => unencoded(asset, content, variant.etag, accept),
        None => Target::Missing,
    }
}

/// A representation without a content coding, under a name that may stand for other bytes tomorrow.
fn unencoded(asset: Asset, content: Content, etag: &'static str, accept: AcceptEncoding) -> Target {
    let headers = asset.headers();
    if !accept.accepts_identity() {
        return Target::NotAcceptable { headers };
    }
    Target::Selected(Selected {
        content,
        length: "",
        coding: Coding::Identity,
        etag: Value::Text(etag),
        last_modified: asset.last_modified(),
        content_type: asset.content_type(),
        caching: Caching::logical(asset),
        varies: false,
        is_for_navigations: false,
        headers,
    })
}

fn on_disk(
    path: &Path,
    content_type: &'static str,
    asset: Option<Asset>,
    accept: AcceptEncoding,
) -> Target {
    let headers = asset.map_or(&[][..], Asset::headers);
    let Ok((file, etag)) = File::open(path) else { return Target::Missing };
    let Ok(etag) = HeaderValue::try_from(etag) else { return Target::Missing };
    if !accept.accepts_identity() {
        return Target::NotAcceptable { headers };
    }
    Target::Selected(Selected {
        content: Content::File(Box::new(file)),
        length: "",
        coding: Coding::Identity,
        etag: Value::Own(etag),
        last_modified: None,
        content_type,
        caching: asset.map(Caching::logical).unwrap_or_default(),
        varies: false,
        is_for_navigations: false,
        headers,
    })
}
