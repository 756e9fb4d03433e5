//! URLs that a template writes out, replaced by expressions of its engine.

use std::path::Path;

use tailprint_core::build_json;
use tailprint_core::delimiters::{Delimiters, Pair, Translation};

use super::config::{self, Config, Syntax};
use super::engines::{self, Engine, Engines};
use super::{Templates, scan, written};
use crate::error::Problems;
use crate::references::resolve::UrlPrefix;

/// The template engines of a package, and the way to write an asset for each.
#[derive(Debug)]
pub struct Rewriter {
    config: Config,
    engines: Engines,
}

/// A template after the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// The new text.
    pub text: String,
    /// The URLs that are as before.
    pub left: Vec<LeftUrl>,
}

/// A URL that is left as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftUrl {
    /// The line of the URL, from 1.
    pub line: usize,
    /// The column of the URL in characters, from 1.
    pub column: usize,
    /// The URL as written, without query and fragment.
    pub url: String,
    /// The reason.
    pub reason: &'static str,
}

const CHANGED: &str = "the file was changed since it was read";
const NO_ENGINE: &str = "no dependency of the package is a template engine that is known here";
const SEVERAL_ENGINES: &str = "it is not known which engine of the package reads this template";
const SEVERAL_SYNTAXES: &str =
    "it is not known in which syntax of askama.toml this template is written";
const SEVERAL_CONSTANTS: &str = "several assets have the same constant";
const NOT_A_LITERAL: &str = "the path has a quote, a backslash or a delimiter of the engine";

impl Rewriter {
    /// Reads `askama.toml` and `Cargo.toml` of a package.
    ///
    /// # Errors
    /// The first error in these files.
    pub fn new(package: &Path) -> Result<Self, String> {
        let (mut templates, mut problems) = (Templates::default(), Problems::default());
        let config = config::read(package, &mut templates, &mut problems);
        let engines = engines::read(package, &mut templates, &mut problems);
        config.map(|config| Self { config, engines }).ok_or_else(|| {
            let problems = problems.into_sorted();
            problems.first().map(ToString::to_string).unwrap_or_default()
        })
    }

    /// Finds the URLs below a prefix, of assets or not, that a template writes out, with or without the first slash.
    ///
    /// # Errors
    /// An error if the prefix is none.
    pub fn find(
        &self,
        file: &str,
        text: &str,
        prefix: &str,
    ) -> Result<Vec<build_json::Written>, String> {
        let prefix = UrlPrefix::parse(prefix).map_err(|error| error.to_string())?;
        let engine = self.engines.of(file);
        let delimiters = self.delimiters(engine);
        let (parts, _) = scan::parts(text, scan::Syntax { engine, delimiters: &delimiters });
        let found = written::find_with_relative(text, file, &parts, &prefix);
        let described = found.written.into_iter().map(|it| build_json::Written {
            line: it.line,
            column: it.column,
            url: it.url,
            path: it.path,
        });
        Ok(described.collect())
    }

    /// Replaces URLs by expressions of the engine. Query and fragment stay behind the expression.
    #[must_use]
    pub fn rewrite(&self, file: &str, text: &str, urls: &[build_json::Written]) -> Rewritten {
        replaced(text, urls, |path| self.expression(file, text, path))
    }

    /// Replaces URLs by constants of the module `assets`, for versions of askama that have no filter `static`. A path
    /// without a constant of its own is left.
    #[must_use]
    pub fn rewrite_to_constants(
        &self,
        text: &str,
        urls: &[build_json::Written],
        constant: impl Fn(&str) -> Option<String>,
    ) -> Rewritten {
        let Pair { start, end } = self.delimiters(Engine::OldAskama).expression;
        replaced(text, urls, |path| {
            if self.may_be_in_another_syntax(text) {
                return Err(SEVERAL_SYNTAXES);
            }
            let constant = constant(path).ok_or(SEVERAL_CONSTANTS)?;
            Ok(format!("{start} {constant}|safe {end}"))
        })
    }

    fn expression(&self, file: &str, text: &str, path: &str) -> Result<String, &'static str> {
        if self.engines.is_empty() {
            return Err(NO_ENGINE);
        }
        let engine = self.engines.of(file);
        if engine.is_askama() && self.may_be_in_another_syntax(text) {
            return Err(SEVERAL_SYNTAXES);
        }
        let Pair { start, end } = self.delimiters(engine).expression;
        // Engines differ in the escapes of a literal, so it has none.
        let is_plain = format!("{path:?}") == format!("\"{path}\"");
        if !is_plain || [start, end].iter().any(|delimiter| path.contains(&**delimiter)) {
            return Err(NOT_A_LITERAL);
        }
        let written = |engine| {
            let Pair { start, end } = self.delimiters(engine).expression;
            format!("{start} {} {end}", engine.url(path))
        };
        let expression = written(engine);
        let compact = |text: &str| text.replace(' ', "");
        let others = self.engines.candidates(file);
        if others.into_iter().any(|other| compact(&written(other)) != compact(&expression)) {
            return Err(SEVERAL_ENGINES);
        }
        Ok(expression)
    }

    fn delimiters(&self, engine: Engine) -> Delimiters {
        let default = self.config.default_syntax().filter(|_| engine.is_askama());
        default.map(|syntax| original(syntax).clone()).unwrap_or_default()
    }

    /// Returns true if a text has a delimiter of a syntax that is not the default one.
    fn may_be_in_another_syntax(&self, text: &str) -> bool {
        let default = self.delimiters(Engine::Askama);
        let others = self.config.syntaxes.iter().filter(|it| it.name != self.config.default_syntax);
        others.map(original).any(|other| {
            let pairs = [
                (&other.expression.start, &default.expression.start),
                (&other.block.start, &default.block.start),
            ];
            pairs.into_iter().any(|(other, default)| other != default && text.contains(&**other))
        })
    }
}

/// Replaces URLs by the expressions for their paths. Query and fragment stay behind the expression.
fn replaced(
    text: &str,
    urls: &[build_json::Written],
    expression: impl Fn(&str) -> Result<String, &'static str>,
) -> Rewritten {
    let mut left = Vec::new();
    let mut edits = Vec::new();
    for it in urls {
        let edit = place(text, it).and_then(|at| Ok((at, it.url.len(), expression(&it.path)?)));
        match edit {
            Ok(edit) => edits.push(edit),
            Err(reason) => {
                left.push(LeftUrl {
                    line: it.line,
                    column: it.column,
                    url: it.url.clone(),
                    reason,
                });
            }
        }
    }
    edits.sort();
    edits.dedup();
    let mut new = text.to_owned();
    for (offset, length, expression) in edits.into_iter().rev() {
        new.replace_range(offset..offset + length, &expression);
    }
    Rewritten { text: new, left }
}

/// The offset of a URL.
fn place(text: &str, written: &build_json::Written) -> Result<usize, &'static str> {
    let offset = offset(text, written.line, written.column).ok_or(CHANGED)?;
    let is_there = text.get(offset..).is_some_and(|behind| behind.starts_with(&written.url));
    is_there.then_some(offset).ok_or(CHANGED)
}

/// The delimiters of a syntax as the user writes them.
fn original(syntax: &Syntax) -> &Delimiters {
    syntax.translation.as_ref().map_or(&syntax.delimiters, Translation::original)
}

/// The offset in bytes of a line and a column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let mut columns = text.get(start..)?.char_indices();
    columns.nth(column.checked_sub(1)?).map(|(at, _)| start + at)
}

#[cfg(test)]
mod tests;
