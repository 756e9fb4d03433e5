//! Numbers with a unit, as Lightning CSS wrote them before 1.33: with six significant digits.

use cssparser::{ToCss as _, Token};

use super::tokens;

/// Rewrites the numbers with a unit or a percent sign that have more than six digits.
///
/// A number that does not fit into 32 bits is written as the greatest that does. It is taken for the greatest
/// number of all, which `calc(infinity * 1px)` is.
pub(super) fn shorten(css: String) -> String {
    if !has_long(&css) {
        return css;
    }
    let mut numbers = Vec::new();
    tokens::each(&css, &mut |range, token| {
        let (Token::Dimension { int_value: Some(integer), .. }
        | Token::Percentage { int_value: Some(integer), .. }) = token
        else {
            return;
        };
        if integer.unsigned_abs() >= 1_000_000
            && let Ok(written) = written(*integer)
        {
            let length = integer.to_string().len();
            numbers.push((range.start..range.start + length, written));
        }
    });
    tokens::replaced(&css, &numbers)
}

/// Whether there may be a number to be rewritten: seven digits, and then a letter or a percent sign.
fn has_long(css: &str) -> bool {
    let (mut digits, mut found) = (0, false);
    tokens::each_byte(css, |byte| match byte {
        b'0'..=b'9' => digits += 1,
        b'%' | b'a'..=b'z' | b'A'..=b'Z' if digits > 6 => found = true,
        _ => digits = 0,
    });
    found
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

#[cfg(test)]
mod tests;
