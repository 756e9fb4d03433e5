//! Digests of binaries: those of a release, and those that a package trusts.
//!
//! A `tailwind.lock`, as earlier versions of tailprint wrote it:
//!
//! ```text
//! # a comment
//! 4.3.5 tailwindcss-linux-arm64 <sha256>
//! 4.3.5 tailwindcss-linux-x64 <sha256>
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use tailprint_core::io_error::reason;
use tailprint_core::lock::Program;

use super::super::http::is_digest;

/// Digests by version and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Trusted {
    digests: BTreeMap<(String, String), String>,
}

impl Trusted {
    /// Reads a `tailwind.lock`. A missing file is the same as an empty one.
    ///
    /// The error names the line and the reason.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text)
                .map_err(|(line, why)| format!("{}:{line}: {why}", path.display())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("cannot read {}: {}", path.display(), reason(&error))),
        }
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut lock = Self::default();
        // Some editors on Windows begin a file with a byte order mark.
        let text = text.trim_start_matches('\u{feff}');
        for (index, line) in text.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match *words {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                [version, name, digest] if is_digest(digest) => {
                    if !lock.add(version, name, digest) {
                        // A merge may have kept both sides.
                        let why = format!("a second digest of {name} {version}");
                        return Err((index + 1, why));
                    }
                }
                _ => return Err((index + 1, "not understood".to_owned())),
            }
        }
        Ok(lock)
    }

    /// Reads the `sha256sums.txt` of a release. The error is a name with two different digests.
    pub(super) fn of_release(version: &str, sums: &str) -> Result<Self, String> {
        let mut lock = Self::default();
        for line in sums.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let [digest, name] = *words
                && is_digest(digest)
            {
                // `./name` as `sha256sum` prints it, `*name` in its binary mode.
                let name = name.trim_start_matches('*').trim_start_matches("./");
                if !name.is_empty() && !lock.add(version, name, digest) {
                    return Err(name.to_owned());
                }
            }
        }
        Ok(lock)
    }

    /// Adds a digest. Returns false if another one is known.
    pub(super) fn add(&mut self, version: &str, name: &str, digest: &str) -> bool {
        let digest = digest.to_ascii_lowercase();
        let key = (version.to_owned(), name.to_owned());
        *self.digests.entry(key).or_insert_with(|| digest.clone()) == digest
    }

    pub(super) fn digest(&self, version: &str, name: &str) -> Option<&str> {
        self.digests.get(&(version.to_owned(), name.to_owned())).map(String::as_str)
    }

    /// Returns the digests as entries of a `tailprint.lock`, sorted.
    pub(super) fn programs(&self) -> Vec<Program> {
        let digests = self.digests.iter();
        let program = |((version, name), sha256): (&(String, String), &String)| Program {
            version: version.clone(),
            name: name.clone(),
            sha256: sha256.clone(),
        };
        digests.map(program).collect()
    }
}

#[cfg(test)]
mod tests;
