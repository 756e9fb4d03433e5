//! The two places of the host's paths that assets are served at.

/// The place in which a name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below the mount, where nearly all assets are.
    Mount,
    /// At the root of the host, beside the mount: `/favicon.ico`.
    Root,
    /// In both, which are one if the assets are mounted at the root.
    Both,
}

impl Place {
    /// Returns true if an asset is in this place.
    #[inline]
    pub(crate) fn has(self, is_at_root: bool) -> bool {
        match self {
            Self::Mount => !is_at_root,
            Self::Root => is_at_root,
            Self::Both => true,
        }
    }
}
