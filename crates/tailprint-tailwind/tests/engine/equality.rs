//! Compares style sheets with those of the official CLI.

#![cfg_attr(
    not(feature = "minify"),
    allow(dead_code, reason = "only minified style sheets are parsed")
)]

use std::fmt::Write as _;

use cssparser::{ParseError, Parser, ParserInput, Token};
use tailprint_tailwind::install::versions::DEFAULT;

/// Compares a minified style sheet with the one of the CLI, and returns the first difference.
///
/// For the default version of Tailwind the texts are equal. The CLI of an older version comes with an older
/// Lightning CSS, so that both are parsed: the same rules and declarations follow in the same order.
#[cfg(feature = "minify")]
pub(crate) fn differing_minified(version: &str, css: &str, expected: &str) -> Option<String> {
    let lines = |css: &str| css.replace('}', "}\n");
    if DEFAULT.starts_with(version) {
        return differing_text(&lines(css), &lines(expected));
    }
    let printed = |css: &str| unrotated(&tailprint_tailwind::minify::minify(css).unwrap().css);
    differing_tokens(&printed(css), &printed(expected))
}

/// Writes `rotate: none` for no rotation, as release 1.30 does.
#[cfg(feature = "minify")]
fn unrotated(css: &str) -> String {
    ["rotate:0deg", "rotate:0turn"]
        .iter()
        .fold(css.to_owned(), |css, angle| css.replace(angle, "rotate:none"))
}

/// Returns the first line that differs.
pub(crate) fn differing_text(css: &str, expected: &str) -> Option<String> {
    if css == expected {
        return None;
    }
    let mut lines = css.lines().zip(expected.lines()).enumerate();
    let differing = lines.find(|(_, (one, other))| one != other);
    Some(match differing {
        Some((line, (one, other))) => format!("line {}: `{one}` instead of `{other}`", line + 1),
        None => format!("{} instead of {} bytes", css.len(), expected.len()),
    })
}

/// Returns the first token that differs, with the tokens before it.
fn differing_tokens(css: &str, expected: &str) -> Option<String> {
    let (tokens, expected) = (parts(css), parts(expected));
    let same = tokens.iter().zip(&expected).take_while(|(one, other)| one == other).count();
    if same == tokens.len() && same == expected.len() {
        return None;
    }
    let around = |parts: &[Part]| {
        let mut text = String::new();
        for part in parts.iter().take(same + 8).skip(same.saturating_sub(12)) {
            write!(text, "{part:?} ").unwrap();
        }
        text
    };
    Some(format!("{}\ninstead of {}", around(&tokens), around(&expected)))
}

/// A token as it is compared.
enum Part {
    Space,
    /// A number and its unit.
    Number(f32, String),
    Text(String),
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Space => f.write_str("_"),
            Self::Number(number, unit) => write!(f, "{number}{unit}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl PartialEq for Part {
    /// Numbers are equal if their first six digits are: releases before 1.33 write no more, and 1.30 converts
    /// colors with the C library of the machine, whose cube roots differ in the last bit.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Space, Self::Space) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Number(one, unit), Self::Number(other, other_unit)) => {
                let largest = one.abs().max(other.abs());
                unit == other_unit && (one == other || (one - other).abs() <= largest * 1e-5)
            }
            _ => false,
        }
    }
}

/// The meaning of white space.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// Between rules, and in selectors, where all of it counts.
    Rules,
    /// In values and conditions, where it counts between words only.
    Values,
}

/// The at-rules with rules in them.
const GROUPS: [&str; 6] = ["media", "supports", "layer", "container", "starting-style", "scope"];

fn parts(css: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    collect(&mut Parser::new(&mut ParserInput::new(css)), Inside::Rules, &mut parts);
    parts
}

fn collect(parser: &mut Parser<'_, '_>, inside: Inside, parts: &mut Vec<Part>) {
    let (mut here, mut group) = (inside, true);
    while let Ok(token) = parser.next_including_whitespace() {
        let token = token.clone();
        if inside == Inside::Rules
            && let Token::AtKeyword(name) = &token
        {
            (here, group) = (Inside::Values, GROUPS.contains(&name.as_ref()));
        }
        push(&token, here, parts);
        let (nested, close) = match &token {
            Token::CurlyBracketBlock if here == Inside::Rules => (Inside::Values, "}"),
            Token::CurlyBracketBlock if inside == Inside::Rules && group => (Inside::Rules, "}"),
            Token::CurlyBracketBlock => (Inside::Values, "}"),
            Token::Function(_) | Token::ParenthesisBlock => (here, ")"),
            Token::SquareBracketBlock => (here, "]"),
            Token::Semicolon if inside == Inside::Rules => {
                here = inside;
                continue;
            }
            _ => continue,
        };
        let block: Result<(), ParseError<'_, ()>> = parser.parse_nested_block(|parser| {
            collect(parser, nested, parts);
            Ok(())
        });
        block.unwrap();
        if matches!(parts.last(), Some(Part::Space)) {
            parts.pop();
        }
        parts.push(Part::Text(close.to_owned()));
        if close == "}" {
            (here, group) = (inside, true);
        }
    }
}

fn push(token: &Token<'_>, inside: Inside, parts: &mut Vec<Part>) {
    let is_loose = |part: Option<&Part>| match part {
        Some(Part::Text(text)) => {
            !text.ends_with(|c: char| c.is_alphanumeric() || "-_\"".contains(c))
        }
        Some(Part::Number(..)) => false,
        Some(Part::Space) | None => true,
    };
    let part = match token {
        Token::WhiteSpace(_) => Part::Space,
        Token::Number { value, .. } => Part::Number(*value, String::new()),
        Token::Percentage { unit_value, .. } => Part::Number(*unit_value, "%".to_owned()),
        Token::Dimension { value, unit, .. } => Part::Number(*value, unit.to_string()),
        other => {
            let mut text = String::new();
            cssparser::ToCss::to_css(other, &mut text).unwrap();
            Part::Text(text)
        }
    };
    let starts_word = match &part {
        Part::Number(..) => true,
        Part::Text(text) => {
            text.starts_with(|c: char| c.is_alphanumeric() || "-_\"#@\\".contains(c))
        }
        Part::Space => true,
    };
    if inside == Inside::Values {
        let follows_space = matches!(parts.last(), Some(Part::Space));
        if matches!(part, Part::Space) && is_loose(parts.last()) {
            return;
        }
        if follows_space && !starts_word {
            parts.pop();
        }
    }
    parts.push(part);
}
