//! White space in values that are kept as raw tokens, as Lightning CSS had it before 1.31.
//!
//! Since then it is kept as written. Before, what is not needed was dropped while parsing ([`settle`]), and
//! some was added again while printing ([`spread`]).

use std::mem;

use lightningcss::properties::custom::{Token, TokenList, TokenOrValue, UnresolvedColor};

/// Drops the white space that was dropped while parsing.
pub(super) fn settle(list: &mut TokenList<'_>) {
    inner(list, &mut |list, _| settle(list));
    let leads_with_comment = matches!(list.0.first(), Some(TokenOrValue::Token(Token::Comment(_))));
    let ends_with_comment = matches!(list.0.last(), Some(TokenOrValue::Token(Token::Comment(_))));
    let mut settled: Vec<TokenOrValue<'_>> = Vec::with_capacity(list.0.len());
    // Whether white space is not needed after the last token, and whether that is white space.
    let (mut closed, mut blank) = (false, false);
    for token in mem::take(&mut list.0) {
        if is_blank(&token) {
            if !closed {
                settled.push(space());
                blank = true;
            }
            continue;
        }
        let delimiter = is_delimiter(&token);
        if delimiter && blank {
            settled.pop();
        }
        closed = delimiter || is_closed(&token);
        blank = false;
        settled.push(token);
    }
    if leads_with_comment && settled.len() > 1 && settled.first().is_some_and(is_blank) {
        settled.remove(0);
    }
    if ends_with_comment && settled.len() > 1 && settled.last().is_some_and(is_blank) {
        settled.pop();
    }
    list.0 = settled;
}

/// Adds the white space that was added while printing. `minify` tells how it will be printed, `padded`
/// whether a space is printed in front of a list that does not begin with one.
pub(super) fn spread(list: &mut TokenList<'_>, minify: bool, padded: bool) {
    inner(list, &mut |list, padded| {
        if !minify && !padded {
            clear_blank(list);
        }
        spread(list, minify, padded);
    });
    let mut spread: Vec<TokenOrValue<'_>> = Vec::with_capacity(list.0.len());
    // Whether the last thing that is printed is white space.
    let mut blank = false;
    let mut tokens = mem::take(&mut list.0).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let (before, after) = match &token {
            TokenOrValue::Token(Token::Delim('+' | '-')) => (true, true),
            TokenOrValue::Token(Token::Delim('/' | '*')) => (!minify && !blank, !minify),
            TokenOrValue::Token(Token::Delim(_) | Token::Comma) => (false, !minify),
            _ => (false, !minify && is_spaced(&token) && tokens.peek().is_some_and(needs_space)),
        };
        if before {
            let doubled = !minify && padded && spread.is_empty();
            spread.push(if doubled { spaces("  ") } else { space() });
        }
        blank = after
            || is_delimiter(&token)
            || matches!(token, TokenOrValue::Token(Token::WhiteSpace(_)));
        spread.push(token);
        if after {
            spread.push(space());
        }
    }
    list.0 = spread;
}

/// Empties a list that is nothing but white space.
pub(super) fn clear_blank(list: &mut TokenList<'_>) {
    if matches!(list.0.as_slice(), [token] if is_blank(token)) {
        list.0.clear();
    }
}

/// The lists inside of a list, and whether a space is printed in front of each.
pub(super) fn inner(list: &mut TokenList<'_>, visit: &mut impl FnMut(&mut TokenList<'_>, bool)) {
    for token in &mut list.0 {
        match token {
            TokenOrValue::Function(function) => visit(&mut function.arguments, false),
            TokenOrValue::Var(variable) => {
                variable.fallback.iter_mut().for_each(|list| visit(list, true));
            }
            TokenOrValue::Env(variable) => {
                variable.fallback.iter_mut().for_each(|list| visit(list, true));
            }
            TokenOrValue::UnresolvedColor(
                UnresolvedColor::RGB { alpha, .. } | UnresolvedColor::HSL { alpha, .. },
            ) => visit(alpha, false),
            TokenOrValue::UnresolvedColor(UnresolvedColor::LightDark { light, dark }) => {
                visit(light, false);
                visit(dark, false);
            }
            _ => {}
        }
    }
}

fn space<'i>() -> TokenOrValue<'i> {
    spaces(" ")
}

fn spaces(spaces: &str) -> TokenOrValue<'_> {
    Token::WhiteSpace(spaces.into()).into()
}

fn is_blank(token: &TokenOrValue<'_>) -> bool {
    matches!(token, TokenOrValue::Token(Token::WhiteSpace(_) | Token::Comment(_)))
}

fn is_delimiter(token: &TokenOrValue<'_>) -> bool {
    matches!(token, TokenOrValue::Token(Token::Delim(_) | Token::Comma))
}

/// White space after these was dropped.
fn is_closed(token: &TokenOrValue<'_>) -> bool {
    matches!(token, TokenOrValue::UnresolvedColor(_)) || is_spaced(token)
}

/// Of these it was added again.
fn is_spaced(token: &TokenOrValue<'_>) -> bool {
    use TokenOrValue::{Env, Function, Token as Plain, Var};
    matches!(
        token,
        Env(_)
            | Function(_)
            | Var(_)
            | Plain(Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket)
    )
}

/// Whether white space was added in front of a token.
fn needs_space(token: &TokenOrValue<'_>) -> bool {
    !matches!(token, TokenOrValue::Token(Token::Comma | Token::CloseParenthesis))
}
