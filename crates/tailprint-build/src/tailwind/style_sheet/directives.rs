//! The at-rules of a style sheet that name other files, or that Tailwind 3 reads in another way.

use cssparser::{Delimiter, ParseError, Parser, ParserInput, Token};

/// The deepest block that is read. [`block`] calls itself for every level, and a hostile file would overflow the stack.
const DEEPEST: usize = 64;

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

/// Returns all directives of a style sheet, in their order.
pub(crate) fn directives(css: &str) -> Vec<Directive> {
    let mut found = Vec::new();
    block(&mut Parser::new(&mut ParserInput::new(css)), DEEPEST, &mut found);
    found
}

fn block(parser: &mut Parser<'_, '_>, depth: usize, found: &mut Vec<Directive>) {
    while let Ok(token) = parser.next() {
        match token {
            Token::AtKeyword(name) => {
                let name = name.to_ascii_lowercase();
                // Tailwind reports a broken prelude.
                let _ = parser.parse_until_before::<_, _, ()>(
                    Delimiter::Semicolon | Delimiter::CurlyBracketBlock,
                    |prelude| at_rule(&name, prelude, found),
                );
                if is_import(&name) {
                    unfinished(parser, found);
                }
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

fn is_import(name: &str) -> bool {
    matches!(name, "import" | "reference")
}

/// Notes that the import that was just read has a block, which belongs to the rule on the next line.
fn unfinished(parser: &mut Parser<'_, '_>, found: &mut Vec<Directive>) {
    let before = parser.state();
    let has_block = matches!(parser.next(), Ok(Token::CurlyBracketBlock));
    parser.reset(&before);
    if has_block && found.last().is_some_and(|it| it.kind != DirectiveKind::Unfinished) {
        let imports = found.iter().rev();
        let Some(import) = imports.clone().find(|it| it.kind == DirectiveKind::Sheet) else {
            return;
        };
        let import = import.clone();
        found.push(Directive { kind: DirectiveKind::Unfinished, ..import });
    }
}

fn at_rule<'i>(
    name: &str,
    prelude: &mut Parser<'i, '_>,
    found: &mut Vec<Directive>,
) -> Result<(), ParseError<'i, ()>> {
    match name {
        "apply" => found.push(apply(prelude)),
        "import" | "reference" => named(DirectiveKind::Sheet, prelude, found),
        "plugin" | "config" => named(DirectiveKind::Module, prelude, found),
        "source" => named(DirectiveKind::Source, prelude, found),
        "theme" => {
            let offset = prelude.position().byte_index();
            found.push(Directive { kind: DirectiveKind::Theme, argument: String::new(), offset });
        }
        "tailwind" => named(DirectiveKind::Layer, prelude, found),
        _ => {}
    }
    Ok(())
}

fn apply(prelude: &mut Parser<'_, '_>) -> Directive {
    prelude.skip_whitespace();
    let start = prelude.position();
    while prelude.next().is_ok() {}
    let argument = prelude.slice_from(start).to_owned();
    Directive { kind: DirectiveKind::Apply, argument, offset: start.byte_index() }
}

/// Reads the first string, URL or (of `@tailwind`) word of a prelude, and a `source()` after it.
fn named(mut kind: DirectiveKind, prelude: &mut Parser<'_, '_>, found: &mut Vec<Directive>) {
    let mut taken = false;
    loop {
        prelude.skip_whitespace();
        let offset = prelude.position().byte_index();
        let Ok(token) = prelude.next().cloned() else { break };
        let argument = match &token {
            Token::QuotedString(text) | Token::UnquotedUrl(text) => Some(text.to_string()),
            Token::Ident(word) if kind == DirectiveKind::Layer => Some(word.to_string()),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => string(prelude),
            Token::Function(name) if name.eq_ignore_ascii_case("source") => {
                found.push(root(prelude, offset));
                None
            }
            _ => None,
        };
        if let Token::AtKeyword(_) = &token
            && kind == DirectiveKind::Sheet
            && let Some(import) = found.last().filter(|_| taken).cloned()
        {
            found.push(Directive { kind: DirectiveKind::Unfinished, ..import });
            break;
        }
        if let Token::Ident(word) = &token
            && kind == DirectiveKind::Source
            && word.eq_ignore_ascii_case("not")
        {
            kind = DirectiveKind::NoSource;
        }
        if let Some(argument) = argument.filter(|_| !taken) {
            taken = true;
            found.push(Directive { kind, argument, offset });
        }
    }
}

fn root(parser: &mut Parser<'_, '_>, offset: usize) -> Directive {
    match string(parser) {
        Some(argument) => Directive { kind: DirectiveKind::Root, argument, offset },
        None => Directive { kind: DirectiveKind::NoRoot, argument: String::new(), offset },
    }
}

/// Reads the string in the function whose opening token was just read.
fn string(parser: &mut Parser<'_, '_>) -> Option<String> {
    let inside = parser.parse_nested_block::<_, String, ()>(|inner| {
        Ok(inner.expect_string()?.as_ref().to_owned())
    });
    inside.ok()
}
