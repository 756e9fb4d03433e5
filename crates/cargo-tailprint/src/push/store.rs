//! One store: the requests that the commands make, each of them counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, Error, GetOptions, ObjectStore, ObjectStoreExt as _, PutMode,
    PutMultipartOptions, PutOptions, PutPayload,
};
use serde::{Deserialize, Serialize};

use super::release::Stored;
use crate::support::failure::Failure;

/// The most names in one answer to a listing, in all stores.
const PAGE: usize = 1_000;

/// The metadata with the SHA-256 of the stored bytes.
const SHA256: &str = "sha256";
/// That of the decoded bytes. Azure allows no hyphen in such a name.
const DECODED_SHA256: &str = "decodedsha256";

/// The size of the pieces in which large objects are read and sent.
pub(crate) const PART: usize = 16 << 20;
/// The size from which an object is sent in parts, so that it is never whole in memory.
pub(crate) const LARGE: u64 = 4 * PART as u64;

/// A store, and the place in it that objects lie below.
#[derive(Debug)]
pub(crate) struct Store {
    inner: Arc<dyn ObjectStore>,
    /// The same store for reading bytes as they are stored.
    reader: Arc<dyn ObjectStore>,
    prefix: Path,
    /// The URL that the user wrote, without a slash at its end.
    url: String,
    /// False for a folder, which cannot keep headers.
    pub(crate) keeps_headers: bool,
    requests: AtomicUsize,
}

/// The headers of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Headers {
    pub(crate) content_type: String,
    pub(crate) cache_control: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_encoding: Option<String>,
}

impl Headers {
    /// The headers of a release.
    pub(crate) fn of_json() -> Self {
        Self {
            content_type: "application/json".to_owned(),
            cache_control: tailprint_core::caching::REVALIDATE.to_owned(),
            content_encoding: None,
        }
    }
}

/// The treatment of an object that is already there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// It is an error.
    Create,
    /// It is replaced.
    Replace,
}

/// The digests that the metadata of an object hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Digests {
    pub(crate) sha256: Option<String>,
    pub(crate) decoded: Option<String>,
}

/// An object as the store describes it.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) size: u64,
    pub(crate) digests: Digests,
    pub(crate) headers: Headers,
}

/// A name in a listing.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) size: u64,
    /// Milliseconds since 1970 by the clock of the store.
    pub(crate) modified: i64,
}

impl Store {
    pub(crate) fn new(
        inner: Arc<dyn ObjectStore>,
        prefix: Path,
        url: &str,
        keeps_headers: bool,
    ) -> Self {
        let url = url.trim_end_matches('/').to_owned();
        let reader = Arc::clone(&inner);
        Self { inner, reader, prefix, url, keeps_headers, requests: AtomicUsize::new(0) }
    }

    /// Reads bytes by another client of the same store.
    pub(crate) fn with_reader(self, reader: Arc<dyn ObjectStore>) -> Self {
        Self { reader, ..self }
    }

    /// The number of requests so far, without those that were repeated.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    fn count(&self, number: usize) {
        self.requests.fetch_add(number, Ordering::Relaxed);
    }

    /// The URL of an object, for messages.
    pub(crate) fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.url)
    }

    /// The message about a request that failed.
    pub(crate) fn cannot(&self, what: &str, name: &str, error: &Error) -> Failure {
        let error_line = one_line(error);
        let repair = repair(error, &error_line);
        let place = self.shown(name);
        Failure::CannotRun(format!("{place}: cannot {what}: {error_line}{repair}"))
    }

    fn key(&self, name: &str) -> Result<Path, Error> {
        let name = Path::parse(name)?;
        let key = self.prefix.parts().chain(name.parts()).map(|part| part.as_ref().to_owned());
        // The parts are joined as they are: what they hold is valid already.
        Ok(Path::parse(key.collect::<Vec<_>>().join("/"))?)
    }

    pub(crate) async fn get(&self, name: &str) -> Result<Bytes, Error> {
        self.count(1);
        self.reader.get(&self.key(name)?).await?.bytes().await
    }

    /// Describes an object; none if there is no such object.
    pub(crate) async fn describe(&self, name: &str) -> Result<Option<Described>, Error> {
        self.count(1);
        let head = GetOptions { head: true, ..GetOptions::default() };
        let result = match self.inner.get_opts(&self.key(name)?, head).await {
            Ok(result) => result,
            Err(Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let text = |attribute: Attribute| {
            result.attributes.get(&attribute).map(|value| value.as_ref().to_owned())
        };
        Ok(Some(Described {
            size: result.meta.size,
            digests: Digests {
                sha256: text(Attribute::Metadata(SHA256.into())),
                decoded: text(Attribute::Metadata(DECODED_SHA256.into())),
            },
            headers: Headers {
                content_type: text(Attribute::ContentType).unwrap_or_default(),
                cache_control: text(Attribute::CacheControl).unwrap_or_default(),
                content_encoding: text(Attribute::ContentEncoding),
            },
        }))
    }

    fn attributes(&self, headers: &Headers, digests: Option<&Stored>) -> Attributes {
        let mut attributes = Attributes::new();
        if !self.keeps_headers {
            return attributes;
        }
        attributes.insert(Attribute::ContentType, headers.content_type.clone().into());
        attributes.insert(Attribute::CacheControl, headers.cache_control.clone().into());
        if let Some(coding) = &headers.content_encoding {
            attributes.insert(Attribute::ContentEncoding, coding.clone().into());
        }
        if let Some(stored) = digests {
            let key = Attribute::Metadata(SHA256.into());
            attributes.insert(key, stored.sha256.clone().into());
            if let Some(decoded) = &stored.decoded_sha256 {
                let key = Attribute::Metadata(DECODED_SHA256.into());
                attributes.insert(key, decoded.clone().into());
            }
        }
        attributes
    }

    /// Writes an object. `digests` go into its metadata.
    pub(crate) async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        headers: &Headers,
        digests: Option<&Stored>,
        mode: Mode,
    ) -> Result<(), Error> {
        self.count(1);
        let options = PutOptions {
            mode: match mode {
                Mode::Create => PutMode::Create,
                Mode::Replace => PutMode::Overwrite,
            },
            attributes: self.attributes(headers, digests),
            ..PutOptions::default()
        };
        self.inner.put_opts(&self.key(name)?, PutPayload::from(bytes), options).await.map(drop)
    }

    /// Writes an object in parts, each of which `read` gives in turn. An empty part is the end.
    pub(crate) async fn put_parts(
        &self,
        stored: &Stored,
        mut read: impl FnMut() -> std::io::Result<Vec<u8>>,
    ) -> Result<(), Error> {
        let attributes = self.attributes(&stored.headers, Some(stored));
        let options = PutMultipartOptions { attributes, ..PutMultipartOptions::default() };
        self.count(2);
        let mut upload = self.inner.put_multipart_opts(&self.key(&stored.name)?, options).await?;
        loop {
            let part = match read() {
                Ok(part) if part.is_empty() => break,
                Ok(part) => part,
                Err(error) => {
                    let _ = upload.abort().await;
                    return Err(Error::Generic { store: "file", source: Box::new(error) });
                }
            };
            self.count(1);
            if let Err(error) = upload.put_part(part.into()).await {
                let _ = upload.abort().await;
                return Err(error);
            }
        }
        upload.complete().await.map(drop)
    }

    /// Lists the objects whose names begin with a folder; `""` for all.
    pub(crate) async fn list(&self, folder: &str) -> Result<Vec<Listed>, Failure> {
        let place = folder.trim_end_matches('/');
        let failed = |error| self.cannot("be listed", place, &error);
        let below = if place.is_empty() { Ok(self.prefix.clone()) } else { self.key(place) };
        let below = below.map_err(failed)?;
        let objects = self.inner.list(Some(&below));
        let objects: Vec<_> = objects.try_collect().await.map_err(failed)?;
        self.count(objects.len().div_ceil(PAGE).max(1));
        let start =
            if self.prefix.as_ref().is_empty() { 0 } else { self.prefix.as_ref().len() + 1 };
        let listed = objects.into_iter().filter_map(|meta| {
            let name = meta.location.as_ref().get(start..)?.to_owned();
            Some(Listed { name, size: meta.size, modified: meta.last_modified.timestamp_millis() })
        });
        Ok(listed.collect())
    }

    /// Lists everything but the releases.
    pub(crate) async fn list_all(&self) -> Result<Vec<Listed>, Failure> {
        let mut listed = self.list("").await?;
        listed.retain(|object| !object.name.starts_with(super::release::FOLDER));
        Ok(listed)
    }

    /// Deletes objects. It is no error if one of them is gone.
    pub(crate) async fn delete(&self, names: &[String]) -> Result<(), Failure> {
        let keys: Result<Vec<Path>, Error> = names.iter().map(|name| self.key(name)).collect();
        let keys = keys.map_err(|error| self.cannot("be deleted", "", &error))?;
        self.count(names.len());
        let keys = futures_util::stream::iter(keys.into_iter().map(Ok));
        let mut deleted = self.inner.delete_stream(Box::pin(keys));
        loop {
            match deleted.try_next().await {
                Ok(Some(_)) | Err(Error::NotFound { .. }) => {}
                Ok(None) => return Ok(()),
                Err(error) => return Err(self.cannot("be deleted", "", &error)),
            }
        }
    }
}

/// Addresses at which a machine of a cloud has credentials. They are asked if the environment has none.
const MACHINES: [&str; 3] = ["//169.254.169.254", "//169.254.170.", "//metadata.google.internal"];

/// The repair of a request that failed, by what the store or the client said.
fn repair(error: &Error, text: &str) -> &'static str {
    if MACHINES.iter().any(|machine| text.contains(machine)) {
        return " (there are no credentials in the environment, and this machine has none: set AWS_ACCESS_KEY_ID and \
                AWS_SECRET_ACCESS_KEY, or those of the store)";
    }
    if ["NoSuchBucket", "ContainerNotFound", "bucket does not exist"]
        .iter()
        .any(|it| text.contains(it))
    {
        return " (make the bucket, or check its name, the region and the endpoint in the environment)";
    }
    match error {
        Error::Unauthenticated { .. } | Error::PermissionDenied { .. } => {
            " (check the credentials in the environment and what they allow)"
        }
        _ if text.contains("error sending request") => {
            " (no server answered: check the endpoint in the environment and the network)"
        }
        _ => "",
    }
}

/// An error on one line: answers of servers may have several.
fn one_line(error: &Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
