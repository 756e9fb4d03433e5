//! Percentages of `scale`, and of `scaleX()` and its like, which Lightning CSS makes numbers of since 1.31.
//!
//! It does so while parsing. So that they can be told from numbers afterwards, they are numbers that nobody
//! writes: each is multiplied by a power of two, which loses nothing, and what is calculated with them is
//! multiplied as well.

use std::borrow::Cow;
use std::ops::Range;

use cssparser::Token;
use lightningcss::properties::custom::{Token as RawToken, TokenList, TokenOrValue};
use lightningcss::properties::transform::Transform;
use lightningcss::values::percentage::{NumberOrPercentage, Percentage};

use super::{spacing, tokens};

const FACTOR: f32 = (1_u128 << 100) as f32;
/// Nobody writes numbers between these.
const LEAST: f32 = (1_u128 << 75) as f32;
const GREATEST: f32 = (1_u128 << 125) as f32;
/// Stands for zero percent.
const ZERO: f32 = 1.0 / (1_u128 << 100) as f32;

/// The style sheet with such percentages marked.
pub(super) fn mark(css: &str) -> Cow<'_, str> {
    if !may_have(css) {
        return css.into();
    }
    let mut marker = Marker::default();
    tokens::each(css, &mut |range, token| marker.visit(range, token));
    if marker.marks.is_empty() { css.into() } else { tokens::replaced(css, &marker.marks).into() }
}

/// Whether such a percentage may follow.
fn may_have(css: &str) -> bool {
    css.match_indices("scale").any(|(at, _)| {
        let rest = css.as_bytes().get(at..).unwrap_or_default();
        let end = memchr::memchr3(b';', b'}', b'%', rest);
        end.is_some_and(|end| rest.get(end) == Some(&b'%'))
    })
}

/// Finds the percentages.
#[derive(Default)]
struct Marker {
    state: State,
    /// How many blocks are open.
    depth: usize,
    /// How many were open where the value began.
    outer: usize,
    /// How many were open where `scaleX()` or its like began.
    function: Option<usize>,
    marks: Vec<(Range<usize>, String)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Other,
    Begin,
    Name(Property),
    Value(Property),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Property {
    Scale,
    Transform,
}

impl Marker {
    fn visit(&mut self, range: Range<usize>, token: &Token<'_>) {
        if range.is_empty() {
            self.close();
            return;
        }
        self.state = match (self.state, token) {
            (same, Token::WhiteSpace(_) | Token::Comment(_)) => same,
            (_, Token::CurlyBracketBlock | Token::Semicolon) => State::Begin,
            (State::Begin, Token::Ident(name)) => property(name).map_or(State::Other, State::Name),
            (State::Name(property), Token::Colon) => {
                self.outer = self.depth;
                self.function = None;
                State::Value(property)
            }
            (State::Value(Property::Scale), Token::Function(name)) if !is_math(name) => {
                State::Other
            }
            (State::Value(property), token) => {
                self.value(property, range, token);
                self.state
            }
            _ => State::Other,
        };
        self.depth += usize::from(tokens::opens(token));
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.function = self.function.filter(|outer| *outer < self.depth);
        if !matches!(self.state, State::Value(_)) || self.depth < self.outer {
            self.state = State::Begin;
        }
    }

    fn value(&mut self, property: Property, range: Range<usize>, token: &Token<'_>) {
        match token {
            Token::Function(name) if self.function.is_none() && is_one_axis(name) => {
                self.function = Some(self.depth);
            }
            Token::Percentage { unit_value, .. }
                if property == Property::Scale || self.function.is_some() =>
            {
                self.marks.push((range, marked(*unit_value)));
            }
            _ => {}
        }
    }
}

fn property(name: &str) -> Option<Property> {
    if name.eq_ignore_ascii_case("scale") {
        return Some(Property::Scale);
    }
    let prefixes = ["", "-webkit-", "-moz-", "-ms-", "-o-"];
    let mut names = prefixes.iter().filter_map(|prefix| name.strip_prefix(prefix));
    names.any(|name| name.eq_ignore_ascii_case("transform")).then_some(Property::Transform)
}

/// What may be in a factor. With anything else, say a color, the value is raw.
fn is_math(function: &str) -> bool {
    ["calc", "clamp", "max", "min"].iter().any(|name| function.eq_ignore_ascii_case(name))
}

/// The others are written as numbers by all releases.
fn is_one_axis(function: &str) -> bool {
    ["scaleX", "scaleY", "scaleZ"].iter().any(|name| function.eq_ignore_ascii_case(name))
}

fn marked(percentage: f32) -> String {
    let marked = if percentage == 0.0 { ZERO } else { percentage * FACTOR };
    format!("{marked:e}")
}

/// The percentage that [`mark`] made a number of.
fn original(number: f32) -> Option<Percentage> {
    match number.abs() {
        ZERO => Some(Percentage(0.0)),
        LEAST..GREATEST => Some(Percentage(number / FACTOR)),
        _ => None,
    }
}

/// Makes a percentage of what [`mark`] made of one; tells whether it did.
pub(super) fn unmark(factor: &mut NumberOrPercentage) -> bool {
    let NumberOrPercentage::Number(number) = *factor else { return false };
    let percentage = original(number).map(NumberOrPercentage::Percentage);
    let is_marked = percentage.is_some();
    *factor = percentage.unwrap_or(NumberOrPercentage::Number(number));
    is_marked
}

/// Makes numbers of what [`mark`] made of percentages where `scale` became part of a list of transforms.
pub(super) fn unmark_merged(transform: &mut Transform) {
    let factors: &mut [&mut NumberOrPercentage] = match transform {
        Transform::Scale(x, y) => &mut [x, y],
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

/// Makes percentages of what [`mark`] made of them where values are raw.
pub(super) fn unmark_raw(list: &mut TokenList<'_>) {
    spacing::inner(list, &mut |list, _| unmark_raw(list));
    for token in &mut list.0 {
        if let TokenOrValue::Token(RawToken::Number { has_sign, value, .. }) = token
            && let Some(Percentage(unit_value)) = original(*value)
        {
            let percent = unit_value * 100.0;
            #[allow(clippy::cast_possible_truncation, reason = "saturates")]
            let int_value = (percent.fract() == 0.0).then_some(percent as i32);
            *token = RawToken::Percentage { has_sign: *has_sign, unit_value, int_value }.into();
        }
    }
}
