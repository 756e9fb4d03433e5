//! `tailprint.lock`: the releases of npm that a package was built with.
//!
//! The file lies beside `Cargo.toml` and is committed. Commands of `cargo tailprint` write it, and builds read it.
//!
//! ```toml
//! version = 1
//!
//! [[tailwind]]
//! version = "4.3.6"
//! integrity = "sha512-…"
//! files = "<sha256>"
//!
//! [[program]]
//! version = "4.3.6"
//! name = "tailwindcss-linux-x64"
//! sha256 = "<sha256>"
//! ```
//!
//! Keys that this version of tailprint does not know are passed over.

mod nesting;
mod package;
mod program;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

use serde::de::{DeserializeOwned, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

use crate::files::io_error::reason;

pub use self::package::{MOUNT, PACKAGES, Package};
pub use self::program::{Program, with_programs};

/// The name of the file.
pub const FILE: &str = "tailprint.lock";

/// The first line of a new file.
pub const HEAD: &str = "# The releases that this package is built with. `cargo tailprint` writes this file; commit it.\n";

/// The version of the format.
pub const VERSION: u32 = 1;

/// The repair of a file that is not as a command writes it.
const RESTORE: &str = "restore it from version control; after a merge, keep one side";

/// The headers of the entries.
const ENTRIES: [&str; 3] = ["[[package]]", "[[program]]", "[[tailwind]]"];
/// The most tables of an entry. A package has four, and later versions may have more.
const MOST_TABLES: usize = 64;

/// The beginning of an integrity, before the digest in Base64.
const SHA512: &str = "sha512-";
/// The length of a SHA-512 in Base64.
const SHA512_LENGTH: usize = 88;
/// The length of a SHA-256 in hexadecimal digits.
const SHA256_LENGTH: usize = 64;

/// The content of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Lock {
    /// The releases of Tailwind.
    #[serde(default)]
    pub tailwind: Vec<Tailwind>,
    /// The standalone programs of Tailwind.
    #[serde(default, rename = "program")]
    pub programs: Vec<Program>,
    /// The packages of JavaScript.
    #[serde(default, rename = "package")]
    pub packages: Vec<Package>,
}

/// A release of Tailwind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Tailwind {
    /// `4.3.6`
    pub version: String,
    /// The SHA-512 of the tarball, as the registry states it: `sha512-<base64>`.
    #[serde(deserialize_with = "integrity")]
    pub integrity: String,
    /// The SHA-256 of the output of `sha256sum` for the files that are needed, sorted by path.
    #[serde(deserialize_with = "sha256")]
    pub files: String,
}

/// The part of every version of the format.
#[derive(Default, Deserialize)]
struct Head {
    version: Option<u32>,
}

/// The fault of a file, and the repair.
///
/// Its `Display` is one line: `tailprint.lock:3:1: …`, with the repair in parentheses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    place: String,
    message: String,
    repair: &'static str,
}

impl Error {
    /// Returns the fault with its place, without the repair.
    #[must_use]
    pub fn message(&self) -> String {
        format!("{}: {}", self.place, self.message)
    }

    /// Returns the repair.
    #[must_use]
    pub fn repair(&self) -> &'static str {
        self.repair
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message(), self.repair)
    }
}

impl std::error::Error for Error {}

impl Lock {
    /// Reads the file at `path`. Returns nothing if it does not exist. Errors name it as `shown`.
    ///
    /// # Errors
    /// As [`Lock::parse`], and if the file cannot be read.
    pub fn read(path: &Path, shown: &str) -> Result<Option<Self>, Error> {
        let error = |message| Error { place: shown.to_owned(), message, repair: RESTORE };
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(reading) => return Err(error(format!("cannot be read: {}", reason(&reading)))),
        };
        let text = String::from_utf8(bytes).map_err(|_| error("is not UTF-8".to_owned()))?;
        Self::parse(&text, shown).map(Some)
    }

    /// Parses the text of the file. Errors name it as `shown`.
    ///
    /// ```
    /// use tailprint_core::lock::Lock;
    ///
    /// let lock = Lock::parse("version = 1\n", "tailprint.lock")?;
    /// assert!(lock.tailwind.is_empty() && lock.packages.is_empty());
    /// # Ok::<(), tailprint_core::lock::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the text is not TOML, is of another version of the format, or lacks a key.
    pub fn parse(text: &str, shown: &str) -> Result<Self, Error> {
        // Some editors on Windows begin a file with a byte order mark.
        let text = text.trim_start_matches('\u{feff}');
        let entries = Entry::all(text, shown)?;
        entries.iter().try_for_each(|entry| entry.check(shown))?;
        let head = entries.first().map_or(Ok(Head::default()), |head| head.read(shown))?;
        match head.version {
            Some(VERSION) => {}
            Some(other) => {
                return Err(Error {
                    place: format!("{shown}:{}", place_of_version(text)),
                    message: format!(
                        "version {other} of the format, and this tailprint reads {VERSION}"
                    ),
                    repair: "use the version of tailprint that wrote it, or a later one",
                });
            }
            None => {
                return Err(Error {
                    place: format!("{shown}:1:1"),
                    message: format!("no `version = {VERSION}`"),
                    repair: RESTORE,
                });
            }
        }
        let mut lock = Self::default();
        for entry in entries {
            let Self { tailwind, programs, packages } = entry.read(shown)?;
            lock.tailwind.extend(tailwind);
            lock.programs.extend(programs);
            lock.packages.extend(packages);
        }
        Ok(lock)
    }

    /// Returns the release of Tailwind with that number.
    #[must_use]
    pub fn tailwind(&self, version: &str) -> Option<&Tailwind> {
        self.tailwind.iter().find(|release| release.version == version)
    }
}

/// An entry of the file, or what is before the first one.
///
/// Each is read by itself: the time that basic-toml takes grows with the square of the number of tables, since it compares
/// their names. See `Deserializer::deserialize_map` in its `de.rs`.
#[derive(Debug)]
struct Entry<'a> {
    text: &'a str,
    /// The index of its first line in the file.
    line: usize,
}

impl<'a> Entry<'a> {
    fn all(text: &'a str, shown: &str) -> Result<Vec<Self>, Error> {
        let mut entries = Vec::new();
        // `begin` and `end` are always between two lines, so that the slices below exist.
        let (mut start, mut begin, mut end, mut tables) = (0, 0, 0, 0);
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let is_entry = ENTRIES.iter().any(|header| line.trim_start().starts_with(header));
            if is_entry {
                entries.push(Self { text: text.get(begin..end).unwrap_or_default(), line: start });
                (start, begin, tables) = (index, end, 0);
            } else if line.trim_start().starts_with('[') {
                tables += 1;
            }
            if tables > MOST_TABLES {
                return Err(Error {
                    place: format!("{shown}:{}:1", index + 1),
                    message: format!("more than {MOST_TABLES} tables in one entry"),
                    repair: RESTORE,
                });
            }
            end += line.len();
        }
        entries.push(Self { text: text.get(begin..).unwrap_or_default(), line: start });
        Ok(entries)
    }

    /// An error for an entry that takes more stack or time than one of a command.
    fn check(&self, shown: &str) -> Result<(), Error> {
        let Some((at, message)) = nesting::excess(self.text) else { return Ok(()) };
        let before = self.text.get(..at).unwrap_or_default();
        let line = self.line + before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Err(Error { place: format!("{shown}:{line}:{column}"), message, repair: RESTORE })
    }

    fn read<T: DeserializeOwned>(&self, shown: &str) -> Result<T, Error> {
        basic_toml::from_str(self.text).map_err(|error| self.fault(&error, shown))
    }

    fn fault(&self, error: &basic_toml::Error, shown: &str) -> Error {
        let message = error.to_string();
        let Some((line, column)) = error.line_col() else {
            // A missing key has no place.
            return Error { place: shown.to_owned(), message, repair: RESTORE };
        };
        // The message repeats the position, with the column in bytes.
        let position = format!(" at line {} column {}", line + 1, column + 1);
        let message = message.strip_suffix(&position).unwrap_or(&message).to_owned();
        let (line, column) = if message.starts_with("missing field") {
            (0, 0)
        } else {
            let before = self.text.lines().nth(line).and_then(|line| line.get(..column));
            (line, before.map_or(column, |before| before.chars().count()))
        };
        let place = format!("{shown}:{}:{}", self.line + line + 1, column + 1);
        Error { place, message, repair: RESTORE }
    }
}

/// Returns line and column of the key `version`, which comes before the tables.
fn place_of_version(text: &str) -> String {
    let mut lines = text.lines().zip(1..);
    let found = lines.find(|(line, _)| line.trim_start().starts_with("version"));
    found.map_or_else(
        || "1:1".to_owned(),
        |(line, number)| format!("{number}:{}", line.len() - line.trim_start().len() + 1),
    )
}

fn integrity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    let is = |text: &str| {
        let digest = text.strip_prefix(SHA512);
        digest.is_some_and(|it| it.len() == SHA512_LENGTH && it.bytes().all(is_base64))
    };
    deserializer.deserialize_str(Checked { is, expected: "`sha512-` and a digest in Base64" })
}

fn sha256<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let is = |text: &str| {
        text.len() == SHA256_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    deserializer.deserialize_str(Checked { is, expected: "a SHA-256 of 64 hexadecimal digits" })
}

/// Reads a path that leads to a file or folder below the one that it is relative to. The file may come from somebody else,
/// and commands read, replace and remove what it names.
fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let is_name = |name: &str| {
        !matches!(name, "" | "." | "..")
            && !name.contains(|it: char| it.is_control() || it == '\\' || it == ':')
    };
    let is = |text: &str| text.split('/').all(is_name);
    deserializer.deserialize_str(Checked { is, expected: "a path that does not lead out" })
}

/// A path, see [`path`].
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
struct Below(#[serde(deserialize_with = "path")] String);

fn paths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let paths = Vec::<Below>::deserialize(deserializer)?;
    Ok(paths.into_iter().map(|path| path.0).collect())
}

/// Reads a table of texts by paths.
fn by_path<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let table = BTreeMap::<Below, String>::deserialize(deserializer)?;
    Ok(table.into_iter().map(|(path, text)| (path.0, text)).collect())
}

/// Reads a table of paths.
fn to_path<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, String>, D::Error> {
    let table = BTreeMap::<String, Below>::deserialize(deserializer)?;
    Ok(table.into_iter().map(|(key, path)| (key, path.0)).collect())
}

/// A visitor of a text with a rule. Errors of a visitor have the position of the text, and later ones have none.
struct Checked<F> {
    is: F,
    expected: &'static str,
}

impl<F: Fn(&str) -> bool> Visitor<'_> for Checked<F> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
        if (self.is)(text) {
            return Ok(text.to_owned());
        }
        Err(E::invalid_value(Unexpected::Str(text), &self))
    }
}

#[cfg(test)]
mod tests;
