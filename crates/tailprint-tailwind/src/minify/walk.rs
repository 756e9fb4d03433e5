//! Every declaration and every list of raw tokens in a style sheet.

use lightningcss::declaration::DeclarationBlock;
use lightningcss::media_query::{MediaCondition, MediaList};
use lightningcss::properties::Property;
use lightningcss::properties::custom::TokenList;
use lightningcss::rules::container::{ContainerCondition, StyleQuery};
use lightningcss::rules::font_face::FontFaceProperty;
use lightningcss::rules::font_palette_values::FontPaletteValuesProperty;
use lightningcss::rules::view_transition::ViewTransitionProperty;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::values::syntax::ParsedComponent;

/// What is done to the parts of a style sheet.
pub(super) trait Visit<'i> {
    /// Called for each list of raw tokens, but not for those inside of another one.
    fn tokens(&mut self, tokens: &mut TokenList<'i>, place: Place);

    /// Called for each declaration, after what is raw in it.
    fn property(&mut self, _property: &mut Property<'i>) {}
}

/// Where a list of raw tokens stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// After the colon of a custom or an unknown property.
    Custom,
    /// Anywhere else.
    Other,
}

/// Visits a style sheet's rules.
pub(super) fn rules<'i>(rules: &mut CssRuleList<'i>, visit: &mut impl Visit<'i>) {
    for rule in &mut rules.0 {
        match rule {
            CssRule::Style(style) => declarations(&mut style.declarations, visit),
            CssRule::Nesting(nesting) => declarations(&mut nesting.style.declarations, visit),
            CssRule::Media(media) => queries(&mut media.query, visit),
            CssRule::Container(container) => {
                let condition = container.condition.iter_mut();
                condition.for_each(|condition| container_condition(condition, visit));
            }
            _ => leaf(rule, visit),
        }
        if let Some(inner) = inner(rule) {
            self::rules(inner, visit);
        }
    }
}

/// The rules in a rule.
pub(super) fn inner<'r, 'i>(rule: &'r mut CssRule<'i>) -> Option<&'r mut CssRuleList<'i>> {
    match rule {
        CssRule::Style(style) => Some(&mut style.rules),
        CssRule::Nesting(nesting) => Some(&mut nesting.style.rules),
        CssRule::Media(media) => Some(&mut media.rules),
        CssRule::Container(container) => Some(&mut container.rules),
        CssRule::Supports(supports) => Some(&mut supports.rules),
        CssRule::LayerBlock(layer) => Some(&mut layer.rules),
        CssRule::Scope(scope) => Some(&mut scope.rules),
        CssRule::StartingStyle(style) => Some(&mut style.rules),
        CssRule::MozDocument(document) => Some(&mut document.rules),
        _ => None,
    }
}

/// Visits a rule that holds no rules.
fn leaf<'i>(rule: &mut CssRule<'i>, visit: &mut impl Visit<'i>) {
    match rule {
        CssRule::NestedDeclarations(nested) => declarations(&mut nested.declarations, visit),
        CssRule::Keyframes(keyframes) => {
            for keyframe in &mut keyframes.keyframes {
                declarations(&mut keyframe.declarations, visit);
            }
        }
        CssRule::Page(page) => {
            declarations(&mut page.declarations, visit);
            for margin in &mut page.rules {
                declarations(&mut margin.declarations, visit);
            }
        }
        CssRule::CounterStyle(style) => declarations(&mut style.declarations, visit),
        CssRule::Viewport(viewport) => declarations(&mut viewport.declarations, visit),
        CssRule::PositionTry(position) => declarations(&mut position.declarations, visit),
        CssRule::Import(import) => queries(&mut import.media, visit),
        CssRule::CustomMedia(media) => queries(&mut media.query, visit),
        CssRule::Property(property) => {
            if let Some(ParsedComponent::TokenList(tokens)) = &mut property.initial_value {
                visit.tokens(tokens, Place::Other);
            }
        }
        CssRule::Unknown(unknown) => {
            visit.tokens(&mut unknown.prelude, Place::Other);
            if let Some(block) = &mut unknown.block {
                visit.tokens(block, Place::Other);
            }
        }
        _ => descriptors(rule, visit),
    }
}

/// Visits a rule of descriptors, of which only the unknown ones are raw.
fn descriptors<'i>(rule: &mut CssRule<'i>, visit: &mut impl Visit<'i>) {
    match rule {
        CssRule::FontFace(font) => {
            for property in &mut font.properties {
                if let FontFaceProperty::Custom(custom) = property {
                    visit.tokens(&mut custom.value, Place::Other);
                }
            }
        }
        CssRule::FontPaletteValues(palette) => {
            for property in &mut palette.properties {
                if let FontPaletteValuesProperty::Custom(custom) = property {
                    visit.tokens(&mut custom.value, Place::Other);
                }
            }
        }
        CssRule::ViewTransition(transition) => {
            for property in &mut transition.properties {
                if let ViewTransitionProperty::Custom(custom) = property {
                    visit.tokens(&mut custom.value, Place::Other);
                }
            }
        }
        _ => {}
    }
}

fn declarations<'i>(block: &mut DeclarationBlock<'i>, visit: &mut impl Visit<'i>) {
    for property in block.important_declarations.iter_mut().chain(&mut block.declarations) {
        declaration(property, visit);
    }
}

fn declaration<'i>(property: &mut Property<'i>, visit: &mut impl Visit<'i>) {
    match property {
        Property::Custom(custom) => visit.tokens(&mut custom.value, Place::Custom),
        Property::Unparsed(unparsed) => visit.tokens(&mut unparsed.value, Place::Other),
        _ => {}
    }
    visit.property(property);
}

fn queries<'i>(list: &mut MediaList<'i>, visit: &mut impl Visit<'i>) {
    for query in &mut list.media_queries {
        if let Some(condition) = &mut query.condition {
            media_condition(condition, visit);
        }
    }
}

fn media_condition<'i>(condition: &mut MediaCondition<'i>, visit: &mut impl Visit<'i>) {
    match condition {
        MediaCondition::Unknown(tokens) => visit.tokens(tokens, Place::Other),
        MediaCondition::Not(inner) => media_condition(inner, visit),
        MediaCondition::Operation { conditions, .. } => {
            conditions.iter_mut().for_each(|condition| media_condition(condition, visit));
        }
        MediaCondition::Feature(_) => {}
    }
}

fn container_condition<'i>(condition: &mut ContainerCondition<'i>, visit: &mut impl Visit<'i>) {
    match condition {
        ContainerCondition::Unknown(tokens) => visit.tokens(tokens, Place::Other),
        ContainerCondition::Style(query) => style_query(query, visit),
        ContainerCondition::Not(inner) => container_condition(inner, visit),
        ContainerCondition::Operation { conditions, .. } => {
            conditions.iter_mut().for_each(|condition| container_condition(condition, visit));
        }
        ContainerCondition::Feature(_) | ContainerCondition::ScrollState(_) => {}
    }
}

fn style_query<'i>(query: &mut StyleQuery<'i>, visit: &mut impl Visit<'i>) {
    match query {
        StyleQuery::Declaration(property) => declaration(property, visit),
        StyleQuery::Not(inner) => style_query(inner, visit),
        StyleQuery::Operation { conditions, .. } => {
            conditions.iter_mut().for_each(|query| style_query(query, visit));
        }
        StyleQuery::Property(_) => {}
    }
}
