//! The representation that the path of a request names, ready to be sent.

use std::ops::Range;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use tailprint_core::fingerprint::logical_path;
use tailprint_core::media_type;
use tailprint_core::table::{Coding, Variant};

use super::conditional::Validators;
use super::file::File;
use super::negotiate::AcceptEncoding;
use super::{Body, disk, headers};
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

/// The bytes of a representation.
#[derive(Debug)]
enum Content {
    Embedded(&'static [u8]),
    File(Box<File>),
}

/// The selected representation (RFC 9110 section 3.2) with its header fields.
#[derive(Debug)]
pub(crate) struct Selected {
    content: Content,
    /// The number of bytes in digits; empty for a file.
    length: &'static str,
    pub(crate) coding: Coding,
    pub(crate) etag: HeaderValue,
    /// In seconds since 1970, and as it is sent.
    pub(crate) last_modified: Option<(u64, &'static HeaderValue)>,
    pub(crate) content_type: &'static str,
    /// True for a name that never stands for other bytes.
    immutable: bool,
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
        match &self.content {
            Content::Embedded(bytes) => bytes.len() as u64,
            Content::File(file) => file.len(),
        }
    }

    /// All bytes.
    pub(crate) fn whole(self) -> Body {
        match self.content {
            Content::Embedded(bytes) => Body::full(Bytes::from_static(bytes)),
            Content::File(file) => {
                let whole = 0..file.len();
                Body::file(file.part(whole))
            }
        }
    }

    /// A part of the bytes, which lies within them.
    pub(crate) fn part(self, part: Range<u64>) -> Body {
        match self.content {
            Content::Embedded(bytes) => {
                let index = |at| usize::try_from(at).unwrap_or(bytes.len());
                let part = bytes.get(index(part.start)..index(part.end));
                Body::full(Bytes::from_static(part.unwrap_or_default()))
            }
            Content::File(file) => Body::file(file.part(part)),
        }
    }

    pub(crate) fn content_length(&self) -> HeaderValue {
        let stored = Some(self.length).filter(|digits| !digits.is_empty());
        let stored = stored.and_then(headers::static_value);
        stored.unwrap_or_else(|| headers::number(self.size()))
    }

    pub(crate) fn cache_control(&self) -> HeaderValue {
        if self.immutable { headers::IMMUTABLE } else { headers::REVALIDATE }
    }
}

/// Whatever a name stands for.
#[derive(Debug)]
pub(crate) enum Found {
    /// An asset in the binary, by a name that never stands for other bytes, or not.
    Embedded(Asset, bool),
    /// The module under the logical path of an asset, and its validator.
    Plain(Asset, &'static [u8], &'static str),
    /// A file on the disk, and the asset that it was when it was built, if it was one.
    File(PathBuf, &'static str, Option<Asset>),
    /// An asset, by a name that an earlier build gave it.
    Moved(Asset),
}

impl Found {
    /// Looks a decoded name up.
    #[inline]
    pub(crate) fn named(assets: &'static Assets, name: &str) -> Option<Self> {
        match &assets.settings().content {
            generated::Content::Embedded(_) => Self::embedded(assets, name),
            generated::Content::Disk(disk) => {
                let asset = assets.get(name);
                let content_type = asset.map_or_else(|| media_type(name), Asset::content_type);
                Some(Self::File(disk::find(disk, name)?, content_type, asset))
            }
        }
    }

    #[inline]
    fn embedded(assets: &'static Assets, name: &str) -> Option<Self> {
        // Only the table knows which names can never stand for other bytes.
        if let Some(asset) = assets.by_name(name) {
            Some(Self::Embedded(asset, asset.is_immutable()))
        } else if let Some(asset) = assets.get(name) {
            Some(match asset.plain() {
                Some((bytes, etag)) => Self::Plain(asset, bytes, etag),
                None => Self::Embedded(asset, false),
            })
        } else {
            stale(assets, name).map(Self::Moved)
        }
    }

    /// Response headers that are configured.
    pub(crate) fn headers(&self) -> &'static [(HeaderName, HeaderValue)] {
        match self {
            Self::Embedded(asset, _) | Self::Plain(asset, _, _) | Self::File(_, _, Some(asset)) => {
                asset.headers()
            }
            // A redirect is for GET and HEAD alone.
            Self::File(_, _, None) | Self::Moved(_) => &[],
        }
    }

    /// Chooses the representation that the client accepts.
    #[inline]
    pub(crate) fn select(self, headers: &HeaderMap) -> Target {
        let accept = AcceptEncoding::parse(headers);
        match self {
            Self::Embedded(asset, immutable) => embedded(asset, immutable, accept),
            Self::Plain(asset, bytes, etag) => plain(asset, bytes, etag, accept),
            Self::File(path, content_type, asset) => {
                let headers = asset.map_or(&[][..], Asset::headers);
                on_disk(&path, content_type, headers, accept)
            }
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

fn embedded(asset: Asset, immutable: bool, accept: AcceptEncoding) -> Target {
    let Some(coding) = accept.choose(asset) else {
        return Target::NotAcceptable { headers: asset.headers() };
    };
    let content = |variant: Variant<'static>| Some((asset.slice(variant)?, variant.etag));
    let Some((bytes, etag)) = asset.variant(coding).and_then(content) else {
        return Target::Missing;
    };
    let Some(etag) = headers::static_value(etag) else { return Target::Missing };
    Target::Selected(Selected {
        content: Content::Embedded(bytes),
        length: asset.content_length(coding),
        coding,
        etag,
        last_modified: asset.last_modified(),
        content_type: asset.content_type(),
        immutable,
        varies: asset.codings().nth(1).is_some(),
        is_for_navigations: false,
        headers: asset.headers(),
    })
}

/// A module under the logical path is a line or two, so it has no codings.
fn plain(asset: Asset, bytes: &'static [u8], etag: &'static str, accept: AcceptEncoding) -> Target {
    let headers = asset.headers();
    if !accept.accepts_identity() {
        return Target::NotAcceptable { headers };
    }
    let Some(etag) = headers::static_value(etag) else { return Target::Missing };
    Target::Selected(Selected {
        content: Content::Embedded(bytes),
        length: "",
        coding: Coding::Identity,
        etag,
        last_modified: asset.last_modified(),
        content_type: asset.content_type(),
        immutable: false,
        varies: false,
        is_for_navigations: false,
        headers,
    })
}

fn on_disk(
    path: &Path,
    content_type: &'static str,
    headers: &'static [(HeaderName, HeaderValue)],
    accept: AcceptEncoding,
) -> Target {
    let Ok(file) = File::open(path) else { return Target::Missing };
    let Some(etag) = file.etag_header() else { return Target::Missing };
    if !accept.accepts_identity() {
        return Target::NotAcceptable { headers };
    }
    Target::Selected(Selected {
        content: Content::File(Box::new(file)),
        length: "",
        coding: Coding::Identity,
        etag,
        last_modified: None,
        content_type,
        immutable: false,
        varies: false,
        is_for_navigations: false,
        headers,
    })
}
