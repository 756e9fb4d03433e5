//! What an entry style sheet names: the files, packages and folders that its compilation depends on.
//!
//! Tailwind's CLI does not say which files it read. This finds them again, and rather one too many than
//! one too few: a superfluous file costs a build, a missing one leaves the style sheet stale. What the
//! directives *mean* stays Tailwind's own business.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use cssparser::{Delimiter, ParseError, Parser, Token};
use memchr::memmem;

use super::packages::{self, Asked};
use crate::error::{Problem, line_column};

/// Deeper blocks are skipped. Nobody nests so deep, and the stack of a hostile file would have no end.
const DEPTH: usize = 64;

/// Endings that Node and Tailwind add to a specifier without one.
const MODULE_ENDINGS: [&str; 10] =
    ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".json", "/index.js", "/index.ts"];

/// More modules than these are not followed.
const MOST_MODULES: usize = 1_000;

/// An entry style sheet and everything that it names, directly or through another file.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The entry first, then what it imports.
    pub(super) sheets: Vec<Sheet>,
    /// Those of npm packages, and what these import.
    pub(super) installed: Vec<Sheet>,
    /// Manifests of npm packages that style sheets are in.
    pub(super) manifests: BTreeSet<PathBuf>,
}

/// One style sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) directives: Vec<Directive>,
}

/// An at-rule that matters here, with the byte at which its argument stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) kind: Kind,
    pub(super) argument: String,
    pub(super) offset: usize,
}

/// What a [`Directive`] asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `@import`, `@reference`
    Sheet,
    /// `@plugin`, `@config`
    Module,
    /// `@source "…"`
    Source,
    /// `@source not "…"`
    NoSource,
    /// `source("…")` behind an `@import` or `@tailwind`: where automatic detection looks.
    Root,
    /// `source(none)`: no automatic detection.
    NoRoot,
    /// `@tailwind …`: its argument is the first word.
    Layer,
    /// `@apply …`: its argument is the raw text.
    Apply,
    /// `@theme`, which has no argument: what it puts out depends on what is used.
    Theme,
}

impl Entry {
    /// Reads `path` and everything it names.
    ///
    /// # Errors
    /// When `path` itself cannot be read or is not UTF-8. Whatever else is missing is Tailwind's to report.
    pub(super) fn read(path: &Path, shown: &str) -> Result<Self, Problem> {
        let bytes = std::fs::read(path).map_err(|error| {
            Problem::error(format!("cannot read: {}", reason(&error))).in_file(shown)
        })?;
        let text = String::from_utf8(bytes).map_err(|error| not_utf8(&error, shown))?;
        Ok(Self::of(path, text))
    }

    /// Takes `text` for what stands at `path`, and reads every style sheet that it names.
    pub(super) fn of(path: &Path, text: String) -> Self {
        let mut entry = Self::default();
        let mut waiting = VecDeque::from([(path.to_owned(), text)]);
        let mut seen = BTreeSet::from([path.to_owned()]);
        while let Some((path, text)) = waiting.pop_front() {
            let sheet = Sheet { directives: directives(&text), path, text };
            let named = sheet.named(Kind::Sheet).flat_map(|(folder, specifier)| {
                find(folder, specifier, Asked::Sheet, &mut entry.manifests)
            });
            for import in named.collect::<Vec<_>>() {
                if seen.insert(import.clone()) {
                    // Tailwind, too, reads an import that is not UTF-8 with replacement characters.
                    let bytes = std::fs::read(&import).unwrap_or_default();
                    waiting.push_back((import, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
            let installed = sheet.path.components().any(|part| part.as_os_str() == "node_modules");
            let sheets = if installed && !entry.sheets.is_empty() {
                &mut entry.installed
            } else {
                &mut entry.sheets
            };
            sheets.push(sheet);
        }
        entry
    }

    /// The version of Tailwind that the project has, if a style sheet is taken from it.
    pub(super) fn manifest_of_tailwind(&self) -> Option<&Path> {
        let mut manifests = self.manifests.iter().map(PathBuf::as_path);
        manifests.find(|path| path.ends_with("node_modules/tailwindcss/package.json"))
    }

    /// Plugins, configurations, the modules that these import, and manifests of npm packages.
    fn modules(&self) -> BTreeSet<PathBuf> {
        let mut manifests = self.manifests.clone();
        let mut modules = BTreeSet::new();
        let sheets = self.sheets.iter().chain(&self.installed);
        let named = sheets.flat_map(|sheet| sheet.named(Kind::Module));
        let mut waiting: Vec<PathBuf> = named
            .flat_map(|(folder, name)| find(folder, name, Asked::Module, &mut manifests))
            .collect();
        while let Some(path) = waiting.pop() {
            if modules.len() >= MOST_MODULES || !modules.insert(path.clone()) {
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let folder = path.parent().unwrap_or(Path::new(""));
            for import in imports(&bytes) {
                waiting.extend(find(folder, import, Asked::Module, &mut manifests));
            }
        }
        modules.extend(manifests);
        modules
    }

    /// All files that it names, itself among them.
    pub(super) fn files(&self) -> BTreeSet<PathBuf> {
        let mut files = self.modules();
        let sheets = self.sheets.iter().chain(&self.installed);
        files.extend(sheets.map(|sheet| sheet.path.clone()));
        files
    }

    /// The directives of npm packages.
    pub(super) fn directives_of_packages(&self) -> impl Iterator<Item = (&Sheet, &Directive)> {
        self.installed
            .iter()
            .flat_map(|sheet| sheet.directives.iter().map(move |directive| (sheet, directive)))
    }

    /// The directives of all sheets but those, each with the sheet that it stands in.
    pub(super) fn directives(&self) -> impl Iterator<Item = (&Sheet, &Directive)> {
        self.sheets
            .iter()
            .flat_map(|sheet| sheet.directives.iter().map(move |directive| (sheet, directive)))
    }
}

impl Sheet {
    /// What directives of a kind name, with the folder that they are relative to.
    fn named(&self, kind: Kind) -> impl Iterator<Item = (&Path, &str)> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        let directives = self.directives.iter().filter(move |directive| directive.kind == kind);
        directives.map(move |directive| (folder, &*directive.argument))
    }
}

/// The files that a specifier may mean; the manifest of a package is noted.
fn find(
    folder: &Path,
    specifier: &str,
    asked: Asked,
    manifests: &mut BTreeSet<PathBuf>,
) -> Vec<PathBuf> {
    let endings: &[&str] = match asked {
        Asked::Sheet => &["", ".css"],
        Asked::Module => &MODULE_ENDINGS,
    };
    // a word is a package, unless a style sheet stands there
    if (asked == Asked::Sheet || specifier.starts_with(['.', '/']))
        && let Some(file) = resolve(&folder.join(specifier), endings)
    {
        return vec![file];
    }
    let Some(package) = packages::named(folder, specifier, asked) else { return Vec::new() };
    manifests.insert(package.manifest);
    package.files.iter().filter_map(|file| resolve(file, endings)).collect()
}

fn not_utf8(error: &std::string::FromUtf8Error, shown: &str) -> Problem {
    let (line, column) = line_column(error.as_bytes(), error.utf8_error().valid_up_to());
    Problem::error("not valid UTF-8").at(shown, line, column).help("save the file as UTF-8")
}

/// The text of an I/O error without the number that std appends.
pub(super) fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// All directives of a style sheet, in their order.
pub(super) fn directives(css: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    block(&mut Parser::new(css), DEPTH, &mut found);
    found
}

fn block(parser: &mut Parser<'_>, depth: usize, found: &mut Vec<Directive>) {
    while let Ok(token) = parser.next() {
        match token {
            Token::AtKeyword(name) => {
                let name = name.to_ascii_lowercase();
                // A prelude that is broken is Tailwind's to report.
                let _ = parser.parse_until_before::<_, _, ()>(
                    Delimiter::Semicolon | Delimiter::CurlyBracketBlock,
                    |prelude| at_rule(&name, prelude, found),
                );
            }
            Token::CurlyBracketBlock if depth > 0 => {
                let _ = parser.parse_nested_block::<_, _, ()>(|inner| {
                    block(inner, depth - 1, found);
                    Ok(())
                });
            }
            _ => {}
        }
    }
}

fn at_rule(
    name: &str,
    prelude: &mut Parser<'_>,
    found: &mut Vec<Directive>,
) -> Result<(), ParseError<()>> {
    match name {
        "apply" => found.push(apply(prelude)),
        "import" | "reference" => named(Kind::Sheet, prelude, found),
        "plugin" | "config" => named(Kind::Module, prelude, found),
        "source" => named(Kind::Source, prelude, found),
        "theme" => {
            let offset = prelude.position().byte_index();
            found.push(Directive { kind: Kind::Theme, argument: String::new(), offset });
        }
        "tailwind" => named(Kind::Layer, prelude, found),
        _ => {}
    }
    Ok(())
}

fn apply(prelude: &mut Parser<'_>) -> Directive {
    prelude.skip_whitespace();
    let start = prelude.position();
    while prelude.next().is_ok() {}
    let argument = prelude.slice_from(start).to_owned();
    Directive { kind: Kind::Apply, argument, offset: start.byte_index() }
}

/// The first string, URL or (of `@tailwind`) word of a prelude, and a `source()` behind it.
fn named(mut kind: Kind, prelude: &mut Parser<'_>, found: &mut Vec<Directive>) {
    let mut taken = false;
    loop {
        prelude.skip_whitespace();
        let offset = prelude.position().byte_index();
        let Ok(token) = prelude.next().cloned() else { break };
        let argument = match &token {
            Token::QuotedString(text) | Token::UnquotedUrl(text) => Some(text.to_string()),
            Token::Ident(word) if kind == Kind::Layer => Some(word.to_string()),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => string(prelude),
            Token::Function(name) if name.eq_ignore_ascii_case("source") => {
                found.push(root(prelude, offset));
                None
            }
            _ => None,
        };
        if let Token::Ident(word) = &token
            && kind == Kind::Source
            && word.eq_ignore_ascii_case("not")
        {
            kind = Kind::NoSource;
        }
        if let Some(argument) = argument.filter(|_| !taken) {
            taken = true;
            found.push(Directive { kind, argument, offset });
        }
    }
}

fn root(parser: &mut Parser<'_>, offset: usize) -> Directive {
    match string(parser) {
        Some(argument) => Directive { kind: Kind::Root, argument, offset },
        None => Directive { kind: Kind::NoRoot, argument: String::new(), offset },
    }
}

/// The string inside the function whose opening token was just read.
fn string(parser: &mut Parser<'_>) -> Option<String> {
    let inside = parser.parse_nested_block::<_, String, ()>(|inner| {
        Ok(inner.expect_string()?.as_ref().to_owned())
    });
    inside.ok()
}

/// The file at a path without its ending.
fn resolve(path: &Path, endings: &[&str]) -> Option<PathBuf> {
    let path = normal(path).into_os_string();
    let with = |ending: &&str| {
        let mut file = path.clone();
        file.push(ending);
        PathBuf::from(file)
    };
    endings.iter().map(with).find(|file| file.is_file())
}

/// String literals of a JavaScript module that may name other modules: what begins with `./` or `../` wherever it
/// stands, and what stands behind `from`, `import` or `require`.
fn imports(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let relative = memmem::find_iter(bytes, b"./").filter_map(|at| {
        let start = if at > 0 && bytes.get(at - 1) == Some(&b'.') { at - 1 } else { at };
        literal(bytes, start.checked_sub(1)?)
    });
    let words = ["from", "import", "require"].into_iter().flat_map(move |word| {
        memmem::find_iter(bytes, word.as_bytes()).filter_map(move |at| {
            let behind = bytes.get(at + word.len()..)?;
            let gap = behind.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'(')).count();
            literal(bytes, at + word.len() + gap).filter(|text| !text.starts_with('.'))
        })
    });
    relative.chain(words)
}

/// The text of the string literal whose quote stands there.
fn literal(bytes: &[u8], at: usize) -> Option<&str> {
    let quote = *bytes.get(at)?;
    if !matches!(quote, b'"' | b'\'' | b'`') {
        return None;
    }
    let rest = bytes.get(at + 1..)?;
    let end = memchr::memchr(quote, rest)?;
    std::str::from_utf8(rest.get(..end)?).ok().filter(|text| !text.contains('\n'))
}

/// `path` without `.` and `..`, as text: what stands in a style sheet may name folders through others.
pub(super) fn normal(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

#[cfg(test)]
mod tests;
