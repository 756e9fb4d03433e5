//! Numbers with a unit, as Lightning CSS wrote them before 1.33: with six significant digits.

use cssparser::{ParseError, Parser, ToCss as _, Token};

/// Rewrites the numbers with a unit or a percent sign that have more than six digits.
///
/// A number that does not fit into 32 bits is written as the greatest that does, and stands for the greatest
/// number of all, as `calc(infinity * 1px)` does.
pub(super) fn shorten(css: String) -> String {
    if !has_long(&css) {
        return css;
    }
    let mut numbers = Vec::new();
    collect(&mut Parser::new(&css), &mut numbers);
    let mut shortened = String::with_capacity(css.len());
    let mut end = 0;
    for (start, length, value) in numbers {
        shortened.push_str(css.get(end..start).unwrap_or_default());
        shortened.push_str(&value);
        end = start + length;
    }
    shortened.push_str(css.get(end..).unwrap_or_default());
    shortened
}

/// Whether there may be a number to be rewritten: seven digits, and then a letter or a percent sign.
fn has_long(css: &str) -> bool {
    let mut digits = 0;
    for byte in css.bytes() {
        if byte.is_ascii_digit() {
            digits += 1;
        } else {
            if digits > 6 && (byte == b'%' || byte.is_ascii_alphabetic()) {
                return true;
            }
            digits = 0;
        }
    }
    false
}

/// Where long numbers are, how many bytes each has, and what it is to be.
fn collect(parser: &mut Parser<'_>, numbers: &mut Vec<(usize, usize, String)>) {
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
        let integer = match token {
            Token::Dimension { int_value: Some(integer), .. }
            | Token::Percentage { int_value: Some(integer), .. } => *integer,
            Token::Function(_)
            | Token::ParenthesisBlock
            | Token::SquareBracketBlock
            | Token::CurlyBracketBlock => {
                let inside: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
                    collect(parser, numbers);
                    Ok(())
                });
                drop(inside);
                continue;
            }
            _ => continue,
        };
        if integer.unsigned_abs() < 1_000_000 {
            continue;
        }
        let length = integer.to_string().len();
        if let Ok(written) = written(integer) {
            numbers.push((start, length, written));
        }
    }
}

fn written(integer: i32) -> Result<String, std::fmt::Error> {
    #[allow(clippy::cast_precision_loss, reason = "it is printed with six digits")]
    let value = match integer {
        i32::MAX => f32::MAX,
        i32::MIN => f32::MIN,
        _ => integer as f32,
    };
    let mut written = String::new();
    value.to_css(&mut written)?;
    Ok(written)
}
