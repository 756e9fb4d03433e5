//! Text of others that is safe to show: on a terminal, in a directive for Cargo, in JSON and in HTML.
//!
//! File names, messages of npm and of plugins, and source lines may hold anything. A control character moves the cursor
//! of a terminal, a line break begins a new directive, and a bidirectional control lets text read in another order than
//! it has (CVE-2021-42574).

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::path::Path;

/// Text in which characters that would change how it is shown are written as escapes: `\n`, `\u{202e}`.
///
/// A backslash stays as it is, so that paths of Windows can be read. Safe text is borrowed, and made safe once more it
/// is the same.
///
/// ```
/// use tailprint_core::shown::Shown;
///
/// assert_eq!(Shown::line("a\ncargo::rustc-cfg=evil.css").as_str(), r"a\ncargo::rustc-cfg=evil.css");
/// assert_eq!(Shown::lines("one\ntwo\x1b[2J").as_str(), "one\ntwo\\u{1b}[2J");
/// assert_eq!(Shown::line("naïve-👨‍👩‍👧.css").as_str(), "naïve-👨‍👩‍👧.css");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a>(Cow<'a, str>);

impl<'a> Shown<'a> {
    /// Makes text safe to be shown within one line.
    #[must_use]
    pub fn line(text: impl Into<Cow<'a, str>>) -> Self {
        Self::escaped(text.into(), is_unsafe, escape)
    }

    /// Makes text of several lines safe to be shown: line feeds and tabs stay.
    #[must_use]
    pub fn lines(text: impl Into<Cow<'a, str>>) -> Self {
        Self::escaped(text.into(), |it| is_unsafe(it) && !matches!(it, '\n' | '\t'), escape)
    }

    /// Makes a path safe to be shown within one line.
    #[must_use]
    pub fn path(path: &'a Path) -> Self {
        Self::line(path.to_string_lossy())
    }

    /// Makes JSON safe to be shown. Its values stay the same: JSON has escapes of its own in strings, and these
    /// characters are nowhere else in it.
    ///
    /// ```
    /// use tailprint_core::shown::Shown;
    ///
    /// let shown = Shown::json("{\"file\":\"a\u{202e}.css\"}\n");
    /// assert_eq!(shown.as_str(), "{\"file\":\"a\\u202e.css\"}\n");
    /// ```
    #[must_use]
    pub fn json(json: impl Into<Cow<'a, str>>) -> Self {
        let is_unsafe = |it| is_unsafe(it) && !matches!(it, '\n' | '\r' | '\t');
        Self::escaped(json.into(), is_unsafe, escape_json)
    }

    /// Returns the safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the safe text.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }

    fn escaped(
        text: Cow<'a, str>,
        is_unsafe: impl Fn(char) -> bool,
        escape: fn(&mut String, char),
    ) -> Self {
        if !text.chars().any(&is_unsafe) {
            return Self(text);
        }
        let mut safe = String::with_capacity(text.len().saturating_add(16));
        for letter in text.chars() {
            if is_unsafe(letter) { escape(&mut safe, letter) } else { safe.push(letter) }
        }
        Self(safe.into())
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<Shown<'_>> for String {
    fn from(shown: Shown<'_>) -> Self {
        shown.into_string()
    }
}

/// Returns true for a character that a reader does not see, or that changes how others are shown.
///
/// The joiners U+200C and U+200D stay: words and emoji are spelt with them.
fn is_unsafe(letter: char) -> bool {
    // C0, DEL and C1.
    letter.is_control()
        || matches!(
            letter,
            // Direction: Arabic letter mark, marks, embeddings and overrides, isolates, and their deprecated forms.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            // Line and paragraph separators.
            | '\u{2028}' | '\u{2029}'
            // Without a width: soft hyphen, Mongolian vowel separator, zero width space, word joiner and invisible
            // operators, byte order mark.
            | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
            // Interlinear annotations, and tags.
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

fn escape(safe: &mut String, letter: char) {
    safe.extend(letter.escape_default());
}

fn escape_json(safe: &mut String, letter: char) {
    for unit in letter.encode_utf16(&mut [0; 2]) {
        // Writing to a string cannot fail.
        let _ = write!(safe, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests;
