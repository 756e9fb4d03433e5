//! [`Sri`]: the attributes with which a browser checks the bytes that it loads.

use std::{error, fmt};

use tailprint_core::preload::Destination;

use crate::Asset;
use crate::markup::origin;

/// The attributes that make a browser check the bytes of a `<script>` or a `<link rel="stylesheet">`.
///
/// `Display` writes `integrity="sha256-…"`. If the asset is on another origin, it writes `crossorigin` as well, without
/// which browsers check nothing there.
///
/// ```html
/// <link rel="stylesheet" href="{{ "css/app.css"|static }}" {{ "css/app.css"|sri }}>
/// <script type="module" src="{{ "js/app.js"|static }}" {{ "js/app.js"|sri }}></script>
/// ```
///
/// The attributes fit the [preload](crate::Preload) of the same asset. In two cases nothing is written: in plain mode, since
/// files change at any time, and for an asset on another origin that keeps its name, since another release may have replaced
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sri {
    asset: Asset,
}

impl Sri {
    pub(crate) fn new(asset: Asset) -> Result<Self, NotChecked> {
        let destination = Destination::of(asset.content_type());
        destination
            .filter(|it| it.is_checked())
            .map(|_| Self::of(asset))
            .ok_or(NotChecked { asset })
    }

    pub(crate) fn of(asset: Asset) -> Self {
        Self { asset }
    }

    /// The value of `integrity`; none if the attribute is not to be written.
    #[must_use]
    pub fn integrity(self) -> Option<&'static str> {
        let may_be_replaced = self.is_elsewhere() && !self.asset.is_immutable();
        self.asset.integrity().filter(|_| !may_be_replaced)
    }

    /// Returns true if the element needs `crossorigin`.
    #[must_use]
    pub fn is_crossorigin(self) -> bool {
        self.is_elsewhere() && self.integrity().is_some()
    }

    fn is_elsewhere(self) -> bool {
        origin::of(self.asset.url()).is_some()
    }
}

impl fmt::Display for Sri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(integrity) = self.integrity() else { return Ok(()) };
        write!(f, "integrity=\"{integrity}\"")?;
        f.write_str(if self.is_crossorigin() { " crossorigin" } else { "" })
    }
}

/// The error for an asset whose integrity no browser checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotChecked {
    asset: Asset,
}

impl NotChecked {
    /// The asset that was to be checked.
    #[must_use]
    pub fn asset(self) -> Asset {
        self.asset
    }
}

impl fmt::Display for NotChecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, media_type) = (self.asset.path(), self.asset.content_type());
        write!(
            f,
            "{path:?} is {media_type}, whose integrity browsers do not check (leave `sri` out)"
        )
    }
}

impl error::Error for NotChecked {}

#[cfg(feature = "askama")]
impl askama::filters::HtmlSafe for Sri {}
