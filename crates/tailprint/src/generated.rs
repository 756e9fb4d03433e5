//! What the code written by `tailprint-build` names. No part of the public interface: build script and runtime
//! are always of the same version.

pub use tailprint_core::table::Table;

/// What holds for all assets of a build.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Path under which the service is mounted, without a slash at its end: `/static`, or nothing.
    pub mount: &'static str,
    /// What stands before a served name in a URL, slash included: `/static/`, `https://cdn.example.com/`.
    pub url_prefix: &'static str,
    /// Where the bytes are.
    pub content: Content,
    /// `Last-Modified` of every asset in seconds since 1970, where the build has a reproducible time.
    pub last_modified: Option<u64>,
    /// What an outdated hashed name is answered with.
    pub stale: Stale,
}

/// Where the bytes are.
#[derive(Clone, Copy, Debug)]
pub enum Content {
    /// In the binary, one asset after the other: hashed mode.
    Embedded(&'static [u8]),
    /// In the files that the developer edits: plain mode.
    Disk(Disk),
}

/// Files that are read at every request.
#[derive(Clone, Copy, Debug)]
pub struct Disk {
    /// Folders in which a logical path is looked for, the first first.
    pub roots: &'static [Root],
    /// Logical paths that are not found in a root (Tailwind's output) and the files that hold them.
    pub files: &'static [(&'static str, &'static str)],
    /// Logical paths that are not published although they lie in a root (Tailwind's input).
    pub hidden: &'static [&'static str],
    /// Globs over logical paths that are not published.
    pub ignore: &'static [&'static str],
    /// Whether symbolic links that stay in their root are followed.
    pub follow_symlinks: bool,
}

/// A folder of assets.
#[derive(Clone, Copy, Debug)]
pub struct Root {
    /// First part of the logical paths of its files, without a slash at its end; usually empty.
    pub prefix: &'static str,
    /// The folder.
    pub dir: &'static str,
}

/// What a hashed name is answered with that an earlier build gave to a known asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stale {
    /// 404.
    #[default]
    NotFound,
    /// 302 to the URL that the asset has now.
    Redirect,
}

/// The URL of a logical path; what `asset!` calls at compile time.
#[must_use]
pub const fn url(table: &Table, path: &str) -> Option<&'static str> {
    match table.find_path(path) {
        Some(asset) => Some(table.url(asset)),
        None => None,
    }
}
