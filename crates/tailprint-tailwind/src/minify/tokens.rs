//! The tokens of a style sheet, with their places.

use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

/// Calls for each token, what is inside of blocks included; a block ends with [`Token::CloseCurlyBracket`],
/// whatever its kind.
pub(super) fn each(css: &str, visit: &mut impl FnMut(Range<usize>, &Token<'_>)) {
    inside(&mut Parser::new(css), visit);
}

fn inside(parser: &mut Parser<'_>, visit: &mut impl FnMut(Range<usize>, &Token<'_>)) {
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
        let token = token.clone();
        visit(start..parser.position().byte_index(), &token);
        if matches!(
            token,
            Token::Function(_)
                | Token::ParenthesisBlock
                | Token::SquareBracketBlock
                | Token::CurlyBracketBlock
        ) {
            let block: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
                inside(parser, visit);
                Ok(())
            });
            drop(block);
            let end = parser.position().byte_index();
            visit(end..end, &Token::CloseCurlyBracket);
        }
    }
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
