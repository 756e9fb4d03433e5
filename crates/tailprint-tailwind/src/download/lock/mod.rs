//! `tailwind.lock`: which binaries a package trusts.
//!
//! ```text
//! # Which Tailwind binaries this package builds with. Written by the first download; to be committed.
//! 4.3.5 tailwindcss-linux-arm64 <sha256>
//! 4.3.5 tailwindcss-linux-x64 <sha256>
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::is_digest;

const HEAD: &str = "\
# Which Tailwind binaries this package builds with. Written by the first download; to be committed.
";

/// Digests by version and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lock {
    digests: BTreeMap<(String, String), String>,
}

impl Lock {
    /// What a file says; nothing if there is none.
    ///
    /// The error is the number of the line that is at fault, and why.
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text)
                .map_err(|(line, why)| format!("{}:{line}: {why}", path.display())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("cannot read {}: {}", path.display(), super::reason(&error))),
        }
    }

    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let mut lock = Self::default();
        // Some editors of Windows begin a file with a mark.
        let text = text.trim_start_matches('\u{feff}');
        for (index, line) in text.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match *words {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                [version, name, digest] if is_digest(digest) => {
                    if !lock.add(version, name, digest) {
                        // As after a merge that kept both sides.
                        let why = format!("a second digest of {name} {version}");
                        return Err((index + 1, why));
                    }
                }
                _ => return Err((index + 1, "not understood".to_owned())),
            }
        }
        Ok(lock)
    }

    /// What a release's `sha256sums.txt` says. The error is a name of which it says two things.
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

    /// Whether nothing else was known.
    fn add(&mut self, version: &str, name: &str, digest: &str) -> bool {
        let digest = digest.to_ascii_lowercase();
        let key = (version.to_owned(), name.to_owned());
        *self.digests.entry(key).or_insert_with(|| digest.clone()) == digest
    }

    pub(super) fn digest(&self, version: &str, name: &str) -> Option<&str> {
        self.digests.get(&(version.to_owned(), name.to_owned())).map(String::as_str)
    }

    /// Adds what `other` knows and this does not.
    pub(super) fn extend(&mut self, other: &Self) {
        for (key, digest) in &other.digests {
            self.digests.entry(key.clone()).or_insert_with(|| digest.clone());
        }
    }

    pub(super) fn text(&self) -> String {
        let lines = self.digests.iter();
        let lines = lines.map(|((version, name), digest)| format!("{version} {name} {digest}\n"));
        HEAD.to_owned() + &lines.collect::<String>()
    }
}

#[cfg(test)]
mod tests;
