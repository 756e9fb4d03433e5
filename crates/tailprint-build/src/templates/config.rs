//! `askama.toml`, read as askama reads it.

use std::path::{Path, PathBuf};

use askama_parser::SyntaxBuilder;
use serde::Deserialize;
use tailprint_core::delimiters::{Delimiters, Kind, Pair, Translation};
use tailprint_core::glob::Glob;
use tailprint_core::io_error::reason;
use tailprint_core::path::slashed;
use walkdir::WalkDir;

use super::Templates;
use crate::error::{Problem, Problems};

/// The name of askama's configuration.
pub(super) const FILE: &str = "askama.toml";

/// The name of askama's built-in syntax.
pub(super) const BUILT_IN: &str = "default";

/// The configuration in `askama.toml`.
#[derive(Debug)]
pub(super) struct Config {
    /// The package.
    pub(super) root: PathBuf,
    /// Folders of templates, in the order in which askama looks them up.
    pub(super) dirs: Vec<PathBuf>,
    pub(super) default_syntax: String,
    pub(super) whitespace: Option<Whitespace>,
    /// The default syntax and those that are configured.
    pub(super) syntaxes: Vec<Syntax>,
    pub(super) escapers: Vec<Escaper>,
}

impl Config {
    pub(super) fn default_syntax(&self) -> Option<&Syntax> {
        self.syntaxes.iter().find(|syntax| syntax.name == self.default_syntax)
    }
}

/// A template syntax.
#[derive(Debug)]
pub(super) struct Syntax {
    pub(super) name: String,
    /// The delimiters that askama shall use.
    pub(super) delimiters: Delimiters,
    /// The translation, if templates are written with other delimiters.
    pub(super) translation: Option<Translation>,
    /// The folder that translated templates are written to.
    pub(super) folder: String,
}

impl Syntax {
    pub(super) fn to_askama(&self) -> Result<askama_parser::Syntax<'_>, String> {
        builder(&self.delimiters).to_syntax()
    }
}

/// The treatment of white space around blocks by askama.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Whitespace {
    Preserve,
    Suppress,
    Minimize,
}

/// An `[[escaper]]`.
#[derive(Debug, Deserialize)]
pub(super) struct Escaper {
    pub(super) path: String,
    pub(super) extensions: Vec<String>,
}

#[derive(Default, Deserialize)]
struct RawConfig {
    general: Option<General>,
    #[serde(default)]
    syntax: Vec<RawSyntax>,
    #[serde(default)]
    escaper: Vec<Escaper>,
}

#[derive(Default, Deserialize)]
struct General {
    dirs: Option<Vec<String>>,
    default_syntax: Option<String>,
    whitespace: Option<Whitespace>,
}

#[derive(Deserialize)]
struct RawSyntax {
    name: String,
    block_start: Option<String>,
    block_end: Option<String>,
    expr_start: Option<String>,
    expr_end: Option<String>,
    comment_start: Option<String>,
    comment_end: Option<String>,
}

/// Reads the configuration of the package in `root`; without the file, askama's defaults hold.
pub(super) fn read(
    root: &Path,
    templates: &mut Templates,
    problems: &mut Problems,
) -> Option<Config> {
    let path = root.join(FILE);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => {
            templates.watch.paths.push(path);
            bytes
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            templates.watch.absent.push(path);
            Vec::new()
        }
        Err(error) => {
            templates.watch.paths.push(path);
            let problem = Problem::error(format!("cannot read: {}", reason(&error)));
            problems.push(problem.in_file(FILE));
            return None;
        }
    };
    let config = parse(&bytes).and_then(|(text, raw)| resolve(root, text, raw));
    config.map_err(|problem| problems.push(problem)).ok()
}

fn parse(bytes: &[u8]) -> Result<(&str, RawConfig), Problem> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| Problem::error("not UTF-8").at_byte(FILE, bytes, error.valid_up_to()))?;
    let raw = basic_toml::from_str(text).map_err(|error| {
        let message = error.to_string();
        let Some((line, column)) = error.line_col() else {
            return Problem::error(message).in_file(FILE);
        };
        // The message repeats the position, with the column in bytes.
        let position = format!(" at line {} column {}", line + 1, column + 1);
        let message = message.strip_suffix(&position).unwrap_or(&message);
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        Problem::error(message).at_byte(FILE, bytes, start + column)
    })?;
    Ok((text, raw))
}

fn resolve(root: &Path, text: &str, raw: RawConfig) -> Result<Config, Problem> {
    let general = raw.general.unwrap_or_default();
    let default_syntax = general.default_syntax.unwrap_or_else(|| BUILT_IN.to_owned());
    let mut syntaxes: Vec<Syntax> = Vec::new();
    if default_syntax == BUILT_IN {
        syntaxes.push(Syntax {
            name: default_syntax.clone(),
            delimiters: Delimiters::default(),
            translation: None,
            folder: String::new(),
        });
    }
    for (index, raw) in raw.syntax.into_iter().enumerate() {
        let problem = |message: String| at_syntax(Problem::error(message), text, index);
        let name = raw.name.clone();
        if name == BUILT_IN || syntaxes.iter().any(|syntax| syntax.name == name) {
            return Err(problem(format!("syntax {name:?} is already defined")));
        }
        let folder = if name == default_syntax {
            "templates".to_owned()
        } else {
            format!("templates.{}", index + 1)
        };
        let (delimiters, translation) = translate(raw.into_delimiters()).map_err(problem)?;
        syntaxes.push(Syntax { name, delimiters, translation, folder });
    }
    if !syntaxes.iter().any(|syntax| syntax.name == default_syntax) {
        let message = format!("default syntax {default_syntax:?} not found");
        return Err(Problem::error(message).in_file(FILE).help("add a [[syntax]] with that name"));
    }
    let dirs = general.dirs.unwrap_or_else(|| vec!["templates".to_owned()]);
    Ok(Config {
        root: root.to_owned(),
        dirs: dirs.iter().flat_map(|dir| expand(root, dir)).collect(),
        default_syntax,
        whitespace: general.whitespace,
        syntaxes,
        escapers: raw.escaper,
    })
}

/// Places a problem at the `[[syntax]]` with that index.
fn at_syntax(problem: Problem, text: &str, index: usize) -> Problem {
    let mut headers =
        text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[syntax]]"));
    match headers.nth(index) {
        Some((line, header)) => {
            let indent = header.len() - header.trim_start().len();
            problem.at(FILE, line + 1, indent + 1)
        }
        None => problem.in_file(FILE),
    }
}

/// The folders that an entry of `dirs` stands for, as askama finds them: an entry with a `*` is a glob
/// (`get_config_dirs` in `config.rs` of `askama_derive`).
fn expand(root: &Path, dir: &str) -> Vec<PathBuf> {
    let wild = dir.find(['*', '?', '[']).unwrap_or(dir.len());
    let slash = dir.get(..wild).and_then(|fixed| fixed.rfind('/'));
    let (fixed, pattern) = dir.split_at(slash.map_or(0, |slash| slash + 1));
    let Some(glob) = Glob::new(pattern.trim_end_matches('/')).ok().filter(|_| dir.contains('*'))
    else {
        return vec![root.join(dir)];
    };
    let base = root.join(fixed);
    let depth = if pattern.contains("**") { usize::MAX } else { pattern.split('/').count() };
    let walk = WalkDir::new(&base).min_depth(1).max_depth(depth).follow_links(true);
    let folders =
        walk.sort_by_file_name().into_iter().flatten().filter(|it| it.file_type().is_dir());
    let matches = |path: &PathBuf| {
        let below = path.strip_prefix(&base).ok().and_then(slashed);
        below.is_some_and(|below| glob.matches(&below))
    };
    folders.map(walkdir::DirEntry::into_path).filter(matches).collect()
}

impl RawSyntax {
    fn into_delimiters(self) -> Delimiters {
        let default = Delimiters::default();
        let pair = |start: Option<String>, end: Option<String>, default: Pair| Pair {
            start: start.unwrap_or(default.start),
            end: end.unwrap_or(default.end),
        };
        Delimiters {
            expression: pair(self.expr_start, self.expr_end, default.expression),
            block: pair(self.block_start, self.block_end, default.block),
            comment: pair(self.comment_start, self.comment_end, default.comment),
        }
    }
}

pub(super) fn builder(delimiters: &Delimiters) -> SyntaxBuilder<'_> {
    SyntaxBuilder {
        name: "",
        block_start: Some(&delimiters.block.start),
        block_end: Some(&delimiters.block.end),
        expr_start: Some(&delimiters.expression.start),
        expr_end: Some(&delimiters.expression.end),
        comment_start: Some(&delimiters.comment.start),
        comment_end: Some(&delimiters.comment.end),
    }
}

/// The delimiters that askama shall use, and the translation if they differ.
///
/// The error is askama's own, about delimiters that no translation makes right.
fn translate(original: Delimiters) -> Result<(Delimiters, Option<Translation>), String> {
    if builder(&original).to_syntax().is_ok() {
        return Ok((original, None));
    }
    let refused: Vec<Kind> =
        Kind::ALL.into_iter().filter(|kind| is_refused(*kind, &original.pair(*kind).end)).collect();
    let translation = Translation::new(original.clone(), &refused);
    // With the original opening delimiters, so that askama sees if one is the prefix of another.
    let mut closable = translation.translated().clone();
    closable.expression.start.clone_from(&original.expression.start);
    closable.block.start.clone_from(&original.block.start);
    closable.comment.start.clone_from(&original.comment.start);
    builder(&closable).to_syntax()?;
    Ok((translation.translated().clone(), Some(translation)))
}

/// Returns true if askama refuses a closing delimiter for no other reason than that it begins with an operator: as an
/// opening delimiter it would do.
fn is_refused(kind: Kind, end: &str) -> bool {
    let (mut closing, mut opening) = (Delimiters::default(), Delimiters::default());
    end.clone_into(&mut pair_mut(&mut closing, kind).end);
    end.clone_into(&mut pair_mut(&mut opening, kind).start);
    builder(&closing).to_syntax().is_err() && builder(&opening).to_syntax().is_ok()
}

fn pair_mut(delimiters: &mut Delimiters, kind: Kind) -> &mut Pair {
    match kind {
        Kind::Expression => &mut delimiters.expression,
        Kind::Block => &mut delimiters.block,
        Kind::Comment => &mut delimiters.comment,
    }
}
