//! The at-rules of a style sheet that name other files, or that Tailwind 3 reads in another way.

use std::ops::Range;

use crate::support::css_tokens::{Token, Tokens};

/// An at-rule, with the byte offset of its argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directive {
    pub(crate) kind: DirectiveKind,
    pub(crate) argument: String,
    pub(crate) offset: usize,
}

/// The kind of a [`Directive`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DirectiveKind {
    /// `@import`, `@reference`
    Sheet,
    /// `@plugin`, `@config`
    Module,
    /// `@source "…"`
    Source,
    /// `@source not "…"`
    NoSource,
    /// An `@import` without a semicolon: what follows is lost.
    Unfinished,
    /// `source("…")` after an `@import` or `@tailwind`: the folder that automatic detection searches.
    Root,
    /// `source(none)`: no automatic detection.
    NoRoot,
    /// `@tailwind …`: its argument is the first word.
    Layer,
    /// `@apply …`: its argument is the raw text.
    Apply,
    /// `@theme`, without an argument. Its result depends on the classes in use.
    Theme,
}

/// A token that is neither white space nor a comment, with its bytes.
type Spanned<'a> = (Token<'a>, Range<usize>);

/// Returns all directives of a style sheet, in their order.
pub(crate) fn directives(css: &str) -> Vec<Directive> {
    let tokens = Tokens::new(css);
    let tokens: Vec<Spanned<'_>> = tokens
        .filter(|(token, _)| !matches!(token, Token::WhiteSpace | Token::Comment(_)))
        .collect();
    let mut found = Vec::new();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some((token, span)) = tokens.get(at) {
        match token {
            Token::AtKeyword(name) => {
                let length = prelude(&tokens[at + 1..], depth > 0);
                let end = at + 1 + length;
                let prelude = Prelude {
                    css,
                    tokens: &tokens[at + 1..end],
                    bytes: span.end..tokens.get(end).map_or(css.len(), |(_, span)| span.start),
                };
                let name = name.to_ascii_lowercase();
                prelude.at_rule(&name, &mut found);
                if is_import(&name) && matches!(tokens.get(end), Some((Token::OpenCurly, _))) {
                    unfinished(&mut found);
                }
                at = end;
                continue;
            }
            Token::OpenCurly => depth += 1,
            Token::CloseCurly => depth = depth.saturating_sub(1),
            token if closer(token).is_some() => at += block(&tokens[at..]),
            _ => {}
        }
        at += 1;
    }
    found
}

/// Returns the token that closes what another opens.
const fn closer(token: &Token<'_>) -> Option<Token<'static>> {
    match token {
        Token::Function(_) | Token::OpenParenthesis => Some(Token::CloseParenthesis),
        Token::OpenSquare => Some(Token::CloseSquare),
        Token::OpenCurly => Some(Token::CloseCurly),
        _ => None,
    }
}

/// Returns the number of tokens before the one that closes the first token, or before the end. A closer that closes
/// something else counts for nothing.
fn block(tokens: &[Spanned<'_>]) -> usize {
    let mut open: Vec<Token<'static>> = Vec::new();
    for (index, (token, _)) in tokens.iter().enumerate() {
        if let Some(closer) = closer(token) {
            open.push(closer);
        } else if open.last() == Some(token) {
            open.pop();
            if open.is_empty() {
                return index;
            }
        }
    }
    tokens.len()
}

/// Returns the number of tokens before the `;` or the block that ends an at-rule, or before the end of the block around it.
fn prelude(tokens: &[Spanned<'_>], is_nested: bool) -> usize {
    let mut at = 0;
    while let Some((token, _)) = tokens.get(at) {
        match token {
            Token::Semicolon | Token::OpenCurly => return at,
            Token::CloseCurly if is_nested => return at,
            token if closer(token).is_some() => at += block(&tokens[at..]),
            _ => {}
        }
        at += 1;
    }
    tokens.len()
}

fn is_import(name: &str) -> bool {
    matches!(name, "import" | "reference")
}

/// Notes that the import that was just read has a block, which belongs to the rule on the next line.
fn unfinished(found: &mut Vec<Directive>) {
    if found.last().is_some_and(|it| it.kind != DirectiveKind::Unfinished)
        && let Some(import) = found.iter().rev().find(|it| it.kind == DirectiveKind::Sheet).cloned()
    {
        found.push(Directive { kind: DirectiveKind::Unfinished, ..import });
    }
}

/// All between the name of an at-rule and its `;` or its block.
struct Prelude<'a, 't> {
    css: &'a str,
    tokens: &'t [Spanned<'a>],
    bytes: Range<usize>,
}

impl Prelude<'_, '_> {
    fn at_rule(&self, name: &str, found: &mut Vec<Directive>) {
        match name {
            "apply" => found.push(self.apply()),
            "import" | "reference" => self.named(DirectiveKind::Sheet, found),
            "plugin" | "config" => self.named(DirectiveKind::Module, found),
            "source" => self.named(DirectiveKind::Source, found),
            "theme" => {
                let (argument, offset) = (String::new(), self.bytes.start);
                found.push(Directive { kind: DirectiveKind::Theme, argument, offset });
            }
            "tailwind" => self.named(DirectiveKind::Layer, found),
            _ => {}
        }
    }

    fn apply(&self) -> Directive {
        let offset = self.tokens.first().map_or(self.bytes.end, |(_, span)| span.start);
        let argument = self.css.get(offset..self.bytes.end).unwrap_or_default().to_owned();
        Directive { kind: DirectiveKind::Apply, argument, offset }
    }

    /// Reads the first string, URL or (of `@tailwind`) word, and a `source()` after it.
    fn named(&self, mut kind: DirectiveKind, found: &mut Vec<Directive>) {
        let mut taken = false;
        let mut at = 0;
        while let Some((token, span)) = self.tokens.get(at) {
            let offset = span.start;
            let inside = &self.tokens[at + 1..];
            let argument = match token {
                Token::QuotedString(text) | Token::UnquotedUrl(text) => Some(text.to_string()),
                Token::Ident(word) if kind == DirectiveKind::Layer => Some(word.to_string()),
                Token::Function(name) if name.eq_ignore_ascii_case("url") => string(inside),
                Token::Function(name) if name.eq_ignore_ascii_case("source") => {
                    found.push(root(inside, offset));
                    None
                }
                _ => None,
            };
            if let Token::AtKeyword(_) = token
                && kind == DirectiveKind::Sheet
                && let Some(import) = found.last().filter(|_| taken).cloned()
            {
                found.push(Directive { kind: DirectiveKind::Unfinished, ..import });
                break;
            }
            if let Token::Ident(word) = token
                && kind == DirectiveKind::Source
                && word.eq_ignore_ascii_case("not")
            {
                kind = DirectiveKind::NoSource;
            }
            if let Some(argument) = argument.filter(|_| !taken) {
                taken = true;
                found.push(Directive { kind, argument, offset });
            }
            if closer(token).is_some() {
                at += block(&self.tokens[at..]);
            }
            at += 1;
        }
    }
}

fn root(inside: &[Spanned<'_>], offset: usize) -> Directive {
    match string(inside) {
        Some(argument) => Directive { kind: DirectiveKind::Root, argument, offset },
        None => Directive { kind: DirectiveKind::NoRoot, argument: String::new(), offset },
    }
}

/// Returns the string that is all there is in the function whose opening token is before `inside`.
fn string(inside: &[Spanned<'_>]) -> Option<String> {
    match inside {
        [(Token::QuotedString(text), _)]
        | [(Token::QuotedString(text), _), (Token::CloseParenthesis, _), ..] => {
            Some(text.to_string())
        }
        _ => None,
    }
}
