//! `[[program]]`: the standalone programs of Tailwind.

use serde::Deserialize;

use super::{HEAD, VERSION, sha256};

/// A standalone program of Tailwind for one kind of machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Program {
    /// `4.3.6`
    pub version: String,
    /// The name among the files of the release: `tailwindcss-linux-x64`.
    pub name: String,
    /// The SHA-256 of the file.
    #[serde(deserialize_with = "sha256")]
    pub sha256: String,
}

/// Adds entries to the end of the text of a `tailprint.lock`; an empty text begins a new file. What is there stays.
///
/// ```
/// use tailprint_core::lock::{Lock, Program, with_programs};
///
/// let program = Program {
///     version: "4.3.6".into(),
///     name: "tailwindcss-linux-x64".into(),
///     sha256: "0f".repeat(32),
/// };
/// let text = with_programs("", &[program.clone()]);
/// assert_eq!(Lock::parse(&text, "tailprint.lock")?.programs, [program]);
/// # Ok::<(), tailprint_core::lock::Error>(())
/// ```
#[must_use]
pub fn with_programs(text: &str, programs: &[Program]) -> String {
    let mut text = match text.trim() {
        "" => format!("{HEAD}version = {VERSION}\n"),
        _ => text.to_owned(),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for Program { version, name, sha256 } in programs {
        // Versions, names and digests have no character that a string of TOML escapes.
        text += &format!(
            "\n[[program]]\nversion = \"{version}\"\nname = \"{name}\"\nsha256 = \"{sha256}\"\n"
        );
    }
    text
}
