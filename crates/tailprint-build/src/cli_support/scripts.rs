//! The files that a script or a style sheet loads, for `cargo tailprint pin`.

use std::ops::Range;

use crate::references::js::lexer::{Lexer, Token};
use crate::references::js::{string_value, syntax};
use crate::references::{Kind, css};

/// A URL or specifier in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The specifier or URL without the escapes of its language.
    pub url: String,
    /// Its bytes in the file, without the quotes.
    pub span: Range<usize>,
    /// True if the script decides while it runs if it is loaded: `import("…")`.
    pub is_dynamic: bool,
}

/// The syntax of a script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// True if no classic script has this syntax.
    pub is_module: bool,
    /// True if there is a default export.
    pub has_default: bool,
    /// The imports that are strings.
    pub imports: Vec<Loaded>,
    /// The URLs in `new URL("…", import.meta.url)`.
    pub urls: Vec<Loaded>,
}

/// A token of a script, without its place in the nesting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScriptToken<'a> {
    /// A name, a keyword, or a number.
    Word(&'a str),
    /// The value of a string.
    Text(String),
    /// Any other character.
    Sign(u8),
    /// A part of a template, or a regular expression.
    Other,
}

/// Reads a script.
#[must_use]
pub fn script(source: &str) -> Script {
    let syntax = syntax::read(source);
    let loaded = |url: String, span: Range<usize>| {
        let before = source.get(..span.start.saturating_sub(1)).unwrap_or_default();
        let is_dynamic = without_comments(before).ends_with('(');
        Loaded { url, span, is_dynamic }
    };
    let named = syntax.imports.into_iter().map(|it| (it.url, it.span));
    Script {
        is_module: syntax.is_module,
        has_default: syntax.has_default,
        imports: named.chain(internal(source)).map(|(url, span)| loaded(url, span)).collect(),
        urls: beside_module(source),
    }
}

/// Returns a text without the space and the block comments at its end, such as `/* webpackIgnore: true */`.
fn without_comments(text: &str) -> &str {
    let mut rest = text.trim_end();
    while let Some(start) = rest.strip_suffix("*/").and_then(|comment| comment.rfind("/*")) {
        rest = rest.get(..start).unwrap_or_default().trim_end();
    }
    rest
}

/// Returns the tokens of a script, each with the byte that it starts at.
#[must_use]
pub fn script_tokens(source: &str) -> Vec<(usize, ScriptToken<'_>)> {
    let token = |token: Token<'_>| match token {
        Token::Text(range) => string_value(source, range).map(ScriptToken::Text),
        Token::Sign(sign) => Some(ScriptToken::Sign(sign)),
        Token::Word(_) | Token::Part | Token::Pattern(_) => None,
    };
    let tokens = Lexer::new(source).map(|lexeme| match lexeme.token {
        // A word borrows the script, not the token.
        Token::Word(word) => (lexeme.start, ScriptToken::Word(word)),
        other => (lexeme.start, token(other).unwrap_or(ScriptToken::Other)),
    });
    tokens.collect()
}

/// Returns the URLs of a style sheet: `@import` and `url()`.
#[must_use]
pub fn style_sheet(source: &str) -> Vec<Loaded> {
    let found = css::find(source).references.into_iter();
    let fetched = found.filter(|reference| {
        !matches!(reference.kind, Kind::SourceMap | Kind::Optional | Kind::Address)
    });
    fetched.map(|it| Loaded { url: it.url, span: it.span, is_dynamic: false }).collect()
}

/// Finds imports of names that begin with `#`, which belong to the package itself. To a page, they are no URLs of files.
fn internal(source: &str) -> Vec<(String, Range<usize>)> {
    if !["'#", "\"#", "`#"].iter().any(|begin| source.contains(begin)) {
        return Vec::new();
    }
    let tokens: Vec<Token<'_>> = Lexer::new(source).map(|lexeme| lexeme.token).collect();
    let is_import = |at: usize| {
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
        let is_call = matches!(before(1), Some(Token::Sign(b'(')));
        let word = if is_call { before(2) } else { before(1) };
        matches!(word, Some(Token::Word("import")))
            || (!is_call && matches!(word, Some(Token::Word("from"))))
    };
    let strings = tokens.iter().enumerate().filter_map(|(at, token)| match token {
        Token::Text(span) if source.get(span.clone())?.starts_with('#') => Some((at, span)),
        _ => None,
    });
    let imports = strings.filter(|(at, _)| is_import(*at));
    imports.filter_map(|(_, it)| Some((string_value(source, it.clone())?, it.clone()))).collect()
}

/// Finds `new URL("…", import.meta.url)`.
fn beside_module(source: &str) -> Vec<Loaded> {
    const BEHIND: [&str; 6] = [",", "import", ".", "meta", ".", "url"];
    if !source.contains("meta") {
        return Vec::new();
    }
    let tokens: Vec<Token<'_>> = Lexer::new(source).map(|lexeme| lexeme.token).collect();
    let is = |token: Option<&Token<'_>>, text: &str| match token {
        Some(Token::Word(word)) => *word == text,
        Some(Token::Sign(sign)) => text.as_bytes() == [*sign],
        _ => false,
    };
    let mut urls = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let begins =
            is(Some(token), "new") && is(tokens.get(at + 1), "URL") && is(tokens.get(at + 2), "(");
        let Some(Token::Text(span)) = tokens.get(at + 3).filter(|_| begins) else { continue };
        let mut behind = BEHIND.iter().enumerate();
        if behind.all(|(index, text)| is(tokens.get(at + 4 + index), text))
            && let Some(url) = string_value(source, span.clone())
        {
            urls.push(Loaded { url, span: span.clone(), is_dynamic: true });
        }
    }
    urls
}
