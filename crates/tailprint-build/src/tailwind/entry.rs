//! What an entry style sheet names: the files, packages and folders that its compilation depends on.
//!
//! Tailwind's CLI does not say which files it read. This finds them again, and rather one too many than
//! one too few: a superfluous file costs a build, a missing one leaves the style sheet stale. What the
//! directives *mean* stays Tailwind's own business.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use cssparser::{Delimiter, ParseError, Parser, Token};
use memchr::memmem;

use crate::error::{Problem, line_column};

/// Deeper blocks are skipped. Nobody nests so deep, and the stack of a hostile file would have no end.
const DEPTH: usize = 64;

/// Endings that Node and Tailwind add to a specifier without one.
const MODULE_ENDINGS: [&str; 10] =
    ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".json", "/index.js", "/index.ts"];

/// An entry style sheet and everything that it names, directly or through another file.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// The entry first, then what it imports.
    pub(super) sheets: Vec<Sheet>,
    /// Plugins, configurations, the modules that these import, and manifests of npm packages.
    pub(super) modules: BTreeSet<PathBuf>,
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

    /// Takes `text` for what stands at `path`, and reads everything it names.
    pub(super) fn of(path: &Path, text: String) -> Self {
        let mut entry = Self::default();
        let mut waiting = VecDeque::from([(path.to_owned(), text)]);
        let mut seen = BTreeSet::from([path.to_owned()]);
        while let Some((path, text)) = waiting.pop_front() {
            let sheet = Sheet { directives: directives(&text), path, text };
            for import in entry.depend(&sheet) {
                if seen.insert(import.clone()) {
                    // Tailwind, too, reads an import that is not UTF-8 with replacement characters.
                    let bytes = std::fs::read(&import).unwrap_or_default();
                    waiting.push_back((import, String::from_utf8_lossy(&bytes).into_owned()));
                }
            }
            entry.sheets.push(sheet);
        }
        entry
    }

    /// Notes the modules and packages that `sheet` names and returns the style sheets.
    fn depend(&mut self, sheet: &Sheet) -> Vec<PathBuf> {
        let folder = sheet.path.parent().unwrap_or(Path::new(""));
        let mut sheets = Vec::new();
        for directive in &sheet.directives {
            let endings: &[&str] = match directive.kind {
                Kind::Sheet => &["", ".css"],
                Kind::Module => &MODULE_ENDINGS,
                _ => continue,
            };
            match resolve(folder, &directive.argument, endings) {
                Some(file) if directive.kind == Kind::Sheet => sheets.push(file),
                Some(file) => self.module(file),
                None => self.modules.extend(package(folder, &directive.argument, endings)),
            }
        }
        sheets
    }

    /// Notes a JavaScript module and the local ones that it imports.
    fn module(&mut self, path: PathBuf) {
        let mut waiting = vec![path];
        while let Some(path) = waiting.pop() {
            let installed = path.components().any(|part| part.as_os_str() == "node_modules");
            if !self.modules.insert(path.clone()) || installed {
                continue;
            }
            let Ok(bytes) = std::fs::read(&path) else { continue };
            let folder = path.parent().unwrap_or(Path::new(""));
            let imports = relative_strings(&bytes);
            waiting.extend(imports.filter_map(|import| resolve(folder, import, &MODULE_ENDINGS)));
        }
    }

    /// The directives of all sheets, each with the sheet that it stands in.
    pub(super) fn directives(&self) -> impl Iterator<Item = (&Sheet, &Directive)> {
        self.sheets
            .iter()
            .flat_map(|sheet| sheet.directives.iter().map(move |directive| (sheet, directive)))
    }
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

/// The file that `specifier` names, seen from `folder`.
fn resolve(folder: &Path, specifier: &str, endings: &[&str]) -> Option<PathBuf> {
    if specifier.is_empty() || specifier.contains("://") || specifier.contains('\0') {
        return None;
    }
    let files = endings.iter().map(|ending| normal(&folder.join(format!("{specifier}{ending}"))));
    files.into_iter().find(|file| file.is_file())
}

/// What to watch of an npm package: its manifest, which every update of it changes, and the file that is named.
fn package(folder: &Path, specifier: &str, endings: &[&str]) -> Vec<PathBuf> {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let name: PathBuf = specifier.split('/').take(parts).collect();
    let installed =
        folder.ancestors().map(|folder| folder.join("node_modules")).find_map(|modules| {
            let manifest = modules.join(&name).join("package.json");
            manifest.is_file().then_some((modules, manifest))
        });
    let Some((modules, manifest)) = installed else { return Vec::new() };
    resolve(&modules, specifier, endings).into_iter().chain([manifest]).collect()
}

/// String literals of a JavaScript module that start with `./` or `../`.
fn relative_strings(bytes: &[u8]) -> impl Iterator<Item = &str> {
    memmem::find_iter(bytes, b"./").filter_map(|at| {
        let start = if at > 0 && bytes.get(at - 1) == Some(&b'.') { at - 1 } else { at };
        let quote = *bytes.get(start.checked_sub(1)?)?;
        if !matches!(quote, b'"' | b'\'' | b'`') {
            return None;
        }
        let rest = bytes.get(start..)?;
        let end = memchr::memchr(quote, rest)?;
        std::str::from_utf8(rest.get(..end)?).ok().filter(|text| !text.contains('\n'))
    })
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(css: &str) -> Vec<(Kind, String, usize)> {
        directives(css)
            .into_iter()
            .map(|found| (found.kind, found.argument, found.offset))
            .collect()
    }

    #[test]
    fn imports_are_found_with_every_tail() {
        let css = "@import \"tailwindcss\" source(\"../src\");@import url(a.css) layer(b);\n\
                   @import url('b.css') supports(display: grid) screen;@reference \"./c.css\";\n\
                   @import 'd' source(none) prefix(tw);/* @import \"no\"; */";
        let found: Vec<_> =
            directives(css).into_iter().map(|found| (found.kind, found.argument)).collect();
        let expected = [
            (Kind::Sheet, "tailwindcss"),
            (Kind::Root, "../src"),
            (Kind::Sheet, "a.css"),
            (Kind::Sheet, "b.css"),
            (Kind::Sheet, "./c.css"),
            (Kind::Sheet, "d"),
            (Kind::NoRoot, ""),
        ];
        assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn sources_are_found_and_inline_ones_are_not() {
        let css = "@source \"../a/**/*.rs\";@source not '../b';@source inline(\"p-1\");@source not inline(\"p-2\");";
        let found: Vec<_> = directives(css).into_iter().map(|found| found.argument).collect();
        assert_eq!(found, ["../a/**/*.rs", "../b"]);
    }

    #[test]
    fn apply_is_found_at_any_depth_with_its_place() {
        assert_eq!(
            list(".a{.b{@media print{@apply p-1 hover:m-2}}} @tailwind base;"),
            [(Kind::Apply, "p-1 hover:m-2".to_owned(), 26), (Kind::Layer, "base".to_owned(), 53)]
        );
    }

    #[test]
    fn plugins_with_options_keep_the_scan_in_step() {
        let css = "@plugin \"daisyui\" { themes: light --default; }\n@config './t.js';";
        assert_eq!(
            list(css),
            [(Kind::Module, "daisyui".to_owned(), 8), (Kind::Module, "./t.js".to_owned(), 55)]
        );
    }

    #[test]
    fn every_file_that_is_named_is_found_through_others() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            path
        };
        let entry = write(
            "css/e.css",
            "@import './parts/p';@plugin \"./x.mjs\";@plugin \"@a/b/c\";@import url(https://f/x.css);",
        );
        let part = write("css/parts/p.css", "@import '../e.css'; @config \"../../t.config.js\";");
        let plugin = write("css/x.mjs", "import './y'; const z = require(`../z.json`)");
        let second = write("css/y.ts", "import x from './x.mjs'");
        let third = write("z.json", "{}");
        let config = write("t.config.js", "module.exports = { content: ['./templates'] }");
        let manifest = write("node_modules/@a/b/package.json", "{}");
        let read = Entry::read(&entry, "css/e.css").unwrap();
        let sheets: Vec<_> = read.sheets.iter().map(|sheet| sheet.path.clone()).collect();
        assert_eq!(sheets, [entry, part]);
        assert_eq!(read.modules, BTreeSet::from([plugin, second, third, config, manifest]));
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_an_error_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("e.css");
        let error = Entry::read(&path, "static/e.css").unwrap_err();
        assert_eq!(error.to_string(), "static/e.css: cannot read: no such file or directory");
        std::fs::write(&path, b"a{}\n.\xff{}").unwrap();
        let error = Entry::read(&path, "static/e.css").unwrap_err();
        assert_eq!(error.to_string(), "static/e.css:2:2: not valid UTF-8 (save the file as UTF-8)");
    }

    #[test]
    fn blocks_without_end_do_not_exhaust_the_stack() {
        let css = format!("{}@apply p-1", "a{".repeat(200_000));
        assert_eq!(list(&css), []);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_without_a_panic(css in r#"([@a-z(){};"' \n/*.\\]|@import |@apply |source\(|url\(|é){0,60}"#) {
            for directive in directives(&css) {
                prop_assert!(css.is_char_boundary(directive.offset));
            }
        }

        #[test]
        fn any_module_is_scanned_without_a_panic(bytes in proptest::collection::vec(prop_oneof![Just(b'.'), Just(b'/'), Just(b'"'), any::<u8>()], 0..60)) {
            prop_assert!(relative_strings(&bytes).all(|text| text.starts_with('.')));
        }
    }
}
