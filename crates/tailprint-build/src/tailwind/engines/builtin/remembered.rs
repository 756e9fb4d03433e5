//! The style sheet of the last build, kept in a file. If nothing has changed, the next build need not run Tailwind.
//!
//! The file is a line of JSON, followed by the style sheet.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base16ct::lower::encode_string as hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tailprint_core::whole_file;
use tailprint_tailwind::engine::{Compiled, Seen};
use tailprint_tailwind::install::Package;
use tailprint_tailwind::sources::{Root, Selected, Source};

use super::Wanted;
use super::sheet::{Made, Sheet};
use crate::naming::fingerprint::framed;

/// The file of a style sheet.
#[derive(Debug)]
pub(super) struct Remembered {
    file: Option<PathBuf>,
    /// A digest of everything that decides the result, except other files.
    key: String,
}

/// The line of JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    key: String,
    seen: Vec<Seen>,
    read: Vec<PathBuf>,
    root: Option<(PathBuf, String)>,
    is_automatic: bool,
    sources: Vec<(PathBuf, String, bool)>,
    utilities: bool,
    words: String,
}

/// A style sheet that was kept.
#[derive(Debug)]
pub(super) struct Known {
    head: Head,
    css: String,
}

impl Remembered {
    pub(super) fn new(sheet: &Sheet<'_>, package: &Package) -> Self {
        let parts = [
            env!("CARGO_PKG_VERSION"),
            sheet.form.name(),
            &package.version,
            &package.digest(),
            &sheet.path.to_string_lossy(),
            &sheet.root.to_string_lossy(),
        ];
        let mut key = Sha256::new();
        for part in parts {
            framed(&mut key, part.as_bytes());
        }
        for (name, folder) in sheet.crates {
            framed(&mut key, name.as_bytes());
            framed(&mut key, folder.to_string_lossy().as_bytes());
        }
        // The text decides as well, since there may be no file with it.
        key.update(sheet.text);
        Self { file: sheet.remembered.map(Path::to_owned), key: hex(&key.finalize()) }
    }

    pub(super) fn known(&self) -> Option<Known> {
        let text = fs::read_to_string(self.file.as_ref()?).ok()?;
        let (head, css) = text.split_once('\n')?;
        let head: Head = serde_json::from_str(head).ok()?;
        if head.key != self.key {
            return None;
        }
        Some(Known { css: css.to_owned(), head })
    }

    pub(super) fn digest(&self, words: &[String]) -> String {
        let mut digest = Sha256::new();
        for word in words {
            digest.update(word);
            digest.update("\n");
        }
        hex(&digest.finalize())
    }

    pub(super) fn keep(
        &self,
        made: &Made,
        compiled: &Compiled,
        words: &[String],
    ) -> io::Result<()> {
        let Some(path) = &self.file else { return Ok(()) };
        let root = match &compiled.root {
            Root::At { base, pattern } => Some((base.clone(), pattern.clone())),
            Root::Automatic | Root::None => None,
        };
        let source =
            |source: &Source| (source.base.clone(), source.pattern.clone(), source.negated);
        let head = Head {
            key: self.key.clone(),
            seen: compiled.seen.clone(),
            read: made.read.clone(),
            root,
            is_automatic: compiled.root == Root::Automatic,
            sources: compiled.sources.iter().map(source).collect(),
            utilities: compiled.utilities,
            words: self.digest(words),
        };
        let mut content = serde_json::to_vec(&head)?;
        content.push(b'\n');
        content.extend_from_slice(made.css.as_bytes());
        whole_file::write(path, &content)
    }
}

impl Known {
    /// Returns true if the compiler would read the same files again.
    pub(super) fn is_current(&self) -> bool {
        self.head.seen.iter().all(Seen::is_current)
    }

    /// The digest of the words that may be classes.
    pub(super) fn words(&self) -> &str {
        &self.head.words
    }

    pub(super) fn wanted(&self) -> Wanted {
        let Head { root, is_automatic, sources, utilities, .. } = &self.head;
        let root = match root {
            Some((base, pattern)) => Root::At { base: base.clone(), pattern: pattern.clone() },
            None if *is_automatic => Root::Automatic,
            None => Root::None,
        };
        let source = |(base, pattern, negated)| Source { base, pattern, negated };
        Wanted {
            root,
            sources: sources.iter().cloned().map(source).collect(),
            utilities: *utilities,
        }
    }

    pub(super) fn read(&self) -> Vec<PathBuf> {
        self.head.read.clone()
    }

    pub(super) fn made(self, searched: Selected) -> Made {
        Made { css: self.css, map: None, read: self.head.read, warnings: Vec::new(), searched }
    }
}

/// Returns the file that keeps a style sheet.
pub(crate) fn file(out_dir: &Path, entry: &Path) -> PathBuf {
    let name = hex(&Sha256::digest(entry.to_string_lossy().as_bytes())[..6]);
    out_dir.join("cache").join(format!("tailwind-{name}.css"))
}
