//! The tokens of a style sheet, with their places.

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

/// Deeper than Lightning CSS goes within values.
const DEEPEST: usize = 512;
/// Deeper than anybody nests rules.
const DEEPEST_RULE: usize = 4000;

/// Calls for each token, what is inside of blocks included; a block ends with [`Token::CloseCurlyBracket`] of
/// no length, whatever its kind.
pub(super) fn each(css: &str, visit: &mut impl FnMut(Range<usize>, &Token<'_>)) {
    inside(&mut Parser::new(css), 0, visit);
}

fn inside(parser: &mut Parser<'_>, depth: usize, visit: &mut impl FnMut(Range<usize>, &Token<'_>)) {
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
        let token = token.clone();
        visit(start..parser.position().byte_index(), &token);
        if opens(&token) && depth < DEEPEST {
            let block: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
                inside(parser, depth + 1, visit);
                Ok(())
            });
            drop(block);
            let end = parser.position().byte_index();
            visit(end..end, &Token::CloseCurlyBracket);
        }
    }
}

/// Whether a block begins.
pub(super) fn opens(token: &Token<'_>) -> bool {
    matches!(
        token,
        Token::Function(_)
            | Token::ParenthesisBlock
            | Token::SquareBracketBlock
            | Token::CurlyBracketBlock
    )
}

/// A text with some ranges of it replaced, which are in order.
pub(super) fn replaced(text: &str, replacements: &[(Range<usize>, String)]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for (range, replacement) in replacements {
        result.push_str(text.get(end..range.start).unwrap_or_default());
        result.push_str(replacement);
        end = range.end;
    }
    result.push_str(text.get(end..).unwrap_or_default());
    result
}

/// Whether blocks may be nested so deeply that the stack does not do.
pub(super) fn is_too_deep(css: &str) -> bool {
    // Those in strings and comments are counted as well: few of them lack their counterpart.
    let (mut depth, mut deepest) = (0_usize, 0);
    each_byte(css, |byte| match byte {
        b'{' | b'(' | b'[' => {
            depth += 1;
            if depth > deepest {
                deepest = depth;
            }
        }
        b'}' | b')' | b']' if depth > 0 => depth -= 1,
        _ => {}
    });
    deepest > DEEPEST_RULE
}

/// Calls for each byte. Without optimisation, an iterator takes five times as long.
pub(super) fn each_byte(text: &str, mut visit: impl FnMut(u8)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        visit(bytes[at]);
        at += 1;
    }
}

#[cfg(test)]
mod tests;
