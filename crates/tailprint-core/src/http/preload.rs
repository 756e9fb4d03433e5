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
    pub const fn of(media_type: &str) -> Option<Self> {
        Some(match essence(media_type.as_bytes()) {
            (b"video" | b"audio", _) => return None,
            (b"font", _) => Self::Font,
            (b"image", _) => Self::Image,
            (_, b"css") => Self::Style,
            (_, b"javascript" | b"x-javascript" | b"ecmascript") => Self::Script,
            (_, b"vtt") => Self::Track,
            _ => Self::Fetch,
        })
    }

    /// Returns true if browsers check the `integrity` of an element that loads it.
    ///
    /// ```
    /// use tailprint_core::preload::Destination;
    ///
    /// assert!(Destination::Script.is_checked());
    /// assert!(!Destination::Font.is_checked());
    /// ```
    #[must_use]
    pub const fn is_checked(self) -> bool {
        matches!(self, Self::Script | Self::Style)
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

/// The type and the subtype of a media type, without parameters. Both are empty if there is no slash.
const fn essence(media_type: &[u8]) -> (&[u8], &[u8]) {
    let (essence, _) = media_type.split_at(find(media_type, b';'));
    let essence = essence.trim_ascii_end();
    let slash = find(essence, b'/');
    match essence.split_at(slash) {
        (kind, [_, subtype @ ..]) => (kind, subtype),
        _ => (b"", b""),
    }
}

/// The place of a byte, or the length of the text.
const fn find(text: &[u8], byte: u8) -> usize {
    let mut at = 0;
    while at < text.len() && text[at] != byte {
        at += 1;
    }
    at
}
