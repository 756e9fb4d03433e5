//! Causes that many problems of a build share.

use serde::{Deserialize, Serialize};

/// A cause that many problems may share. They are shown as one then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// A reference to a path without an asset.
    Missing,
    /// A reference that differs from the path of an asset in upper and lower case or in Unicode normalization only.
    Spelling,
    /// A path in a template without an asset, which no setting allows.
    MissingInTemplate,
    /// A `sourceMappingURL` to a path without an asset.
    MissingSourceMap,
    /// An import that leaves out an extension or a file name which browsers do not add.
    Extensionless,
    /// A reference to a file that is not published.
    LeftOut,
    /// A relative URL that leaves the static files.
    OutsideRoot,
    /// A URL that begins with `/`, but does not lead below the URL prefix.
    RootAbsolute,
    /// A part of a template that cannot be checked.
    Unchecked,
    /// The URL of an asset that a template writes out, so that it has no hash.
    WrittenOut,
    /// A URL from the root that stays, although the URL prefix may change when the app is started.
    FixedPrefix,
    /// An import of a package that no import map has.
    Unpinned,
    /// A cause that this version does not know.
    #[serde(other)]
    Other,
}
