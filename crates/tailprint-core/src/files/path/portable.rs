//! Names of files that Windows cannot hold.

use std::fmt;

/// The reason why Windows cannot hold a file of some name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unportable {
    /// The name of a device, whatever its extension and case: `aux.svg`.
    Device,
    /// A dot or a space at the end, which Windows leaves out.
    End,
    /// A character that separates something else, or a control character.
    Character(char),
}

impl fmt::Display for Unportable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device => f.write_str("is the name of a device there"),
            Self::End => f.write_str("ends with a dot or a space, which Windows leaves out"),
            Self::Character(character) => {
                write!(f, "has the character {character:?}, which no name may have there")
            }
        }
    }
}

/// The reason why Windows cannot hold a file or folder of this name, if there is one.
///
/// The name is one segment of a path. `.` and `..` are no names.
///
/// ```
/// use tailprint_core::path::{Unportable, unportable};
///
/// assert_eq!(unportable("aux.svg"), Some(Unportable::Device));
/// assert_eq!(unportable("a."), Some(Unportable::End));
/// assert_eq!(unportable("a:b"), Some(Unportable::Character(':')));
/// assert_eq!(unportable("auxiliary.svg"), None);
/// ```
#[must_use]
pub fn unportable(name: &str) -> Option<Unportable> {
    let is_refused = |it: &char| it.is_ascii_control() || r#"<>:"/\|?*"#.contains(*it);
    if let Some(character) = name.chars().find(is_refused) {
        return Some(Unportable::Character(character));
    }
    if name.ends_with(['.', ' ']) {
        return Some(Unportable::End);
    }
    // Spaces before the first dot do not count: `aux .svg` is the device as well.
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem).trim_end_matches(' ');
    is_device(stem).then_some(Unportable::Device)
}

/// Returns true for the name of a device, as
/// [Microsoft lists them](https://learn.microsoft.com/windows/win32/fileio/naming-a-file#naming-conventions).
fn is_device(stem: &str) -> bool {
    const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
    if DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) {
        return true;
    }
    let Some((port, number)) = stem.split_at_checked(3) else { return false };
    let mut number = number.chars();
    let is_number = matches!(number.next(), Some('0'..='9' | '¹' | '²' | '³'));
    is_number
        && number.next().is_none()
        && ["com", "lpt"].iter().any(|device| port.eq_ignore_ascii_case(device))
}
