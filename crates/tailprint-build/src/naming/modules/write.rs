//! Text that contains the names and digests of assets, as edges.

use tailprint_core::path::extension;

use super::Known;
use crate::naming::graph::{Edge, Value};
use crate::naming::publish;
use crate::references::resolve::Site;

/// A part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    /// A property of this asset.
    Of(usize, Value),
}

/// Returns the edges that insert the text at byte `at`. Text without any property of an asset cannot be inserted.
pub(super) fn edges(pieces: Vec<Piece>, at: usize) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut pending = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => pending.push_str(&text),
            Piece::Of(target, value) => {
                let around = Some(Box::new([std::mem::take(&mut pending), String::new()]));
                edges.push(Edge { target, place: at..at, value, around });
            }
        }
    }
    if let Some([_, behind]) = edges.last_mut().and_then(|edge| edge.around.as_deref_mut()) {
        *behind = pending;
    }
    edges
}

/// Returns members of a JSON object as text that stands behind its opening brace.
pub(super) fn members(members: Vec<Vec<Piece>>, is_only: bool) -> Vec<Piece> {
    let mut text = Vec::new();
    let last = members.len();
    for (index, member) in members.into_iter().enumerate() {
        text.extend(member);
        if !is_only || index + 1 < last {
            text.push(Piece::Text(",".to_owned()));
        }
    }
    text
}

/// Returns a member of a JSON object.
pub(super) fn member(name: Vec<Piece>, value: Vec<Piece>) -> Vec<Piece> {
    let colon = Piece::Text(":".to_owned());
    name.into_iter().chain([colon]).chain(value).collect()
}

/// Returns a string of JSON that may stand in a `<script>`.
pub(super) fn string(text: &str) -> Vec<Piece> {
    vec![Piece::Text(format!("\"{}\"", escaped(text)))]
}

fn escaped(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string().replace('<', "\\u003c");
    // A string of JSON has a quote at both ends.
    let inner = json.strip_prefix('"').and_then(|json| json.strip_suffix('"'));
    inner.unwrap_or_default().to_owned()
}

/// The folder that the URLs of a page count from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Folder<'a> {
    /// Its logical path.
    pub(super) path: &'a str,
    /// True for that of a page at the root of the host. The URLs of all other assets are absolute then.
    pub(super) is_at_root: bool,
}

impl Folder<'_> {
    /// Returns the URL of the logical path of an asset as a string of JSON.
    pub(super) fn plain(self, known: &Known<'_>, asset: usize) -> Vec<Piece> {
        string(&self.url(&known.request.assets[asset].path, known.request.site))
    }

    /// Returns the URL under which an asset is published, with a query and a fragment, as a string of JSON.
    pub(super) fn published(self, known: &Known<'_>, asset: usize, suffix: &str) -> Vec<Piece> {
        let path = &known.request.assets[asset].path;
        if !known.is_hashed(asset) {
            return string(&format!("{}{suffix}", self.url(path, known.request.site)));
        }
        let folder = path.rfind('/').map_or(0, |slash| slash + 1);
        let dot = folder + extension(&path[folder..]);
        let (before, behind) =
            (self.url(&path[..dot], known.request.site), publish::encoded(&path[dot..]));
        vec![
            Piece::Text(format!("\"{before}")),
            Piece::Of(asset, Value::Fingerprint),
            Piece::Text(format!("{behind}{}\"", escaped(suffix))),
        ]
    }

    /// Returns the URL of a logical path, or of its beginning: a relative one, which begins with a dot, if the page and
    /// the asset are in one place.
    pub(super) fn url(self, path: &str, site: &Site) -> String {
        match (self.is_at_root, site.is_at_root(path)) {
            (false, false) => publish::relative(self.path, path),
            (_, true) => publish::url_at_root(path),
            (true, false) => publish::url(site.prefix(), path),
        }
    }
}
