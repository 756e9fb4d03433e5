//! TypeScript to JavaScript, by blanking the types.
//!
//! Everything that is erased becomes spaces, so that no source map is needed. Where a blank would join two statements, or
//! part what must stay on one line, it has a semicolon or a parenthesis in it.

mod class;
mod module;
mod refused;
mod text;

use oxc_allocator::Allocator;
use oxc_ast::AstKind;
use oxc_ast::ast::{
    ArrowFunctionExpression, Class, ClassElement, Declaration, Decorator,
    ExportDefaultDeclarationKind, Expression, FormalParameter, ImportDeclaration, JSXElement,
    JSXFragment, ModuleDeclaration, Statement, TSAsExpression, TSClassImplements,
    TSEnumDeclaration, TSImportEqualsDeclaration, TSInstantiationExpression,
    TSNamespaceDeclaration, TSNonNullExpression, TSSatisfiesExpression, TSThisParameter,
    TSTypeAnnotation, TSTypeAssertion, TSTypeParameterDeclaration, TSTypeParameterInstantiation,
    VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::{Parser, ParserReturn};
use oxc_span::{GetSpan, SourceType, Span};

use self::text::{Text, range};
use super::Fault;
use crate::error::Problem;
use crate::references::js::depth;

/// Returns the script that a source becomes, or the reasons why types alone do not make it TypeScript.
///
/// `is_source` tells if a specifier in it names a source, whose script has another ending.
pub(crate) fn strip(
    source: &str,
    has_jsx: bool,
    is_source: &(dyn Fn(&str) -> bool + Sync),
) -> Result<String, Vec<Fault>> {
    let fault = |message: String| vec![(0, Problem::error(message).help("make it smaller"))];
    match depth::with_stack(source, || parse(source, has_jsx, is_source)) {
        Ok(Some(result)) => result,
        Ok(None) => Err(fault("this TypeScript is nested too deeply to be parsed".to_owned())),
        Err(error) => Err(fault(format!("cannot parse this TypeScript: {error}"))),
    }
}

fn parse(
    source: &str,
    has_jsx: bool,
    is_source: &dyn Fn(&str) -> bool,
) -> Result<String, Vec<Fault>> {
    let allocator = Allocator::default();
    let kind = if has_jsx { SourceType::tsx() } else { SourceType::ts() };
    let parsed = Parser::new(&allocator, source, kind).parse();
    if !is_valid(&parsed) {
        return Err(refused::unparsed(source, &parsed, has_jsx));
    }
    let mut stripper = Stripper { text: Text::new(source), faults: Vec::new(), is_source };
    stripper.visit_program(&parsed.program);
    if stripper.faults.is_empty() { Ok(stripper.text.finish()) } else { Err(stripper.faults) }
}

fn is_valid(parsed: &ParserReturn<'_>) -> bool {
    !parsed.panicked && parsed.diagnostics.is_empty()
}

struct Stripper<'s> {
    text: Text<'s>,
    faults: Vec<Fault>,
    is_source: &'s dyn Fn(&str) -> bool,
}

impl<'a> Visit<'a> for Stripper<'_> {
    fn enter_node(&mut self, kind: AstKind<'a>) {
        match kind {
            AstKind::ArrowFunctionExpression(arrow) => self.arrow(arrow),
            AstKind::FormalParameter(parameter) => self.parameter(parameter),
            AstKind::VariableDeclarator(declarator) => self.declarator(declarator),
            AstKind::ImportExpression(import) => self.specifier_of(&import.source),
            AstKind::NewExpression(new) => self.url(&new.callee, &new.arguments),
            AstKind::CallExpression(call) => self.resolve(&call.callee, &call.arguments),
            _ => {}
        }
    }

    fn visit_statement(&mut self, statement: &Statement<'a>) {
        if self.is_erased(statement) {
            self.erase_statement(statement.span(), false);
            return;
        }
        walk::walk_statement(self, statement);
        self.end_statement(statement.span());
    }

    fn visit_statements(&mut self, statements: &oxc_allocator::Vec<'a, Statement<'a>>) {
        let mut before: Option<Span> = None;
        for statement in statements {
            let span = statement.span();
            if self.is_erased(statement) {
                let begins = before.map_or_else(
                    || self.begins_block(span.start as usize),
                    |before| self.text.byte(before.end as usize - 1) == Some(b';'),
                );
                self.erase_statement(span, begins);
            } else {
                self.visit_statement(statement);
            }
            before = Some(span);
        }
    }

    fn visit_module_declaration(&mut self, declaration: &ModuleDeclaration<'a>) {
        self.module_declaration(declaration);
        walk::walk_module_declaration(self, declaration);
    }

    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        self.import(import);
    }

    fn visit_class(&mut self, class: &Class<'a>) {
        self.class(class);
        walk::walk_class(self, class);
    }

    fn visit_class_elements(&mut self, elements: &oxc_allocator::Vec<'a, ClassElement<'a>>) {
        self.class_elements(elements);
    }

    fn visit_ts_as_expression(&mut self, it: &TSAsExpression<'a>) {
        self.behind(&it.expression, it.span);
    }

    fn visit_ts_satisfies_expression(&mut self, it: &TSSatisfiesExpression<'a>) {
        self.behind(&it.expression, it.span);
    }

    fn visit_ts_non_null_expression(&mut self, it: &TSNonNullExpression<'a>) {
        self.behind(&it.expression, it.span);
    }

    fn visit_ts_instantiation_expression(&mut self, it: &TSInstantiationExpression<'a>) {
        self.behind(&it.expression, it.span);
    }

    fn visit_ts_type_annotation(&mut self, it: &TSTypeAnnotation<'a>) {
        self.text.erase(range(it.span));
    }

    fn visit_ts_type_parameter_declaration(&mut self, it: &TSTypeParameterDeclaration<'a>) {
        self.text.erase(range(it.span));
    }

    fn visit_ts_type_parameter_instantiation(&mut self, it: &TSTypeParameterInstantiation<'a>) {
        self.text.erase(range(it.span));
    }

    fn visit_ts_this_parameter(&mut self, it: &TSThisParameter<'a>) {
        self.erase_in_list(it.span);
    }

    // They are erased with the class.
    fn visit_ts_class_implements(&mut self, _: &TSClassImplements<'a>) {}

    fn visit_ts_type_assertion(&mut self, it: &TSTypeAssertion<'a>) {
        self.refuse(it.span, refused::ASSERTION);
        self.visit_expression(&it.expression);
    }

    fn visit_ts_enum_declaration(&mut self, it: &TSEnumDeclaration<'a>) {
        self.refuse(it.span, refused::ENUM);
    }

    fn visit_ts_namespace_declaration(&mut self, it: &TSNamespaceDeclaration<'a>) {
        self.refuse(it.span, refused::NAMESPACE);
    }

    fn visit_ts_import_equals_declaration(&mut self, it: &TSImportEqualsDeclaration<'a>) {
        self.refuse(it.span, refused::IMPORT_EQUALS);
    }

    fn visit_decorator(&mut self, it: &Decorator<'a>) {
        self.refuse(it.span, refused::DECORATOR);
    }

    fn visit_jsx_element(&mut self, it: &JSXElement<'a>) {
        self.refuse(it.span, refused::JSX);
    }

    fn visit_jsx_fragment(&mut self, it: &JSXFragment<'a>) {
        self.refuse(it.span, refused::JSX);
    }
}

impl Stripper<'_> {
    fn refuse(&mut self, span: Span, (what, repair): (&str, &str)) {
        self.faults.push((span.start as usize, Problem::error(what).help(repair)));
    }

    /// Returns true for a statement that is nothing but types.
    fn is_erased(&self, statement: &Statement<'_>) -> bool {
        if let Some(declaration) = statement.as_declaration() {
            return is_type(declaration);
        }
        statement.as_module_declaration().is_some_and(module::is_type)
    }

    /// Returns true if nothing is in front of a statement that the next one could continue.
    fn begins_block(&self, start: usize) -> bool {
        let before = self.text.source().get(..start).unwrap_or_default().trim_end();
        before.is_empty() || before.ends_with('{')
    }

    /// Erases a statement. If the one before it lacks a semicolon, the next one must not continue it.
    fn erase_statement(&mut self, span: Span, is_apart: bool) {
        self.text.erase(range(span));
        if !is_apart {
            self.text.put(span.start as usize, b';');
        }
    }

    /// Ends a statement whose last token is erased, as it ended there before.
    fn end_statement(&mut self, span: Span) {
        let end = span.end as usize;
        if self.text.is_erased_before(end) {
            self.text.put_before(end, b';');
        }
    }

    /// Erases everything behind an expression, to the end of the span.
    fn behind(&mut self, expression: &Expression<'_>, span: Span) {
        self.visit_expression(expression);
        self.text.erase(expression.span().end as usize..span.end as usize);
    }

    /// Erases an item of a list, with the comma behind it.
    fn erase_in_list(&mut self, span: Span) {
        let next = self.text.skip_blanks(span.end as usize);
        let has_comma = self.text.byte(next) == Some(b',');
        let end = if has_comma { next + 1 } else { span.end as usize };
        self.text.erase(span.start as usize..end);
    }

    /// Erases the mark of an optional or definite name that ends at a byte.
    fn erase_mark(&mut self, end: u32) {
        let mark = self.text.skip_blanks(end as usize);
        if matches!(self.text.byte(mark), Some(b'?' | b'!')) {
            self.text.erase(mark..mark + 1);
        }
    }

    /// Keeps the parentheses of an arrow function where they must be: the first one on the line on which the function
    /// begins, the second one on that of the arrow.
    fn arrow(&mut self, arrow: &ArrowFunctionExpression<'_>) {
        let open = arrow.params.span.start as usize;
        if let Some(types) = &arrow.type_parameters
            && self.text.has_line_end(types.span.start as usize..open)
        {
            self.text.erase(open..open + 1);
            self.text.erase(range(types.span));
            self.text.put(types.span.start as usize, b'(');
        }
        if let Some(result) = &arrow.return_type
            && self.text.has_line_end(arrow.params.span.end as usize..result.span.end as usize)
        {
            let close = arrow.params.span.end as usize - 1;
            self.text.erase(close..close + 1);
            self.text.erase(range(result.span));
            self.text.put_before(result.span.end as usize, b')');
        }
    }

    fn parameter(&mut self, parameter: &FormalParameter<'_>) {
        if parameter.accessibility.is_some() || parameter.readonly || parameter.r#override {
            self.refuse(parameter.span, refused::PARAMETER_PROPERTY);
        }
        if parameter.optional {
            self.erase_mark(parameter.pattern.span().end);
        }
    }

    fn declarator(&mut self, declarator: &VariableDeclarator<'_>) {
        if declarator.definite {
            self.erase_mark(declarator.id.span().end);
        }
    }
}

/// Returns true for a declaration that is nothing but types.
fn is_type(declaration: &Declaration<'_>) -> bool {
    match declaration {
        Declaration::TSTypeAliasDeclaration(_)
        | Declaration::TSInterfaceDeclaration(_)
        | Declaration::TSExternalModuleDeclaration(_)
        | Declaration::TSGlobalDeclaration(_) => true,
        Declaration::FunctionDeclaration(function) => function.body.is_none() || function.declare,
        other => other.declare(),
    }
}

/// Returns true for a default export that is nothing but types.
fn is_default_type(declaration: &ExportDefaultDeclarationKind<'_>) -> bool {
    match declaration {
        ExportDefaultDeclarationKind::TSInterfaceDeclaration(_) => true,
        ExportDefaultDeclarationKind::FunctionDeclaration(function) => function.body.is_none(),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
