//! The use that a browser makes of preloaded bytes, by the media type.

/// The `as` attribute of a preload (HTML standard, "preload destination").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Requested by a script.
    Fetch,
    /// A font.
    Font,
    /// An image.
    Image,
    /// JavaScript.
    Script,
    /// A style sheet.
    Style,
    /// Subtitles.
    Track,
}

impl Destination {
    /// The destination of a media type. None for video and audio: no browser uses preloaded bytes for its media
    /// elements, which fetch ranges on their own.
    ///
    /// ```
    /// use tailprint_core::preload::Destination;
    ///
    /// assert_eq!(Destination::of("text/css; charset=utf-8"), Some(Destination::Style));
    /// assert_eq!(Destination::of("video/mp4"), None);
    /// ```
    #[must_use]
    pub fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim_end();
        Some(match essence.split_once('/') {
            Some(("video" | "audio", _)) => return None,
            Some(("font", _)) => Self::Font,
            Some(("image", _)) => Self::Image,
            Some((_, "css")) => Self::Style,
            Some((_, "javascript" | "x-javascript" | "ecmascript")) => Self::Script,
            Some((_, "vtt")) => Self::Track,
            _ => Self::Fetch,
        })
    }

    /// The value of the attribute.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fetch => "fetch",
            Self::Font => "font",
            Self::Image => "image",
            Self::Script => "script",
            Self::Style => "style",
            Self::Track => "track",
        }
    }
}
