//! What older releases of Lightning CSS did differently, done to a style sheet before and after it is
//! minified.

use std::mem;

use lightningcss::declaration::DeclarationBlock;
use lightningcss::media_query::{MediaCondition, MediaList};
use lightningcss::printer::PrinterOptions;
use lightningcss::properties::custom::{Token, TokenList, UnparsedProperty};
use lightningcss::properties::transform::{Rotate, Scale, Transform, TransformList};
use lightningcss::properties::{Property, PropertyId};
use lightningcss::rules::container::ContainerCondition;
use lightningcss::rules::style::StyleRule;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::traits::ToCss;
use lightningcss::values::percentage::NumberOrPercentage;
use lightningcss::values::syntax::{SyntaxComponentKind, SyntaxString};

use super::walk::{self, Place, Visit};
use super::{scale, spacing, targets};

/// Makes what 1.33 parsed into what 1.30 would have parsed.
pub(super) fn parsed(rules: &mut CssRuleList<'_>) {
    drop_unknown(rules);
    walk::rules(rules, &mut Parsed);
}

/// Rules whose condition or syntax is not understood were left out.
fn drop_unknown(rules: &mut CssRuleList<'_>) {
    rules.0.retain_mut(|rule| {
        walk::inner(rule).into_iter().for_each(drop_unknown);
        match rule {
            CssRule::Media(media) => is_known(&media.query),
            CssRule::Import(import) => is_known(&import.media),
            CssRule::Container(container) => {
                !matches!(container.condition, Some(ContainerCondition::Unknown(_)))
            }
            CssRule::Property(property) => !has_string(&property.syntax),
            _ => true,
        }
    });
}

fn is_known(list: &MediaList<'_>) -> bool {
    let mut conditions = list.media_queries.iter().map(|query| &query.condition);
    !conditions.any(|condition| matches!(condition, Some(MediaCondition::Unknown(_))))
}

fn has_string(syntax: &SyntaxString) -> bool {
    let SyntaxString::Components(components) = syntax else { return false };
    components.iter().any(|component| component.kind == SyntaxComponentKind::String)
}

/// Makes 1.33 print what 1.30 would have printed.
pub(super) fn printed(rules: &mut CssRuleList<'_>, minify: bool) {
    walk::rules(rules, &mut Printed { minify });
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

struct Parsed;

impl<'i> Visit<'i> for Parsed {
    fn tokens(&mut self, tokens: &mut TokenList<'i>, _: Place) {
        spacing::settle(tokens);
    }

    fn property(&mut self, property: &mut Property<'i>) {
        // No rotation was written as `none`.
        if let Property::Rotate(rotate @ Rotate::XYZ { x: 0.0, y: 0.0, z: 1.0, .. }) = property
            && matches!(rotate, Rotate::XYZ { angle, .. } if angle.to_degrees() == 0.0)
        {
            *rotate = Rotate::None;
        }
    }
}

struct Printed {
    minify: bool,
}

impl<'i> Visit<'i> for Printed {
    fn tokens(&mut self, tokens: &mut TokenList<'i>, place: Place) {
        scale::unmark_raw(tokens);
        if place == Place::Other && !self.minify {
            spacing::clear_blank(tokens);
        }
        spacing::spread(tokens, self.minify, place == Place::Custom);
    }

    fn property(&mut self, property: &mut Property<'i>) {
        let (property_id, text) = match property {
            Property::Scale(scale) => (PropertyId::Scale, self.scale(scale)),
            Property::Rotate(rotate) => (PropertyId::Rotate, self.rotation(rotate)),
            Property::Transform(list, prefix) => {
                (PropertyId::Transform(*prefix), self.transforms(list))
            }
            _ => return,
        };
        if let Some(text) = text {
            *property =
                Property::Unparsed(UnparsedProperty { property_id, value: verbatim(&text) });
        }
    }
}

/// Texts of what 1.33 writes otherwise.
impl Printed {
    fn text(&self, value: &impl ToCss) -> Option<String> {
        let (minify, targets) = (self.minify, targets());
        let options = PrinterOptions { minify, targets, ..PrinterOptions::default() };
        value.to_css_string(options).ok()
    }

    fn texts(&self, values: &[&impl ToCss]) -> Option<String> {
        let texts: Option<Vec<String>> = values.iter().map(|value| self.text(*value)).collect();
        Some(texts?.join(" "))
    }

    /// As many factors as are needed, if there are percentages.
    fn scale(&self, scale: &mut Scale) -> Option<String> {
        let Scale::XYZ { x, y, z } = scale else { return None };
        if ![&mut *x, &mut *y, &mut *z].map(scale::unmark).contains(&true) {
            return None;
        }
        let deep = *z != NumberOrPercentage::Number(1.0);
        let factors: &[&NumberOrPercentage] = match (deep, x != y) {
            (true, _) => &[x, y, z],
            (false, true) => &[x, y],
            (false, false) => &[x],
        };
        self.texts(factors)
    }

    /// An axis that is not of length 1, or points backwards.
    fn rotation(&self, rotate: &Rotate) -> Option<String> {
        let Rotate::XYZ { x, y, z, angle } = rotate else { return None };
        let axis = [*x, *y, *z];
        let is_unit = axis.contains(&1.0);
        let one_direction = axis.iter().filter(|part| **part != 0.0).count() == 1;
        if is_unit || !one_direction {
            return None;
        }
        Some(format!("{} {}", self.texts(&[x, y, z])?, self.text(angle)?))
    }

    /// Transforms with no white space in between, and with percentages.
    fn transforms(&self, transforms: &mut TransformList) -> Option<String> {
        let mut differs = !self.minify && transforms.0.len() > 1;
        let mut text = String::new();
        for transform in &mut transforms.0 {
            let (name, factor) = match transform {
                Transform::ScaleX(factor) => ("scaleX", factor),
                Transform::ScaleY(factor) => ("scaleY", factor),
                Transform::ScaleZ(factor) => ("scaleZ", factor),
                other => {
                    scale::unmark_merged(other);
                    text.push_str(&self.text(other)?);
                    continue;
                }
            };
            differs |= scale::unmark(factor);
            text.push_str(&format!("{name}({})", self.text(factor)?));
        }
        differs.then_some(text)
    }
}

/// A text that is printed as it is.
fn verbatim<'i>(text: &str) -> TokenList<'i> {
    TokenList(text.chars().map(|character| Token::Delim(character).into()).collect())
}

#[cfg(test)]
mod tests;
