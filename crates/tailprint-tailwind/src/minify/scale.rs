//! Percentages of the property `scale`, which Lightning CSS makes numbers of since 1.31.
//!
//! It does so while parsing. So that they can be told from numbers afterwards, they are numbers that nobody
//! writes: each is multiplied by a power of two, which loses nothing.

use std::borrow::Cow;

use cssparser::Token;
use lightningcss::properties::transform::Transform;
use lightningcss::values::percentage::{NumberOrPercentage, Percentage};

use super::tokens;

/// 2^80
const FACTOR: f32 = (1u128 << 80) as f32;
/// Nobody writes numbers as great as this.
const LEAST: f32 = (1u128 << 50) as f32;
/// Stands for zero percent: 2^-100.
const ZERO: f32 = 1.0 / (1u128 << 100) as f32;

/// The style sheet with the percentages of `scale` marked.
pub(super) fn mark(css: &str) -> Cow<'_, str> {
    if !may_have(css) {
        return css.into();
    }
    let mut found = Vec::new();
    let mut declaration = Declaration::None;
    let mut marks = Vec::new();
    tokens::each(css, &mut |range, token| {
        declaration = match (declaration, token) {
            (same, Token::WhiteSpace(_) | Token::Comment(_)) => same,
            (Declaration::Value, Token::Number { .. }) => Declaration::Value,
            (Declaration::Value, Token::Percentage { unit_value, .. }) => {
                marks.push((range, marked(*unit_value)));
                Declaration::Value
            }
            (_, Token::Semicolon | Token::CurlyBracketBlock | Token::CloseCurlyBracket) => {
                if declaration == Declaration::Value {
                    found.append(&mut marks);
                }
                Declaration::Begin
            }
            (Declaration::Value, Token::Delim('!')) => {
                found.append(&mut marks);
                Declaration::None
            }
            (Declaration::Begin, Token::Ident(name)) if name.eq_ignore_ascii_case("scale") => {
                Declaration::Name
            }
            (Declaration::Name, Token::Colon) => Declaration::Value,
            _ => Declaration::None,
        };
        if declaration != Declaration::Value {
            marks.clear();
        }
    });
    if found.is_empty() { css.into() } else { tokens::replaced(css, &found).into() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Declaration {
    None,
    Begin,
    Name,
    Value,
}

/// Whether a declaration of `scale` may have a percentage.
fn may_have(css: &str) -> bool {
    memchr::memmem::find_iter(css.as_bytes(), b"scale:").any(|at| {
        let rest = css.as_bytes().get(at..).unwrap_or_default();
        let end = memchr::memchr3(b';', b'}', b'%', rest);
        end.is_some_and(|end| rest.get(end) == Some(&b'%'))
    })
}

fn marked(percentage: f32) -> String {
    let marked = if percentage == 0.0 { ZERO } else { percentage * FACTOR };
    format!("{marked:e}")
}

/// Makes percentages of what [`mark`] made of them; tells whether there are any.
pub(super) fn unmark(factor: &mut NumberOrPercentage) -> bool {
    let NumberOrPercentage::Number(number) = *factor else { return false };
    let percentage = match number.abs() {
        ZERO => 0.0,
        LEAST.. => number / FACTOR,
        _ => return false,
    };
    *factor = NumberOrPercentage::Percentage(Percentage(percentage));
    true
}

/// Makes numbers of what [`mark`] made of percentages that became part of a transform.
pub(super) fn unmark_within(transform: &mut Transform) {
    let factors: &mut [&mut NumberOrPercentage] = match transform {
        Transform::Scale(x, y) => &mut [x, y],
        Transform::ScaleX(factor) | Transform::ScaleY(factor) | Transform::ScaleZ(factor) => {
            &mut [factor]
        }
        Transform::Scale3d(x, y, z) => &mut [x, y, z],
        _ => return,
    };
    for factor in factors {
        unmark(factor);
        if let NumberOrPercentage::Percentage(Percentage(part)) = **factor {
            **factor = NumberOrPercentage::Number(part);
        }
    }
}
