//! The URLs that a script registers as service workers.
//!
//! They are followed from `register(…)` or `new Workbox(…)` through names: those of variables, of properties of any object,
//! and of parameters, to the calls of their function. Scopes are not told apart, since a URL that is taken for that of a service worker only keeps its name.

use std::collections::{HashMap, HashSet};

use memchr::memmem;
use oxc_ast::AstKind;
use oxc_ast::ast::{
    Argument, AssignmentTarget, BindingPattern, CallExpression, ChainElement, Expression,
    FormalParameters, MemberExpression, NewExpression,
};
use oxc_span::GetSpan;

use super::modules::is_resolve;

/// Objects with the globals of the page as properties.
const GLOBALS: [&str; 4] = ["globalThis", "self", "top", "window"];

/// Properties of a URL that hold its text.
const TEXTS: [&str; 2] = ["href", "pathname"];

/// The number of calls in one another in which a URL is looked for. Each of them may begin such a search, which would take
/// quadratic time and memory without a bound.
const MOST_CALLS: usize = 32;

/// A URL, or a name that may stand for one.
#[derive(Debug)]
enum Source {
    /// The offset of the expression that makes the URL.
    Url(u32),
    Name(String),
}

/// The registrations of a script, and the names in it that may stand for a URL.
#[derive(Debug, Default)]
pub(super) struct Registrations {
    registered: Vec<Source>,
    named: HashMap<String, Vec<Source>>,
}

/// Returns true if a script may register a service worker.
pub(super) fn may_register(source: &str) -> bool {
    let has = |word: &str| memmem::find(source.as_bytes(), word.as_bytes()).is_some();
    has("register") || has("Workbox")
}

/// Returns true for `URL`, also as a property of the global object.
pub(super) fn is_url_class(expression: &Expression<'_>) -> bool {
    expression.is_specific_id("URL")
        || expression.without_parentheses().as_member_expression().is_some_and(|member| {
            let is_of = |global: &&str| member.object().is_specific_id(global);
            member.static_property_name() == Some("URL") && GLOBALS.iter().any(is_of)
        })
}

/// Returns true for `URL.parse`.
pub(super) fn is_url_parse(callee: &Expression<'_>) -> bool {
    callee.without_parentheses().as_member_expression().is_some_and(|member| {
        member.static_property_name() == Some("parse") && is_url_class(member.object())
    })
}

impl Registrations {
    /// Notes what a node registers or gives a name.
    pub(super) fn enter(&mut self, node: &AstKind<'_>) {
        match node {
            AstKind::CallExpression(call) if is_register(&call.callee) => {
                sources_of_first(&call.arguments, MOST_CALLS, &mut self.registered);
            }
            AstKind::NewExpression(new) if new.callee.is_specific_id("Workbox") => {
                sources_of_first(&new.arguments, MOST_CALLS, &mut self.registered);
            }
            AstKind::VariableDeclarator(variable) => {
                if let Some(value) = &variable.init {
                    self.bind(&variable.id, value);
                }
            }
            AstKind::AssignmentExpression(assignment) => match &assignment.left {
                AssignmentTarget::AssignmentTargetIdentifier(name) => {
                    self.name(&name.name, &assignment.right);
                }
                AssignmentTarget::StaticMemberExpression(member) => {
                    self.name(&member.property.name, &assignment.right);
                }
                _ => {}
            },
            AstKind::ObjectProperty(property) => {
                if let Some(name) = property.key.static_name() {
                    self.name(&name, &property.value);
                }
            }
            AstKind::PropertyDefinition(property) => {
                if let (Some(name), Some(value)) = (property.key.static_name(), &property.value) {
                    self.name(&name, value);
                }
            }
            other => self.enter_function(other),
        }
    }

    /// Notes what a function is called with.
    fn enter_function(&mut self, node: &AstKind<'_>) {
        match node {
            AstKind::CallExpression(call) => self.arguments(call),
            AstKind::Function(function) => {
                if let Some(name) = &function.id {
                    self.parameters(&name.name, &function.params);
                }
            }
            AstKind::MethodDefinition(method) => {
                if let Some(name) = method.key.static_name() {
                    self.parameters(&name, &method.value.params);
                }
            }
            _ => {}
        }
    }

    /// Notes a variable, or those that take properties of the value: `const { pathname } = new URL(…)`.
    fn bind(&mut self, pattern: &BindingPattern<'_>, value: &Expression<'_>) {
        match pattern {
            BindingPattern::BindingIdentifier(name) => self.name(&name.name, value),
            BindingPattern::ObjectPattern(object) => {
                for property in &object.properties {
                    if let BindingPattern::BindingIdentifier(name) = &property.value {
                        self.name(&name.name, value);
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes what a call gives to the parameters of a function.
    fn arguments(&mut self, call: &CallExpression<'_>) {
        let callee = call.callee.without_parentheses();
        let member = callee.as_member_expression().and_then(MemberExpression::static_property_name);
        let name = match callee {
            Expression::Identifier(name) => Some(&*name.name),
            _ => member,
        };
        let Some(name) = name.map(called) else { return };
        for argument in call.arguments.iter().filter_map(Argument::as_expression) {
            self.name(&name, argument);
        }
    }

    /// Notes that each parameter of a function may be any argument of its calls.
    fn parameters(&mut self, function: &str, parameters: &FormalParameters<'_>) {
        for parameter in &parameters.items {
            if let BindingPattern::BindingIdentifier(name) = &parameter.pattern {
                let source = Source::Name(called(function));
                self.named.entry(name.name.to_string()).or_default().push(source);
            }
        }
    }

    fn name(&mut self, name: &str, value: &Expression<'_>) {
        match value.without_parentheses() {
            Expression::ArrowFunctionExpression(function) => {
                self.parameters(name, &function.params);
            }
            Expression::FunctionExpression(function) => self.parameters(name, &function.params),
            _ => {}
        }
        let mut found = Vec::new();
        sources(value, MOST_CALLS, &mut found);
        if !found.is_empty() {
            self.named.entry(name.to_owned()).or_default().append(&mut found);
        }
    }

    /// Returns the offsets of the expressions that make a registered URL.
    pub(super) fn urls(mut self) -> HashSet<u32> {
        let mut urls = HashSet::new();
        let mut open = std::mem::take(&mut self.registered);
        while let Some(source) = open.pop() {
            match source {
                Source::Url(offset) => {
                    urls.insert(offset);
                }
                // A name is followed once, since it is taken out.
                Source::Name(name) => open.extend(self.named.remove(&name).unwrap_or_default()),
            }
        }
        urls
    }
}

/// Returns the name under which the arguments of a function are noted. No variable has it.
fn called(function: &str) -> String {
    format!("{function}()")
}

/// Returns true for `navigator.serviceWorker.register`, and for anything else of that name.
fn is_register(callee: &Expression<'_>) -> bool {
    let member = callee.without_parentheses().as_member_expression();
    callee.is_specific_id("register")
        || member.and_then(MemberExpression::static_property_name) == Some("register")
}

/// Adds the URLs and names that the value of an expression may come from, also those in so many `calls` in one another.
fn sources(expression: &Expression<'_>, calls: usize, found: &mut Vec<Source>) {
    match expression.without_parentheses() {
        Expression::Identifier(name) => found.push(Source::Name(name.name.to_string())),
        Expression::NewExpression(new) => sources_of_new(new, calls, found),
        Expression::CallExpression(call) => sources_of_call(call, calls, found),
        Expression::ChainExpression(chain) => match &chain.expression {
            ChainElement::CallExpression(call) => sources_of_call(call, calls, found),
            element => {
                element
                    .as_member_expression()
                    .into_iter()
                    .for_each(|it| sources_of_member(it, calls, found));
            }
        },
        Expression::TemplateLiteral(template) => {
            template.expressions.iter().for_each(|it| sources(it, calls, found));
        }
        Expression::AwaitExpression(awaited) => sources(&awaited.argument, calls, found),
        Expression::ConditionalExpression(choice) => {
            sources(&choice.consequent, calls, found);
            sources(&choice.alternate, calls, found);
        }
        Expression::LogicalExpression(choice) => {
            sources(&choice.left, calls, found);
            sources(&choice.right, calls, found);
        }
        Expression::BinaryExpression(sum) => {
            sources(&sum.left, calls, found);
            sources(&sum.right, calls, found);
        }
        other => {
            other
                .as_member_expression()
                .into_iter()
                .for_each(|it| sources_of_member(it, calls, found));
        }
    }
}

fn sources_of_new(new: &NewExpression<'_>, calls: usize, found: &mut Vec<Source>) {
    if is_url_class(&new.callee) {
        found.push(Source::Url(new.span().start));
    }
    sources_of_first(&new.arguments, calls, found);
}

/// A call gives its first argument (`String(url)`), or the object whose method it is (`url.toString()`).
fn sources_of_call(call: &CallExpression<'_>, calls: usize, found: &mut Vec<Source>) {
    if is_url_parse(&call.callee) || is_resolve(&call.callee) {
        found.push(Source::Url(call.span().start));
    } else if let Some(member) = call.callee.without_parentheses().as_member_expression()
        && member.static_property_name() == Some("toString")
    {
        sources(member.object(), calls, found);
    }
    sources_of_first(&call.arguments, calls, found);
}

fn sources_of_first(arguments: &[Argument<'_>], calls: usize, found: &mut Vec<Source>) {
    let first = arguments.first().and_then(Argument::as_expression);
    if let (Some(first), Some(calls)) = (first, calls.checked_sub(1)) {
        sources(first, calls, found);
    }
}

fn sources_of_member(member: &MemberExpression<'_>, calls: usize, found: &mut Vec<Source>) {
    match member.static_property_name() {
        Some(name) if TEXTS.contains(&name) => sources(member.object(), calls, found),
        Some(name) => found.push(Source::Name(name.to_owned())),
        None => {}
    }
}
