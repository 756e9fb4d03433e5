//! Classes: their clauses, and the members that are types or carry modifiers.

use oxc_ast::ast::{
    Class, ClassElement, MethodDefinition, MethodDefinitionType, PropertyDefinition,
    PropertyDefinitionType, PropertyKey,
};
use oxc_ast_visit::Visit;
use oxc_span::{GetSpan, Span};

use super::{Stripper, refused};

/// The modifiers that JavaScript lacks.
const MODIFIERS: [&str; 7] =
    ["public", "private", "protected", "readonly", "override", "declare", "abstract"];

impl Stripper<'_> {
    /// Erases `abstract` and the list of interfaces.
    pub(super) fn class(&mut self, class: &Class<'_>) {
        if class.r#abstract {
            let behind = class.decorators.last().map_or(class.span.start, |it| it.span.end);
            let start = self.text.skip_blanks(behind as usize);
            if self.text.word(start) == "abstract" {
                self.text.erase(start..start + "abstract".len());
            }
        }
        let Some(last) = class.implements.last() else { return };
        let heritage = class.heritage.as_ref();
        let ends = [
            class.id.as_ref().map(|id| id.span.end),
            class.type_parameters.as_ref().map(|it| it.span.end),
            heritage.map(|it| it.expression.span().end),
            heritage.and_then(|it| it.type_arguments.as_ref()).map(|it| it.span.end),
        ];
        let start = match ends.into_iter().flatten().max() {
            Some(end) => self.text.skip_blanks(end as usize),
            // A class without a name: the word is behind `class`.
            None => self.text.source()[class.span.start as usize..]
                .find("implements")
                .map_or(last.span.start as usize, |at| class.span.start as usize + at),
        };
        self.text.erase(start..last.span.end as usize);
    }

    pub(super) fn class_elements<'a>(&mut self, elements: &[ClassElement<'a>]) {
        let mut before: Option<&ClassElement<'_>> = None;
        for element in elements {
            let span = element.span();
            if is_type(element) {
                let is_apart = before.is_none_or(|before| self.ends(before));
                self.erase_statement(span, is_apart);
            } else {
                self.element(element);
                self.visit_class_element(element);
                self.end_member(element, span);
            }
            before = Some(element);
        }
    }

    /// Returns true for a member that ends by itself.
    fn ends(&self, element: &ClassElement<'_>) -> bool {
        matches!(element, ClassElement::MethodDefinition(it) if it.value.body.is_some())
            || matches!(element, ClassElement::StaticBlock(_))
            || self.text.byte(element.span().end as usize - 1) == Some(b';')
    }

    fn end_member(&mut self, element: &ClassElement<'_>, span: Span) {
        if matches!(element, ClassElement::PropertyDefinition(_)) {
            self.end_statement(span);
        }
    }

    fn element(&mut self, element: &ClassElement<'_>) {
        match element {
            ClassElement::MethodDefinition(it) => self.method(it),
            ClassElement::PropertyDefinition(it) => self.property(it),
            ClassElement::AccessorProperty(it) => self.refuse(it.span, refused::ACCESSOR),
            ClassElement::StaticBlock(_) | ClassElement::TSIndexSignature(_) => {}
        }
    }

    fn method(&mut self, method: &MethodDefinition<'_>) {
        let needs_end = method.computed || method.value.generator || is_operator(&method.key);
        let begin = method.decorators.last().map_or(method.span.start, |it| it.span.end);
        self.modifiers(begin, method.key.span().start, needs_end);
        if method.optional {
            self.mark_of_member(&method.key, method.computed);
        }
    }

    fn property(&mut self, property: &PropertyDefinition<'_>) {
        let needs_end = property.computed || is_operator(&property.key);
        let begin = property.decorators.last().map_or(property.span.start, |it| it.span.end);
        self.modifiers(begin, property.key.span().start, needs_end);
        if property.optional || property.definite {
            self.mark_of_member(&property.key, property.computed);
        }
    }

    /// Erases the `?` or `!` behind the name of a member.
    fn mark_of_member(&mut self, key: &PropertyKey<'_>, is_computed: bool) {
        let end = key.span().end;
        if is_computed {
            let bracket = self.text.skip_blanks(end as usize);
            self.erase_mark(u32::try_from(bracket + 1).unwrap_or(end));
        } else {
            self.erase_mark(end);
        }
    }

    /// Erases the modifiers in front of a name. With `needs_end`, the member would continue one that lacks a semicolon.
    fn modifiers(&mut self, begin: u32, key: u32, needs_end: bool) {
        let mut at = self.text.skip_blanks(begin as usize);
        let mut is_first = true;
        while at < key as usize {
            let word = self.text.word(at);
            if word.is_empty() {
                return;
            }
            if MODIFIERS.contains(&word) {
                self.text.erase(at..at + word.len());
                if is_first && needs_end {
                    self.text.put(at, b';');
                }
            }
            is_first = false;
            at = self.text.skip_blanks(at + word.len());
        }
    }
}

/// Returns true for a name that continues the expression of the member before it.
fn is_operator(key: &PropertyKey<'_>) -> bool {
    matches!(key, PropertyKey::StaticIdentifier(name) if name.name == "in" || name.name == "instanceof")
}

/// Returns true for a member that is nothing but types.
fn is_type(element: &ClassElement<'_>) -> bool {
    match element {
        ClassElement::TSIndexSignature(_) => true,
        ClassElement::MethodDefinition(it) => {
            it.value.body.is_none() || it.r#type == MethodDefinitionType::TSAbstractMethodDefinition
        }
        ClassElement::PropertyDefinition(it) => {
            it.declare || it.r#type == PropertyDefinitionType::TSAbstractPropertyDefinition
        }
        ClassElement::AccessorProperty(_) | ClassElement::StaticBlock(_) => false,
    }
}
