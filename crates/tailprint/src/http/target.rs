//! The representation that the path of a request names, ready to be sent.

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use tailprint_core::fingerprint::logical_path;
use tailprint_core::media_type;
use tailprint_core::table::{Coding, Variant};

use super::conditional::Validators;
use super::negotiate::AcceptEncoding;
use super::{disk, headers, path};
use crate::generated::{Content, Disk, Stale};
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

/// The selected representation (RFC 9110 section 3.2) with its header fields.
#[derive(Debug)]
pub(crate) struct Selected {
    pub(crate) bytes: Bytes,
    /// The number of bytes in digits; empty for a file that has been read just now.
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
    /// Further response headers.
    pub(crate) headers: &'static [(HeaderName, HeaderValue)],
}

impl Selected {
    pub(crate) fn validators(&self) -> Validators<'_> {
        let last_modified = self.last_modified.map(|(seconds, _)| seconds);
        Validators { etag: self.etag.as_bytes(), last_modified }
    }

    pub(crate) fn content_length(&self) -> HeaderValue {
        let stored = Some(self.length).filter(|digits| !digits.is_empty());
        let stored = stored.and_then(headers::static_value);
        stored.unwrap_or_else(|| headers::number(self.bytes.len() as u64))
    }

    pub(crate) fn cache_control(&self) -> HeaderValue {
        if self.immutable { headers::IMMUTABLE } else { headers::REVALIDATE }
    }
}

impl Target {
    /// Finds what `path`, which begins below the mount, names.
    pub(crate) fn find(assets: &'static Assets, path: &str, headers: &HeaderMap) -> Self {
        let Some(name) = path::name(path) else { return Self::Missing };
        let accept = AcceptEncoding::parse(headers);
        match &assets.settings().content {
            Content::Embedded(_) => Self::embedded(assets, &name, accept),
            Content::Disk(disk) => Self::on_disk(assets, disk, &name, accept),
        }
    }

    fn embedded(assets: &'static Assets, name: &str, accept: AcceptEncoding) -> Self {
        // Only the table knows which names can never stand for other bytes.
        let (asset, immutable) = if let Some(asset) = assets.by_name(name) {
            (asset, asset.is_immutable())
        } else if let Some(asset) = assets.get(name) {
            (asset, false)
        } else {
            return Self::stale(assets, name);
        };
        let Some(coding) = accept.choose(asset) else {
            return Self::NotAcceptable { headers: asset.headers() };
        };
        let content = |variant: Variant<'static>| Some((asset.slice(variant)?, variant.etag));
        let Some((bytes, etag)) = asset.variant(coding).and_then(content) else {
            return Self::Missing;
        };
        let Some(etag) = headers::static_value(etag) else { return Self::Missing };
        Self::Selected(Selected {
            bytes: Bytes::from_static(bytes),
            length: asset.content_length(coding),
            coding,
            etag,
            last_modified: assets.settings().last_modified.zip(assets.last_modified()),
            content_type: asset.content_type(),
            immutable,
            varies: asset.codings().nth(1).is_some(),
            headers: asset.headers(),
        })
    }

    fn on_disk(assets: &'static Assets, disk: &Disk, name: &str, accept: AcceptEncoding) -> Self {
        let Some(content) = disk::read(disk, name) else { return Self::Missing };
        let Some(etag) = disk::etag(&content) else { return Self::Missing };
        let asset = assets.get(name);
        let headers = asset.map_or(&[][..], Asset::headers);
        if !accept.accepts_identity() {
            return Self::NotAcceptable { headers };
        }
        Self::Selected(Selected {
            bytes: Bytes::from(content),
            length: "",
            coding: Coding::Identity,
            etag,
            last_modified: None,
            content_type: asset.map_or_else(|| media_type(name), Asset::content_type),
            immutable: false,
            varies: false,
            headers,
        })
    }

    fn stale(assets: &'static Assets, name: &str) -> Self {
        match assets.settings().stale {
            Stale::NotFound => Self::Missing,
            Stale::Redirect => logical_path(name)
                .and_then(|path| assets.get(&path))
                .filter(|asset| asset.is_immutable())
                .map_or(Self::Missing, Self::Moved),
        }
    }
}
