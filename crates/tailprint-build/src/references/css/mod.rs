//! References in style sheets: `url()`, `src()`, `image-set()`, `@import` and source map comments.
//!
//! The meaning of a URL or a string depends on its context, so tokens are read with a stack of
//! [`Reading`]s. Nothing is found in places from which browsers fetch nothing:
//!
//! - comments and strings; but a source map comment counts everywhere;
//! - the prelude of an at-rule (`@namespace`, `@document`, `@supports`, unknown ones), and everything behind the URL of
//!   an `@import`, its `supports()` included;
//! - malformed `url()` tokens, which are reported unless they have a scheme.
//!
//! A `url()` in a custom property is a [`Kind::CustomProperty`], and so is one that a style query compares with that
//! property. [`Kind::Unfetched`] are those in properties of browsers that are gone, fonts in formats that no browser
//! reads, an `@import` behind a rule, and all in `@supports`, since that asks what only some browsers have.

mod reading;
mod skip;
#[cfg(test)]
mod tests;
mod unfetched;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::custom_properties::{Alias, Registration, Role, Syntax, Use, Value};
use super::reference::{Found, Kind, Reference};
use super::spelling::escape::{self, Delimiter};
use crate::error::Problem;
use crate::support::css_tokens::{Token, Tokens, is_white_space};
use reading::{Frame, Purpose, Reading};

const SOURCE_MAP: &str = "sourceMappingURL=";

/// Finds the references in a style sheet, or in a list of declarations such as a `style` attribute.
pub(crate) fn find(source: &str) -> Found {
    let mut finder = Finder::new(source);
    let mut tokens = Tokens::new(source);
    tokens.seek(finder.skip_statements(tokens.position()));
    while let Some((token, span)) = tokens.next() {
        let end = span.end;
        finder.token(&token, span);
        if ends_statement(&token) {
            tokens.seek(finder.skip_statements(end));
        }
    }
    finder.found
}

fn ends_statement(token: &Token<'_>) -> bool {
    matches!(token, Token::Semicolon | Token::OpenCurly | Token::CloseCurly)
}

struct Finder<'a> {
    source: &'a str,
    /// The constructs around `here`, outermost first.
    outer: Vec<Frame>,
    here: Frame,
    /// True behind the first block, where browsers ignore an `@import`.
    has_blocks: bool,
    /// The last reference, as long as what follows may belong to it.
    last: Option<usize>,
    /// The custom properties whose uses have been found.
    used: HashSet<String>,
    /// The place of the custom property that was named last, and its name. All URLs in its value share it: both may be
    /// long.
    named: Option<(usize, Arc<str>)>,
    found: Found,
}

impl<'a> Finder<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            outer: Vec::new(),
            here: Frame::SHEET,
            has_blocks: false,
            last: None,
            used: HashSet::new(),
            named: None,
            found: Found::default(),
        }
    }

    /// Skips statements without references. Returns the position of the next one.
    fn skip_statements(&mut self, mut position: usize) -> usize {
        let source = self.source.as_bytes();
        let mut names = Vec::new();
        while self.may_skip() {
            let Some(end) = skip::statement(source, position, &mut names) else { break };
            for name in names.drain(..) {
                self.use_of(self.source.get(name.clone()).unwrap_or_default(), name.start);
            }
            match source.get(end) {
                Some(b'{') => self.open_curly(),
                Some(b'}') => self.close(b'}'),
                Some(_) => {}
                None => return end,
            }
            position = end + 1;
        }
        position
    }

    /// Returns true before a statement that has no reference if none is written in it.
    fn may_skip(&self) -> bool {
        self.here.is_before_statement() && self.here.registers.is_none()
    }

    fn token(&mut self, token: &Token<'_>, span: Range<usize>) {
        if ends_statement(token) || *token == Token::Comma {
            self.last = None;
        }
        match token {
            Token::WhiteSpace | Token::Cdo | Token::Cdc => {}
            Token::Comment(text) => self.comment(text, span.start),
            Token::Semicolon if self.here.holds_statements => self.here.reading = Reading::Start,
            Token::OpenCurly => self.open_curly(),
            Token::Function(name) => self.function(name),
            Token::OpenParenthesis => self.open(b')', self.here.reading.within_brackets()),
            Token::OpenSquare => self.open(b']', self.here.reading.within_brackets()),
            Token::CloseCurly => self.close(b'}'),
            Token::CloseParenthesis => self.close(b')'),
            Token::CloseSquare => self.close(b']'),
            _ => self.content(token, span),
        }
    }

    fn function(&mut self, name: &str) {
        let reading = self.here.reading;
        if reading == Reading::ImportTail && name.eq_ignore_ascii_case("supports") {
            self.last_is_unfetched();
        }
        self.open(b')', reading.within_function(name));
    }

    fn content(&mut self, token: &Token<'_>, span: Range<usize>) {
        let reading = self.here.reading;
        self.here.reading = self.behind(reading, token, span.start);
        match token {
            Token::QuotedString(text) | Token::Ident(text)
                if reading == Reading::Format && unfetched::is_format(text) =>
            {
                self.last_is_unfetched();
            }
            Token::QuotedString(text) if matches!(reading, Reading::Syntax(_)) => {
                self.syntax(reading, text);
            }
            Token::QuotedString(_) => self.string(reading, span),
            Token::UnquotedUrl(_) => self.unquoted_url(reading, span),
            Token::BadString if reading.string_purpose().is_some() => self.problem(
                span.start,
                "the string of a URL is not closed on its line, the URL is left alone",
                "add the closing quote",
            ),
            Token::BadUrl(content) if reading.purpose().is_some() => {
                self.bad_url(content, span.start);
            }
            _ => {}
        }
    }

    /// Returns the context behind a token that begins at `at`.
    fn behind(&mut self, reading: Reading, token: &Token<'_>, at: usize) -> Reading {
        match (reading, token) {
            (Reading::Start, Token::AtKeyword(name)) => self.behind_at_keyword(name),
            (Reading::Start, Token::Ident(name)) => self.behind_name(name, at),
            // `*color: red` was a declaration for Internet Explorer.
            (Reading::Start, Token::Delim('*')) => Reading::Values(Purpose::Unfetched),
            (Reading::CustomName(name), Token::Colon) => Reading::CustomValue(name),
            (Reading::Syntax(_), Token::Colon) => reading,
            (Reading::InitialName(name), Token::Colon) => {
                Reading::Values(Purpose::Custom(name, Role::Initial))
            }
            (Reading::QueryName(name), Token::Colon) => {
                Reading::Values(Purpose::Custom(name, Role::Compared))
            }
            (Reading::Query, Token::Ident(name)) if name.starts_with("--") => {
                Reading::QueryName(at)
            }
            (Reading::Property, Token::Ident(_)) => Reading::PropertyName(at),
            (Reading::Var(purpose), Token::Ident(name)) if name.starts_with("--") => {
                self.variable(purpose, name, at);
                Reading::Values(purpose)
            }
            // `filter: progid:DXImageTransform…`
            (Reading::Values(Purpose::Fetched), Token::Ident(name)) if *name == "progid" => {
                Reading::Values(Purpose::Unfetched)
            }
            _ => reading.behind_token(),
        }
    }

    fn behind_at_keyword(&self, name: &str) -> Reading {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("import") {
            Reading::Import(if self.has_blocks { Purpose::Unfetched } else { Purpose::Import })
        } else if is("container") {
            Reading::Query
        } else if is("supports") {
            Reading::Supports
        } else if is("property") {
            Reading::Property
        } else {
            Reading::Inert
        }
    }

    /// Returns the context behind the name that begins a statement.
    fn behind_name(&self, name: &str, at: usize) -> Reading {
        match self.here.registers {
            _ if name.starts_with("--") => Reading::CustomName(at),
            Some(registered) if name.eq_ignore_ascii_case("syntax") => Reading::Syntax(registered),
            Some(registered) if name.eq_ignore_ascii_case("initial-value") => {
                Reading::InitialName(registered)
            }
            _ if unfetched::is_property(name) => Reading::Values(Purpose::Unfetched),
            _ => Reading::Values(Purpose::Fetched),
        }
    }

    /// Notes a `var()`.
    fn variable(&mut self, purpose: Purpose, name: &str, at: usize) {
        match purpose {
            Purpose::Custom(_, Role::Compared) => {}
            Purpose::Custom(by, _) => {
                let alias = Alias { of: name.to_owned(), by: self.name_at(by) };
                self.found.custom_mut().aliases.push(alias);
            }
            _ => self.use_of(name, at),
        }
    }

    /// Notes the first use of a custom property.
    fn use_of(&mut self, name: &str, at: usize) {
        if !self.used.contains(name) {
            self.used.insert(name.to_owned());
            self.found.custom_mut().uses.push(Use { property: name.to_owned(), at });
        }
    }

    /// Notes the `syntax` of a registered property.
    fn syntax(&mut self, reading: Reading, syntax: &str) {
        if let (Reading::Syntax(name), Some(syntax)) = (reading, Syntax::parse(syntax)) {
            let property = self.name_at(name);
            self.found.custom_mut().registrations.push(Registration { property, syntax });
        }
    }

    /// Returns the name of the custom property that begins at `at`, without escapes.
    fn name_at(&mut self, at: usize) -> Arc<str> {
        if let Some((_, name)) = self.named.as_ref().filter(|(named, _)| *named == at) {
            return Arc::clone(name);
        }
        let name: Arc<str> = match Tokens::new(self.source.get(at..).unwrap_or_default()).next() {
            Some((Token::Ident(name), _)) => name.into(),
            _ => "".into(),
        };
        self.named = Some((at, Arc::clone(&name)));
        name
    }

    fn last_is_unfetched(&mut self) {
        let last = self.last.and_then(|last| self.found.references.get_mut(last));
        if let Some(reference) = last.filter(|it| it.kind != Kind::CustomProperty) {
            reference.kind = Kind::Unfetched;
        }
    }

    fn string(&mut self, reading: Reading, span: Range<usize>) {
        let Some(purpose) = reading.string_purpose() else { return };
        let Some(quote) = self.source.as_bytes().get(span.start) else { return };
        self.reference(span.start + 1, span.end, Delimiter::Quote(*quote), purpose);
    }

    fn unquoted_url(&mut self, reading: Reading, span: Range<usize>) {
        let Some(purpose) = reading.purpose() else { return };
        let raw = self.source.as_bytes().get(span.clone()).unwrap_or_default();
        // The name may be escaped (`u\72l(`), but `(` within it would not spell `url`.
        let Some(parenthesis) = memchr::memchr(b'(', raw) else { return };
        let content = raw.get(parenthesis + 1..).unwrap_or_default();
        let spaces = content.iter().take_while(|byte| is_white_space(**byte)).count();
        self.reference(span.start + parenthesis + 1 + spaces, span.end, Delimiter::Url, purpose);
    }

    fn reference(&mut self, start: usize, end: usize, delimiter: Delimiter, purpose: Purpose) {
        let kind = match purpose.kind() {
            Kind::Url | Kind::StyleImport if self.here.is_conditional => Kind::Unfetched,
            kind => kind,
        };
        let reference = escape::reference(self.source, start, end, delimiter, kind);
        let Some(reference) = reference else { return };
        if let Purpose::Custom(name, role) = purpose {
            let (property, at) = (self.name_at(name), reference.span.start);
            self.found.custom_mut().values.push(Value { property, at, role });
        }
        self.last = Some(self.found.references.len());
        self.found.references.push(reference);
    }

    fn bad_url(&mut self, content: &str, offset: usize) {
        if crate::references::resolve::has_scheme(content) {
            return;
        }
        let help = if content.starts_with("var(") {
            "let the custom property hold the whole url()"
        } else {
            "put the URL in quotes"
        };
        self.problem(offset, "malformed url() is left alone", help);
    }

    fn problem(&mut self, offset: usize, message: &str, help: &str) {
        self.found.problems.push((offset, Problem::warning(message).help(help)));
    }

    /// Finds a source map comment. Its place in the sheet does not matter.
    fn comment(&mut self, text: &str, start: usize) {
        let Some(pragma) = text.strip_prefix(['#', '@']) else { return };
        let Some(value) = pragma.trim_start().strip_prefix(SOURCE_MAP) else { return };
        let url = value.trim_end();
        if url.is_empty() || url.contains(char::is_whitespace) {
            return;
        }
        let begin = start + "/*".len() + text.len() - value.len();
        self.found.references.push(Reference {
            kind: Kind::SourceMap,
            url: url.to_owned(),
            span: begin..begin + url.len(),
            offsets: None,
        });
    }

    fn open(&mut self, closer: u8, within: Reading) {
        self.here.reading = self.here.reading.behind_token();
        self.outer.push(self.here);
        let (closer, is_conditional) = (Some(closer), self.here.is_conditional);
        let reading = within;
        self.here =
            Frame { closer, holds_statements: false, is_conditional, registers: None, reading };
    }

    fn open_curly(&mut self) {
        let reading = self.here.reading;
        if !self.here.holds_statements || matches!(reading, Reading::CustomValue(_)) {
            return self.open(b'}', reading.within_brackets());
        }
        // The statement ends with its block.
        self.here.reading = Reading::Start;
        self.outer.push(self.here);
        self.has_blocks = true;
        self.here = Frame {
            closer: Some(b'}'),
            is_conditional: self.here.is_conditional || reading == Reading::Supports,
            registers: match reading {
                Reading::PropertyName(name) => Some(name),
                _ => None,
            },
            ..Frame::SHEET
        };
    }

    /// Closes the innermost construct. CSS ignores a closing bracket without an opening one.
    fn close(&mut self, closer: u8) {
        if self.here.closer == Some(closer) {
            if let Some(outer) = self.outer.pop() {
                self.here = outer;
            }
        } else if closer == b'}' && self.here.holds_statements {
            self.here.reading = Reading::Start;
        }
    }
}
