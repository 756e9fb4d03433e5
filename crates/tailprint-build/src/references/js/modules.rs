//! Module specifiers, read from the syntax tree.

use std::ops::Range;

use memchr::memmem;
use oxc_allocator::Allocator;
use oxc_ast::AstKind;
use oxc_ast::ast::{Argument, Expression, Program, StringLiteral};
use oxc_ast_visit::VisitJs;
use oxc_parser::{Parser, ParserReturn};
use oxc_span::{GetSpan, SourceType, Span};

use super::registrations::{self, Registrations};
use super::{depth, string};
use crate::error::Problem;
use crate::references::reference::{Found, Kind, Reference};
use crate::references::resolve::is_bare;

/// The result of parsing a file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) found: Found,
    /// The comments that may hold a source map's URL.
    pub(super) comments: Vec<Range<usize>>,
    /// True if the whole file is valid JavaScript.
    pub(super) is_complete: bool,
}

/// Returns true if the file may name a module. Every such construct has a keyword, and keywords cannot be spelled with
/// escapes.
pub(super) fn may_refer(source: &str) -> bool {
    has_word(source, b"import") || (has_word(source, b"export") && has_word(source, b"from"))
}

fn has_word(source: &str, word: &[u8]) -> bool {
    let bytes = source.as_bytes();
    let in_name = |byte: Option<&u8>| {
        byte.is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
        })
    };
    memmem::find_iter(bytes, word).any(|start| {
        let before = start.checked_sub(1).and_then(|index| bytes.get(index));
        !in_name(before) && !in_name(bytes.get(start + word.len()))
    })
}

/// Parses the file and finds the modules that it names.
pub(super) fn find(source: &str) -> Parsed {
    match depth::with_stack(source, || parse(source)) {
        Ok(Some(parsed)) => parsed,
        Ok(None) => failed(0, "this JavaScript is nested too deeply to be parsed".to_owned()),
        Err(error) => failed(0, format!("cannot parse this JavaScript: {error}")),
    }
}

fn failed(at: usize, message: String) -> Parsed {
    let problem = Problem::warning(message).help("the modules that it imports keep their names");
    let found = Found { problems: vec![(at, problem)], ..Found::default() };
    Parsed { found, ..Parsed::default() }
}

/// Parses the file as a module, and if it is none, as a script. The extension does not tell them apart.
fn parse(source: &str) -> Parsed {
    let allocator = Allocator::default();
    let module = Parser::new(&allocator, source, SourceType::mjs()).parse();
    if is_valid(&module) {
        return read(source, &module.program);
    }
    let script = Parser::new(&allocator, source, SourceType::script()).parse();
    if is_valid(&script) {
        return read(source, &script.program);
    }
    refused(&module)
}

fn is_valid(parsed: &ParserReturn<'_>) -> bool {
    !parsed.panicked && parsed.diagnostics.is_empty()
}

fn refused(parsed: &ParserReturn<'_>) -> Parsed {
    let diagnostic = parsed.diagnostics.first();
    let at = diagnostic
        .and_then(|first| first.labels.first())
        .map_or(0, |label| label.offset() as usize);
    let what = diagnostic.map(|first| format!(": {}", lower_case(&first.message)));
    failed(at, format!("not valid JavaScript{}", what.unwrap_or_default()))
}

/// Returns a message of the parser in the style of this crate.
fn lower_case(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}

fn read(source: &str, program: &Program<'_>) -> Parsed {
    let registrations = registrations::may_register(source).then(Registrations::default);
    let mut finder = Finder { source, references: Vec::new(), urls: Vec::new(), registrations };
    finder.visit_program(program);
    let comments = program.comments.iter().map(|comment| range(comment.span));
    let found = Found { references: finder.finish(), ..Found::default() };
    Parsed { found, comments: comments.collect(), is_complete: true }
}

struct Finder<'s> {
    source: &'s str,
    references: Vec<Reference>,
    /// For each URL of `references`, the offset of the expression that makes it, and its index.
    urls: Vec<(u32, usize)>,
    /// None if the script cannot register a service worker.
    registrations: Option<Registrations>,
}

impl<'a> VisitJs<'a> for Finder<'_> {
    fn enter_node(&mut self, kind: AstKind<'a>) {
        if let Some(registrations) = &mut self.registrations {
            registrations.enter(&kind);
        }
        match kind {
            AstKind::ImportDeclaration(import) => self.specifier(&import.source),
            AstKind::ExportFromDeclaration(export) => self.specifier(&export.source),
            AstKind::ExportAllDeclaration(export) => self.specifier(&export.source),
            AstKind::ImportExpression(import) => self.literal(Kind::Module, &import.source),
            AstKind::NewExpression(new) if registrations::is_url_class(&new.callee) => {
                self.url(new.span, &new.arguments);
            }
            AstKind::CallExpression(call) if registrations::is_url_parse(&call.callee) => {
                self.url(call.span, &call.arguments);
            }
            AstKind::CallExpression(call) if is_resolve(&call.callee) => {
                if let Some(specifier) = call.arguments.first().and_then(Argument::as_expression) {
                    self.made(call.span, Kind::Module, specifier);
                }
            }
            _ => {}
        }
    }
}

impl Finder<'_> {
    /// Finds the first argument of `new URL(url, import.meta.url)`, the expression at `span`.
    fn url(&mut self, span: Span, arguments: &[Argument<'_>]) {
        if let [url, base, ..] = arguments
            && let (Some(url), Some(base)) = (url.as_expression(), base.as_expression())
            && import_meta(base) == Some("url")
        {
            self.made(span, Kind::Url, url);
        }
    }

    /// Finds the literal of which the expression at `span` makes a URL.
    fn made(&mut self, span: Span, kind: Kind, literal: &Expression<'_>) {
        let index = self.references.len();
        self.literal(kind, literal);
        if index < self.references.len() {
            self.urls.push((span.start, index));
        }
    }

    /// Returns the references. Those that are registered as service workers are addresses.
    fn finish(mut self) -> Vec<Reference> {
        let registered = self.registrations.map(Registrations::urls).unwrap_or_default();
        for (offset, index) in self.urls {
            if registered.contains(&offset)
                && let Some(reference) = self.references.get_mut(index)
                && !(reference.kind == Kind::Module && is_bare(&reference.url))
            {
                reference.kind = Kind::Address;
            }
        }
        self.references
    }

    fn specifier(&mut self, specifier: &StringLiteral<'_>) {
        self.quoted(Kind::Module, specifier.span);
    }

    fn literal(&mut self, kind: Kind, expression: &Expression<'_>) {
        match expression.without_parentheses() {
            Expression::StringLiteral(string) => self.quoted(kind, string.span),
            Expression::TemplateLiteral(template) if template.is_no_substitution_template() => {
                self.quoted(kind, template.span());
            }
            _ => {}
        }
    }

    fn quoted(&mut self, kind: Kind, span: Span) {
        let quoted = range(span);
        let content = quoted.start + 1..quoted.end.saturating_sub(1);
        let decoded = string::decode(self.source, content);
        self.references.extend(decoded.and_then(|decoded| decoded.reference(kind)));
    }
}

/// Returns true for `import.meta.resolve`.
pub(super) fn is_resolve(callee: &Expression<'_>) -> bool {
    import_meta(callee) == Some("resolve")
}

/// Returns the name of a property of `import.meta`; none for other expressions.
fn import_meta<'a>(expression: &'a Expression<'_>) -> Option<&'a str> {
    let member = expression.without_parentheses().as_member_expression()?;
    matches!(member.object(), Expression::ImportMeta(_)).then(|| member.static_property_name())?
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
