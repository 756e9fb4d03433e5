//! References in style sheets: `url()`, `src()`, `image-set()`, `@import` and source map comments.
//!
//! The meaning of a URL or a string depends on its context, so the tokens of `cssparser` are read with a stack of
//! [`Reading`]s. Nothing is found in places from which browsers fetch nothing:
//!
//! - comments and strings; but a source map comment counts everywhere;
//! - the prelude of an at-rule (`@namespace`, `@document`, `@supports`, unknown ones), and everything behind the URL of
//!   an `@import`, its `supports()` included;
//! - malformed `url()` tokens, which are reported unless they have a scheme.
//!
//! A `url()` in a custom property is a [`Kind::CustomProperty`], and so is one that a `@container` query compares with
//! that property.

mod skip;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

use cssparser::Token;

use super::reference::{Found, Kind, Reference};
use super::spelling::escape::{self, Delimiter};
use crate::error::Problem;
use tokens::Tokens;

const SOURCE_MAP: &str = "sourceMappingURL=";

/// Finds the references in a style sheet, or in a list of declarations such as a `style` attribute.
pub(crate) fn find(source: &str) -> Found {
    let mut finder = Finder::new(source);
    let mut tokens = Tokens::new(source);
    tokens.seek(finder.skip_statements(tokens.position()));
    while let Some((token, span)) = tokens.next() {
        let end = span.end;
        finder.token(&token, span);
        if ends_statement(&token) && finder.is_before_statement() {
            tokens.seek(finder.skip_statements(end));
        }
    }
    finder.found
}

fn ends_statement(token: &Token<'_>) -> bool {
    matches!(token, Token::Semicolon | Token::CurlyBracketBlock | Token::CloseCurlyBracket)
}

/// The context of the next token, which decides if a URL or a string is a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Nothing of the statement has been read yet.
    Start,
    /// Behind a `--name` that begins a statement.
    CustomName,
    /// Behind the `:` of a custom property.
    CustomValue,
    /// Behind `@import`, before its URL.
    Import,
    /// A `url()` is a reference, a string is not.
    Values(Kind),
    /// Strings are references, too: `image-set()`.
    Strings(Kind),
    /// Behind `url(` or `src(`: a string is the reference.
    Target(Kind),
    /// Nothing is a reference.
    Inert,
}

impl Reading {
    /// Returns the kind of a `url()` in this context; none if it is no reference.
    fn kind(self) -> Option<Kind> {
        match self {
            Self::Start | Self::CustomName => Some(Kind::Url),
            Self::CustomValue => Some(Kind::CustomProperty),
            Self::Import => Some(Kind::StyleImport),
            Self::Values(kind) | Self::Strings(kind) => Some(kind),
            Self::Target(_) | Self::Inert => None,
        }
    }

    /// Returns the kind of a string in this context; none if it is no reference.
    fn string_kind(self) -> Option<Kind> {
        match self {
            Self::Import => Some(Kind::StyleImport),
            Self::Strings(kind) | Self::Target(kind) => Some(kind),
            _ => None,
        }
    }

    /// Returns the context behind a token that is neither white space nor punctuation.
    fn behind_token(self) -> Self {
        match self {
            Self::Start | Self::CustomName => Self::Values(Kind::Url),
            Self::Import | Self::Target(_) => Self::Inert,
            _ => self,
        }
    }

    /// Returns the context inside the parentheses of a function.
    fn within_function(self, name: &str) -> Self {
        let Some(kind) = self.kind() else { return Self::Inert };
        if name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("src") {
            Self::Target(kind)
        } else if self == Self::Import {
            Self::Inert
        } else if takes_strings(name) {
            Self::Strings(kind)
        } else {
            Self::Values(kind)
        }
    }

    /// Returns the context inside of brackets.
    fn within_brackets(self) -> Self {
        match self.kind() {
            Some(kind) if self != Self::Import => Self::Values(kind),
            _ => Self::Inert,
        }
    }

    fn behind_at_keyword(name: &str) -> Self {
        if name.eq_ignore_ascii_case("import") {
            Self::Import
        } else if name.eq_ignore_ascii_case("container") {
            // `style(--x: url(a.png))` is compared with the custom property: both must change alike.
            Self::Values(Kind::CustomProperty)
        } else {
            Self::Inert
        }
    }
}

fn takes_strings(function: &str) -> bool {
    ["image-set", "-webkit-image-set", "image"]
        .iter()
        .any(|name| function.eq_ignore_ascii_case(name))
}

/// An open construct: the sheet itself, a block, a function or brackets.
#[derive(Clone, Copy, Debug)]
struct Frame {
    closer: Option<u8>,
    /// True if it holds rules and declarations, which end with `;` or `}`.
    holds_statements: bool,
    reading: Reading,
}

struct Finder<'a> {
    source: &'a str,
    /// The constructs around `here`, outermost first.
    outer: Vec<Frame>,
    here: Frame,
    found: Found,
}

impl<'a> Finder<'a> {
    fn new(source: &'a str) -> Self {
        let sheet = Frame { closer: None, holds_statements: true, reading: Reading::Start };
        Self { source, outer: Vec::new(), here: sheet, found: Found::default() }
    }

    /// Skips statements without references. Returns the position of the next one.
    fn skip_statements(&mut self, mut position: usize) -> usize {
        let source = self.source.as_bytes();
        while let Some(end) = skip::statement(source, position) {
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

    fn is_before_statement(&self) -> bool {
        self.here.holds_statements && self.here.reading == Reading::Start
    }

    fn token(&mut self, token: &Token<'_>, span: Range<usize>) {
        match token {
            Token::WhiteSpace(_) | Token::CDO | Token::CDC => {}
            Token::Comment(text) => self.comment(text, span.start),
            Token::Semicolon if self.here.holds_statements => self.here.reading = Reading::Start,
            Token::CurlyBracketBlock => self.open_curly(),
            Token::Function(name) => self.open(b')', self.here.reading.within_function(name)),
            Token::ParenthesisBlock => self.open(b')', self.here.reading.within_brackets()),
            Token::SquareBracketBlock => self.open(b']', self.here.reading.within_brackets()),
            Token::CloseCurlyBracket => self.close(b'}'),
            Token::CloseParenthesis => self.close(b')'),
            Token::CloseSquareBracket => self.close(b']'),
            _ => self.content(token, span),
        }
    }

    fn content(&mut self, token: &Token<'_>, span: Range<usize>) {
        let reading = self.here.reading;
        self.here.reading = match token {
            Token::AtKeyword(name) if reading == Reading::Start => Reading::behind_at_keyword(name),
            Token::Ident(name) if reading == Reading::Start && name.starts_with("--") => {
                Reading::CustomName
            }
            Token::Colon if reading == Reading::CustomName => Reading::CustomValue,
            _ => reading.behind_token(),
        };
        match token {
            Token::QuotedString(_) => self.string(reading, span),
            Token::UnquotedUrl(_) => self.unquoted_url(reading, span),
            Token::BadString(_) if reading.string_kind().is_some() => self.problem(
                span.start,
                "the string of a URL is not closed on its line, the URL is left alone",
                "add the closing quote",
            ),
            Token::BadUrl(content) if reading.kind().is_some() => self.bad_url(content, span.start),
            _ => {}
        }
    }

    fn string(&mut self, reading: Reading, span: Range<usize>) {
        let Some(kind) = reading.string_kind() else { return };
        let Some(quote) = self.source.as_bytes().get(span.start) else { return };
        self.reference(span.start + 1, span.end, Delimiter::Quote(*quote), kind);
    }

    fn unquoted_url(&mut self, reading: Reading, span: Range<usize>) {
        let Some(kind) = reading.kind() else { return };
        let raw = self.source.as_bytes().get(span.clone()).unwrap_or_default();
        // The name may be escaped (`u\72l(`), but `(` within it would not spell `url`.
        let Some(parenthesis) = memchr::memchr(b'(', raw) else { return };
        let content = raw.get(parenthesis + 1..).unwrap_or_default();
        let spaces = content.iter().take_while(|byte| escape::is_whitespace(**byte)).count();
        self.reference(span.start + parenthesis + 1 + spaces, span.end, Delimiter::Url, kind);
    }

    fn reference(&mut self, start: usize, end: usize, delimiter: Delimiter, kind: Kind) {
        self.found.references.extend(escape::reference(self.source, start, end, delimiter, kind));
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
        self.here = Frame { closer: Some(closer), holds_statements: false, reading: within };
    }

    fn open_curly(&mut self) {
        let reading = self.here.reading;
        if !self.here.holds_statements || reading == Reading::CustomValue {
            return self.open(b'}', reading.within_brackets());
        }
        // The statement ends with its block.
        self.here.reading = Reading::Start;
        self.outer.push(self.here);
        self.here = Frame { closer: Some(b'}'), holds_statements: true, reading: Reading::Start };
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
