//! Published names: assets to the graph of their references, to fingerprints, to names and URLs.

pub(crate) mod at_root;
pub(crate) mod custom_properties;
pub(crate) mod digests;
pub(crate) mod fingerprint;
pub(crate) mod graph;
pub(crate) mod integrity;
pub(crate) mod link;
mod missing;
pub(crate) mod modules;
pub(crate) mod own_names;
pub(crate) mod publish;
pub(crate) mod published;
pub(crate) mod relative;

/// Returns the part of a logical path behind its folders.
pub(crate) fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
