//! Reads one template.

use askama_parser::{Ast, ParseError};
use memchr::memmem;
use tailprint_core::delimiters::{Delimiters, Translation};
use tailprint_core::filters::{FILTERS, Filter};
use tailprint_core::io_error::reason;

use super::config::Syntax;
use super::files::TemplateFile;
use super::scan::Part;
use super::{
    Engine, Found, Package, Reason, Template, Unchecked, Use, config, properties, scan, uses,
    written,
};
use crate::error::{Lines, Problem};

/// Reads a template, and adds the findings to `found`.
pub(super) fn template(file: &TemplateFile, package: Package<'_>, found: &mut Found) {
    let bytes = match std::fs::read(&file.path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let problem = Problem::error(format!("cannot read: {}", reason(&error)));
            found.problems.push(problem.in_file(&file.name));
            return;
        }
    };
    let engine = package.engines.of(&file.name);
    let source = match std::str::from_utf8(&bytes) {
        Ok(source) => source,
        Err(error) => {
            not_utf8(file, engine, package, &bytes, error.valid_up_to(), found);
            return;
        }
    };
    found.properties.extend(properties::used(source).map(str::to_owned));
    let mut reading = Reading {
        file,
        engine,
        package,
        source,
        uses: uses::Found::default(),
        unclosed: None,
        outside: None,
    };
    let parts = if engine.is_askama() { reading.askama(found) } else { reading.scanned() };
    let request = package.request;
    let mut urls =
        written::find(source, &file.name, &parts, request.prefix, request.html_attributes);
    let literals = &reading.uses.literals;
    urls.claims.extend(written::beside_filters(
        source,
        &file.name,
        &parts,
        literals,
        request.prefix,
    ));
    if !is_binary(&bytes) {
        found.templates.push(reading.finish(urls));
    }
}

/// Returns true for a file that is no text, such as an image among the templates.
fn is_binary(bytes: &[u8]) -> bool {
    memchr::memchr(0, bytes).is_some()
}

/// Reports a template that is not UTF-8, if it seems to name an asset or would have to be translated.
fn not_utf8(
    file: &TemplateFile,
    engine: Engine,
    package: Package<'_>,
    bytes: &[u8],
    offset: usize,
    found: &mut Found,
) {
    if is_binary(bytes) {
        return;
    }
    let default = package.config.default_syntax().filter(|_| engine.is_askama());
    if let Some(translation) = default.and_then(|syntax| syntax.translation.as_ref()) {
        let opens = |kind| {
            let start = &translation.original().pair(kind).start;
            memmem::find(bytes, start.as_bytes()).is_some()
        };
        found.problems.extend(translation.refused().any(opens).then(|| {
            Problem::error("not UTF-8")
                .at_byte(&file.name, bytes, offset)
                .help("save the template as UTF-8, or move it out of the template folders")
        }));
    } else if seems_to_use(&String::from_utf8_lossy(bytes)) {
        let (line, column) = Lines::new(bytes).position(offset);
        found.templates.push(Template {
            file: file.name.clone(),
            engine,
            uses: Vec::new(),
            unchecked: vec![Unchecked { line, column, reason: Reason::NotUtf8 }],
            written: Vec::new(),
            missing: Vec::new(),
            claims: Vec::new(),
            has_import_map: false,
        });
    }
}

/// Returns true if a text has the name of a filter where a filter, a function or a tag would have it.
fn seems_to_use(text: &str) -> bool {
    FILTERS.iter().any(|filter| {
        text.match_indices(filter.name).any(|(at, name)| {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let behind = text.get(at + name.len()..).unwrap_or_default();
            let is_tag =
                before.ends_with(['{', '%']) && behind.trim_start().starts_with(['"', '\'']);
            before.ends_with('|') || behind.starts_with('(') || is_tag
        })
    })
}

/// A template that is read.
struct Reading<'a> {
    file: &'a TemplateFile,
    engine: Engine,
    package: Package<'a>,
    source: &'a str,
    uses: uses::Found,
    unclosed: Option<scan::Unclosed>,
    /// The first filter in text, with its offset.
    outside: Option<(usize, &'static Filter)>,
}

impl Reading<'_> {
    /// Reads the template as one of askama, in every syntax. Returns its parts in the default one.
    fn askama(&mut self, found: &mut Found) -> Vec<Part> {
        let config = self.package.config;
        let mut parts = Vec::new();
        for syntax in &config.syntaxes {
            let is_default = syntax.name == config.default_syntax;
            let is_read = match &syntax.translation {
                None => self.accepted(syntax),
                Some(translation) => {
                    match self.translated(syntax, translation, is_default, found) {
                        Ok(is_read) => is_read,
                        Err(problem) => {
                            found.problems.push(problem);
                            true
                        }
                    }
                }
            };
            let original =
                syntax.translation.as_ref().map_or(&syntax.delimiters, Translation::original);
            if is_default {
                let (cut, unclosed) = self.cut(self.engine, original);
                if !is_read {
                    self.collect(&cut, self.engine, original);
                    self.unclosed = unclosed;
                }
                parts = cut;
            } else if !is_read && uses::may_have(self.source) {
                // The template may not be written in this syntax, so that literals alone count.
                let (cut, _) = self.cut(self.engine, original);
                let literals = self.found_in(&cut, self.engine, original).literals;
                self.uses.literals.extend(literals);
            }
        }
        if self.package.engines.has_others() && uses::may_have(self.source) {
            let delimiters = Delimiters::default();
            let (cut, _) = self.cut(Engine::Minijinja, &delimiters);
            let literals = self.found_in(&cut, Engine::Minijinja, &delimiters).literals;
            self.uses.literals.extend(literals);
        }
        parts
    }

    /// Reads the template as one of another engine.
    fn scanned(&mut self) -> Vec<Part> {
        let delimiters = Delimiters::default();
        let (parts, unclosed) = self.cut(self.engine, &delimiters);
        self.collect(&parts, self.engine, &delimiters);
        self.unclosed = unclosed;
        self.outside = self.in_text(&parts);
        parts
    }

    /// Finds the first literal in text that is given to a filter, as in `<< "a.css"|static >>`: some engines can be told
    /// other delimiters in code.
    fn in_text(&self, parts: &[Part]) -> Option<(usize, &'static Filter)> {
        if self.engine == Engine::Handlebars {
            return None;
        }
        let texts = parts.iter().filter_map(|part| match part {
            Part::Text(range) => Some((range.start, self.source.get(range.clone())?)),
            _ => None,
        });
        texts
            .flat_map(|(start, text)| {
                FILTERS.iter().filter_map(move |filter| {
                    let mut names = text.match_indices(filter.name);
                    let found = names.find(|(at, name)| {
                        let before = text.get(..*at).unwrap_or_default().trim_end();
                        let value = before.strip_suffix('|').map_or("", str::trim_end);
                        let behind = text.get(at + name.len()..).unwrap_or_default();
                        let is_whole =
                            !behind.starts_with(|it: char| it.is_alphanumeric() || it == '_');
                        value.ends_with(['"', '\'']) && is_whole
                    });
                    found.map(|(at, _)| (start + at, filter))
                })
            })
            .min_by_key(|(at, _)| *at)
    }

    fn cut(&self, engine: Engine, delimiters: &Delimiters) -> (Vec<Part>, Option<scan::Unclosed>) {
        scan::parts(self.source, scan::Syntax { engine, delimiters })
    }

    fn found_in(&self, parts: &[Part], engine: Engine, delimiters: &Delimiters) -> uses::Found {
        scan::uses::collect(self.source, parts, scan::Syntax { engine, delimiters })
    }

    fn collect(&mut self, parts: &[Part], engine: Engine, delimiters: &Delimiters) {
        if uses::may_have(self.source) {
            let found = self.found_in(parts, engine, delimiters);
            self.add(found);
        }
    }

    fn add(&mut self, found: uses::Found) {
        self.uses.literals.extend(found.literals);
        self.uses.dynamic.extend(found.dynamic);
    }

    /// Reads a template that askama accepts as it is. Returns false if it does not: an error in it is left to askama, which
    /// reports it at the use.
    fn accepted(&mut self, syntax: &Syntax) -> bool {
        if !uses::may_have(self.source) {
            return true;
        }
        let Ok(askama) = syntax.to_askama() else { return false };
        let Ok(ast) = Ast::from_str(self.source, None, &askama) else { return false };
        let found = uses::collect(&ast, self.engine == Engine::OldAskama);
        self.add(found);
        true
    }

    /// Translates a template whose delimiters askama refuses. Returns false if askama cannot read the translation.
    ///
    /// Errors of the default syntax are reported here, since askama would name the copy. Those of any other syntax are
    /// ignored, since the file may not be written in it.
    fn translated(
        &mut self,
        syntax: &Syntax,
        translation: &Translation,
        is_default: bool,
        found: &mut Found,
    ) -> Result<bool, Problem> {
        let (file, source) = (self.file, self.source);
        let text = if is_default {
            translation.translate(source).map_err(|error| {
                Problem::error(error.to_string())
                    .at_byte(&file.name, source.as_bytes(), error.offset())
                    .help(error.repair())
            })?
        } else {
            let Ok(text) = translation.translate_unchecked(source) else { return Ok(true) };
            text
        };
        let mut is_read = false;
        if let Ok(askama) = syntax.to_askama() {
            match Ast::from_str(&text, None, &askama) {
                Ok(ast) => {
                    let uses = uses::collect(&ast, self.engine == Engine::OldAskama);
                    self.add(uses);
                    is_read = true;
                }
                Err(error) if is_default => {
                    return Err(parse_error(file, translation, source, &error));
                }
                Err(_) => {}
            }
        }
        let copy = file.copy.as_ref().map(|copy| format!("{}/{copy}", syntax.folder));
        found.copies.extend(copy.map(|copy| (copy, text.into_bytes())));
        Ok(is_read)
    }

    fn finish(self, urls: written::Urls) -> Template {
        let mut lines = Lines::new(self.source.as_bytes());
        let uses::Found { mut literals, mut dynamic } = self.uses;
        literals.sort_by_key(|literal| literal.offset);
        dynamic.sort_unstable();
        let mut uses: Vec<Use> = literals
            .into_iter()
            .map(|literal| {
                let (line, column) = lines.position(literal.offset);
                Use { line, column, path: literal.path, filter: literal.filter }
            })
            .collect();
        uses.dedup();
        let mut unchecked = |offset: usize, reason| {
            let (line, column) = lines.position(offset);
            Unchecked { line, column, reason }
        };
        let mut all: Vec<Unchecked> = dynamic
            .into_iter()
            .map(|(offset, filter)| unchecked(offset, Reason::Dynamic(filter)))
            .collect();
        all.dedup();
        let behind = |offset| self.source.get(offset..).unwrap_or_default();
        let unclosed = self.unclosed.filter(|unclosed| seems_to_use(behind(unclosed.offset)));
        all.extend(self.outside.map(|(offset, filter)| unchecked(offset, Reason::Outside(filter))));
        all.extend(unclosed.map(|it| unchecked(it.offset, Reason::Unclosed(it.delimiter))));
        Template {
            file: self.file.name.clone(),
            engine: self.engine,
            uses,
            unchecked: all,
            written: urls.written,
            missing: Vec::new(),
            claims: urls.claims,
            has_import_map: has_import_map(self.source),
        }
    }
}

/// Returns true if a template writes an import map itself.
fn has_import_map(source: &str) -> bool {
    memmem::find_iter(source.as_bytes(), "importmap").any(|at| {
        let (before, behind) = source.as_bytes().split_at(at);
        let behind = behind.get("importmap".len());
        match before.last() {
            Some(quote @ (b'"' | b'\'')) => behind == Some(quote),
            Some(b'=') => true,
            _ => false,
        }
    })
}

fn parse_error(
    file: &TemplateFile,
    translation: &Translation,
    source: &str,
    error: &ParseError,
) -> Problem {
    let ascii = translation.in_ascii();
    let better = ascii.diagnose(source).ok().and_then(|text| {
        let askama = config::builder(ascii.translated()).to_syntax().ok()?;
        Ast::from_str(&text, None, &askama).err()
    });
    let error = better.as_ref().unwrap_or(error);
    let message = error.message.as_deref().unwrap_or("failed to parse template source");
    let message = translation.restore(&ascii.restore(message)).replace('\n', " ");
    Problem::error(message).at_byte(&file.name, source.as_bytes(), error.offset)
}
