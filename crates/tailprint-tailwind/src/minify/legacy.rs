//! What older releases of Lightning CSS did differently, done to a style sheet before and after it is
//! minified.

use std::mem;

use cssparser::{ParseError, Parser};
use lightningcss::declaration::DeclarationBlock;
use lightningcss::media_query::{MediaCondition, MediaList};
use lightningcss::printer::PrinterOptions;
use lightningcss::properties::custom::{CustomProperty, CustomPropertyName, Token, TokenList};
use lightningcss::properties::custom::{TokenOrValue, UnparsedProperty};
use lightningcss::properties::transform::{Rotate, Scale, TransformList};
use lightningcss::properties::{Property, PropertyId};
use lightningcss::rules::container::ContainerCondition;
use lightningcss::rules::style::StyleRule;
use lightningcss::rules::unknown::UnknownAtRule;
use lightningcss::rules::{CssRule, CssRuleList, Location};
use lightningcss::stylesheet::ParserOptions;
use lightningcss::traits::{ParseWithOptions as _, ToCss};
use lightningcss::values::percentage::{NumberOrPercentage, Percentage};

use lightningcss::vendor_prefix::VendorPrefix;

use super::walk::{self, Place, Visit};
use super::{scale, spacing, targets};

/// Makes what 1.33 parsed into what 1.30 would have parsed.
pub(super) fn parsed<'i>(rules: &mut CssRuleList<'i>, css: &'i str) {
    drop_unknown(rules);
    walk::rules(rules, false, &mut Parsed { css });
}

/// Rules whose condition is not understood were left out.
fn drop_unknown(rules: &mut CssRuleList<'_>) {
    rules.0.retain_mut(|rule| {
        walk::inner(rule).into_iter().for_each(drop_unknown);
        match rule {
            CssRule::Media(media) => is_known(&media.query),
            CssRule::Import(import) => is_known(&import.media),
            CssRule::Container(container) => {
                !matches!(container.condition, Some(ContainerCondition::Unknown(_)))
            }
            _ => true,
        }
    });
}

fn is_known(list: &MediaList<'_>) -> bool {
    let mut conditions = list.media_queries.iter().map(|query| &query.condition);
    !conditions.any(|condition| matches!(condition, Some(MediaCondition::Unknown(_))))
}

/// Makes 1.33 print what 1.30 would have printed.
pub(super) fn printed(rules: &mut CssRuleList<'_>, minify: bool) {
    walk::rules(rules, false, &mut Printed { minify });
}

/// Makes 1.33 print unknown at-rules beside the style rules that they stand in, as earlier releases did.
pub(super) fn hoist(rules: &mut CssRuleList<'_>) {
    let mut hoisted = Vec::with_capacity(rules.0.len());
    for mut rule in mem::take(&mut rules.0) {
        walk::inner(&mut rule).into_iter().for_each(hoist);
        match rule {
            CssRule::Style(style) if style.rules.0.iter().any(is_unknown) => {
                split(style, &mut hoisted);
            }
            rule => hoisted.push(rule),
        }
    }
    rules.0 = hoisted;
}

fn is_unknown(rule: &CssRule<'_>) -> bool {
    matches!(rule, CssRule::Unknown(_))
}

/// Splits a style rule at the unknown at-rules in it.
fn split<'i>(mut style: StyleRule<'i>, parts: &mut Vec<CssRule<'i>>) {
    let rules = mem::take(&mut style.rules.0);
    let mut rest = style.clone();
    rest.declarations = DeclarationBlock::new();
    let push = |part: StyleRule<'i>, parts: &mut Vec<CssRule<'i>>| {
        if !(part.declarations.is_empty() && part.rules.0.is_empty()) {
            parts.push(CssRule::Style(part));
        }
    };
    for rule in rules {
        if is_unknown(&rule) {
            push(mem::replace(&mut style, rest.clone()), parts);
            parts.push(rule);
        } else {
            style.rules.0.push(rule);
        }
    }
    push(style, parts);
}

struct Parsed<'i> {
    css: &'i str,
}

impl<'i> Visit<'i> for Parsed<'i> {
    fn tokens(&mut self, tokens: &mut TokenList<'i>, _: Place) {
        spacing::settle(tokens);
    }

    fn property(&mut self, property: &mut Property<'i>) {
        match property {
            Property::Rotate(rotate) if is_nothing(rotate) => *rotate = Rotate::None,
            // Were not known.
            Property::PrintColorAdjust(value, prefix) => {
                let name = custom("print-color-adjust", *prefix);
                if let Some(value) = keyword(value) {
                    *property = Property::Custom(CustomProperty { name, value });
                }
            }
            Property::MixBlendMode(value) => {
                let name = custom("mix-blend-mode", VendorPrefix::None);
                if let Some(value) = keyword(value) {
                    *property = Property::Custom(CustomProperty { name, value });
                }
            }
            Property::Unparsed(UnparsedProperty { property_id, value }) => {
                let name = match property_id {
                    PropertyId::PrintColorAdjust(prefix) => custom("print-color-adjust", *prefix),
                    PropertyId::MixBlendMode => custom("mix-blend-mode", VendorPrefix::None),
                    _ => return,
                };
                let value = TokenList(mem::take(&mut value.0));
                *property = Property::Custom(CustomProperty { name, value });
            }
            // Kept the capitals in their keywords.
            Property::TextRendering(value) => {
                if let Some(value) = keyword(value) {
                    let property_id = PropertyId::TextRendering;
                    *property = Property::Unparsed(UnparsedProperty { property_id, value });
                }
            }
            Property::ShapeRendering(value) => {
                if let Some(value) = keyword(value) {
                    let property_id = PropertyId::ShapeRendering;
                    *property = Property::Unparsed(UnparsedProperty { property_id, value });
                }
            }
            _ => {}
        }
    }

    /// `@property` was only known outside of other rules.
    fn rule(&mut self, rule: &mut CssRule<'i>, nested: bool) {
        let CssRule::Property(property) = rule else { return };
        if !nested {
            return;
        }
        let Some(text) = block(self.css, property.loc) else { return };
        let options = ParserOptions::default();
        let Ok(block) = TokenList::parse_string_with_options(text, options) else { return };
        *rule = CssRule::Unknown(UnknownAtRule {
            name: "property".into(),
            prelude: TokenList(vec![TokenOrValue::DashedIdent(property.name.clone())]),
            block: Some(block),
            loc: property.loc,
        });
    }
}

struct Printed {
    minify: bool,
}

impl<'i> Visit<'i> for Printed {
    fn tokens(&mut self, tokens: &mut TokenList<'i>, place: Place) {
        if place == Place::Other && !self.minify {
            spacing::clear_blank(tokens);
        }
        spacing::spread(tokens, self.minify, place == Place::Custom);
    }

    fn property(&mut self, property: &mut Property<'i>) {
        match property {
            Property::Scale(Scale::XYZ { x, y, z }) => {
                let marked = [&mut *x, &mut *y, &mut *z].map(scale::unmark);
                if marked.contains(&true) {
                    let value = TokenList(factors(x, y, z));
                    let property_id = PropertyId::Scale;
                    *property = Property::Unparsed(UnparsedProperty { property_id, value });
                }
            }
            Property::Transform(transforms, prefix) => {
                transforms.0.iter_mut().for_each(scale::unmark_within);
                if !self.minify
                    && transforms.0.len() > 1
                    && let Some(value) = unspaced(transforms)
                {
                    let property_id = PropertyId::Transform(*prefix);
                    *property = Property::Unparsed(UnparsedProperty { property_id, value });
                }
            }
            _ => {}
        }
    }
}

/// Transforms with no white space in between.
fn unspaced<'i>(transforms: &TransformList) -> Option<TokenList<'i>> {
    let options = || PrinterOptions { targets: targets(), ..PrinterOptions::default() };
    let texts = transforms.0.iter().map(|transform| transform.to_css_string(options()));
    let text: String = texts.collect::<Result<_, _>>().ok()?;
    // Of all tokens, this is the one that is printed as it is.
    Some(TokenList(vec![Token::WhiteSpace(text.into()).into()]))
}

/// As many factors as are needed.
fn factors<'i>(
    x: &NumberOrPercentage,
    y: &NumberOrPercentage,
    z: &NumberOrPercentage,
) -> Vec<TokenOrValue<'i>> {
    let mut tokens = vec![factor(x).into()];
    let deep = *z != NumberOrPercentage::Number(1.0);
    if deep || x != y {
        tokens.extend([Token::WhiteSpace(" ".into()).into(), factor(y).into()]);
    }
    if deep {
        tokens.extend([Token::WhiteSpace(" ".into()).into(), factor(z).into()]);
    }
    tokens
}

fn factor<'i>(factor: &NumberOrPercentage) -> Token<'i> {
    let has_sign = false;
    match factor {
        NumberOrPercentage::Number(value) => {
            Token::Number { has_sign, value: *value, int_value: None }
        }
        NumberOrPercentage::Percentage(Percentage(value)) => {
            let percent = value * 100.0;
            #[allow(clippy::cast_possible_truncation, reason = "saturates")]
            let int_value = (percent.fract() == 0.0).then_some(percent as i32);
            Token::Percentage { has_sign, unit_value: *value, int_value }
        }
    }
}

fn custom<'i>(name: &'static str, prefix: VendorPrefix) -> CustomPropertyName<'i> {
    let webkit = if prefix == VendorPrefix::WebKit { "-webkit-" } else { "" };
    CustomPropertyName::Unknown(format!("{webkit}{name}").into())
}

/// Keywords as they are usually written.
const KEYWORDS: [(&str, &str); 4] = [
    ("crispedges", "crispEdges"),
    ("geometricprecision", "geometricPrecision"),
    ("optimizelegibility", "optimizeLegibility"),
    ("optimizespeed", "optimizeSpeed"),
];

fn keyword<'i>(value: &impl ToCss) -> Option<TokenList<'i>> {
    let written = value.to_css_string(PrinterOptions::default()).ok()?;
    let usual = KEYWORDS.iter().find(|(lower, _)| *lower == written);
    let written = usual.map_or(written.into(), |(_, usual)| (*usual).into());
    Some(TokenList(vec![Token::Ident(written).into()]))
}

/// Whether it is no rotation, which was written as `none`.
fn is_nothing(rotate: &Rotate) -> bool {
    matches!(rotate, Rotate::XYZ { x: 0.0, y: 0.0, z: 1.0, angle } if angle.to_degrees() == 0.0)
}

/// What stands between the braces of the rule at a place in a style sheet.
fn block(css: &str, place: Location) -> Option<&str> {
    let line = css.split('\n').nth(place.line as usize)?;
    let mut column = 1;
    let before = line.chars().take_while(|c| {
        let before = column < place.column as usize;
        column += c.len_utf16();
        before
    });
    let line_at = line.as_ptr() as usize - css.as_ptr() as usize;
    let at = line_at + before.map(char::len_utf8).sum::<usize>();
    let rule = css.get(at..).filter(|rule| rule.starts_with("@property"))?;
    let mut parser = Parser::new(rule);
    while !matches!(parser.next().ok()?, cssparser::Token::CurlyBracketBlock) {}
    let block: Result<_, ParseError<()>> = parser.parse_nested_block(|parser| {
        let start = parser.position();
        while parser.next().is_ok() {}
        Ok(parser.slice_from(start))
    });
    block.ok()
}

#[cfg(test)]
mod tests;
