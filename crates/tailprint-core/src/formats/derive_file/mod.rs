//! The file that the build script leaves for the derive: the configuration of askama for every syntax, and the
//! delimiters that are translated.
//!
//! It is `OUT_DIR/tailprint/` [`FILE`], a text of lines with fields separated by tabs.

use std::fmt::Write as _;

use crate::text::delimiters::{Delimiters, Kind, Pair, Translation};

/// The name of the file.
pub const FILE: &str = "derive.txt";

const FIRST_LINE: &str = "tailprint derive 1";

/// A template syntax of `askama.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    /// The name, as in `#[template(syntax = "…")]`.
    pub name: String,
    /// The file beside this one that askama shall read instead of `askama.toml`.
    pub config: String,
    /// The translation of its templates, unless askama accepts them as they are.
    pub translation: Option<Translation>,
    /// The folders of templates: the one that askama reads, relative to this file, and the one
    /// that it is a translated copy of.
    pub folders: Vec<(String, String)>,
}

/// The content of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeriveFile {
    /// All syntaxes, the default one first.
    pub syntaxes: Vec<Syntax>,
}

impl DeriveFile {
    /// The syntax of that name, or the default one.
    #[must_use]
    pub fn syntax(&self, name: Option<&str>) -> Option<&Syntax> {
        match name {
            Some(name) => {
                let name = encode(name);
                self.syntaxes.iter().find(|syntax| encode(&syntax.name) == name)
            }
            None => self.syntaxes.first(),
        }
    }

    /// The text of the file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for syntax in &self.syntaxes {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "syntax\t{}\t{}", syntax.config, encode(&syntax.name));
            if let Some(translation) = &syntax.translation {
                for kind in Kind::ALL {
                    let Pair { start, end } = translation.original().pair(kind);
                    let refused = translation.refused().any(|refused| refused == kind);
                    let word = if refused { "refused" } else { "accepted" };
                    let _ = writeln!(text, "{word}\t{start}\t{end}");
                }
            }
            for (copy, original) in &syntax.folders {
                // Without the line, messages name the copy of such a folder.
                if !original.contains(['\t', '\n']) {
                    let _ = writeln!(text, "folder\t{copy}\t{original}");
                }
            }
        }
        text
    }

    /// Reads the text of the file, unless another version of tailprint wrote it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(FIRST_LINE) {
            return None;
        }
        let mut file = Self::default();
        let mut pairs = Vec::new();
        for line in lines {
            let (word, fields) = line.split_once('\t')?;
            let (first, second) = fields.split_once('\t')?;
            match word {
                "syntax" => file.syntaxes.push(Syntax {
                    name: second.to_owned(),
                    config: first.to_owned(),
                    translation: None,
                    folders: Vec::new(),
                }),
                "folder" => {
                    let folder = (first.to_owned(), second.to_owned());
                    file.syntaxes.last_mut()?.folders.push(folder);
                }
                "refused" | "accepted" => {
                    pairs.push((Pair::new(first, second), word == "refused"));
                    if pairs.len() == Kind::ALL.len() {
                        file.syntaxes.last_mut()?.translation = translation(&mut pairs);
                    }
                }
                _ => return None,
            }
        }
        Some(file)
    }
}

/// The translation of three pairs in the order of [`Kind::ALL`].
fn translation(pairs: &mut Vec<(Pair, bool)>) -> Option<Translation> {
    let refused: Vec<Kind> = Kind::ALL
        .into_iter()
        .zip(pairs.iter())
        .filter_map(|(kind, (_, refused))| refused.then_some(kind))
        .collect();
    let mut pairs = pairs.drain(..).map(|(pair, _)| pair);
    let from =
        Delimiters { expression: pairs.next()?, block: pairs.next()?, comment: pairs.next()? };
    Some(Translation::new(from, &refused))
}

/// A name that fits in a field: without tabs and line ends.
fn encode(name: &str) -> String {
    name.replace(char::is_control, "?")
}

#[cfg(test)]
mod tests;
