//! Spellings that look alike: upper and lower case, and the two ways to encode an accent.

use unicode_normalization::{UnicodeNormalization as _, is_nfc, is_nfd};

/// Returns the text in lower case and in the normalization NFC, so that texts that look alike are equal.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfc().collect::<String>().to_lowercase().nfc().collect()
    }
}

/// The difference between two texts that look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Upper and lower case.
    Case,
    /// The Unicode normalization of the file's name and that of the reference.
    Normalization(&'static str, &'static str),
    /// Both.
    Both,
}

impl Form {
    /// Returns the difference between the name of a file and a text that looks alike; none if they are equal.
    pub(crate) fn of(file: &str, text: &str) -> Option<Self> {
        if file == text {
            return None;
        }
        let same_normalized = file.nfc().eq(text.nfc());
        if same_normalized {
            return Some(Self::Normalization(normalization(file), normalization(text)));
        }
        let same_lower = file.to_lowercase() == text.to_lowercase();
        Some(if same_lower { Self::Case } else { Self::Both })
    }

    /// Returns the difference in words.
    pub(crate) fn difference(self) -> String {
        match self {
            Self::Case => "only upper and lower case differ".to_owned(),
            Self::Normalization(file, text) => format!(
                "only the Unicode normalization differs: the name of the file is {file}, this is {text}"
            ),
            Self::Both => "only case and Unicode normalization differ".to_owned(),
        }
    }
}

/// Returns the name of the normalization of a text. macOS and some archives make names of files NFD, keyboards make NFC.
fn normalization(text: &str) -> &'static str {
    match (is_nfc(text), is_nfd(text)) {
        (true, _) => "NFC",
        (_, true) => "NFD",
        _ => "neither NFC nor NFD",
    }
}
