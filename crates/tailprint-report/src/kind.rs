//! The rough kinds of assets.

use serde::{Deserialize, Serialize};

/// The rough kind of an asset, by its media type.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Style sheets.
    Css,
    /// Scripts and modules.
    Js,
    /// Pictures.
    Image,
    /// Fonts.
    Font,
    /// All others.
    #[default]
    Other,
}

impl Kind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Css, Self::Js, Self::Image, Self::Font, Self::Other];

    /// The kind of a media type, with or without parameters.
    ///
    /// ```
    /// use tailprint_report::Kind;
    ///
    /// assert_eq!(Kind::of("text/css; charset=utf-8"), Kind::Css);
    /// assert_eq!(Kind::of("font/woff2"), Kind::Font);
    /// ```
    #[must_use]
    pub fn of(content_type: &str) -> Self {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        match media_type.split_once('/') {
            Some(("text", "css")) => Self::Css,
            Some(("text" | "application", "javascript")) => Self::Js,
            Some(("image", _)) => Self::Image,
            Some(("font", _)) => Self::Font,
            _ => Self::Other,
        }
    }

    /// The name in budgets and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Css => "css",
            Self::Js => "js",
            Self::Image => "image",
            Self::Font => "font",
            Self::Other => "other",
        }
    }

    /// The title that is shown.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Css => "Styles",
            Self::Js => "Scripts",
            Self::Image => "Images",
            Self::Font => "Fonts",
            Self::Other => "Other",
        }
    }
}
