//! Syntax that is more than types, and the words about it.

use oxc_allocator::Allocator;
use oxc_ast::ast::{JSXElement, JSXFragment};
use oxc_ast_visit::Visit;
use oxc_parser::{Parser, ParserReturn};
use oxc_span::SourceType;

use super::super::Fault;
use super::is_valid;
use crate::error::Problem;

/// The problem and its repair.
type Words = (&'static str, &'static str);

pub(super) const ENUM: Words =
    ("an enum is more than types", "write `const Color = { Red: 0 } as const`");
pub(super) const NAMESPACE: Words =
    ("a namespace is more than types", "write a module of its own, and export from it");
pub(super) const PARAMETER_PROPERTY: Words = (
    "a parameter property is more than types",
    "declare the property, and set it in the constructor",
);
pub(super) const ASSERTION: Words =
    ("a type assertion in angle brackets cannot be erased", "write `value as Type`");
pub(super) const JSX: Words = ("JSX is more than types", "write calls of functions, or templates");
pub(super) const DECORATOR: Words =
    ("a decorator is more than types, and browsers have none", "call the function that it names");
pub(super) const ACCESSOR: Words =
    ("`accessor` is more than types, and browsers lack it", "write a getter and a setter");
pub(super) const IMPORT_EQUALS: Words =
    ("`import … =` is more than types", "write `import name from \"…\"`");
pub(super) const EXPORT_EQUALS: Words = ("`export =` is more than types", "write `export default`");

/// Returns the fault of a text that is no TypeScript.
pub(super) fn unparsed(source: &str, parsed: &ParserReturn<'_>, has_jsx: bool) -> Vec<Fault> {
    if !has_jsx && let Some(at) = jsx(source) {
        let (what, repair) = JSX;
        return vec![(at, Problem::error(what).help(repair))];
    }
    let first = parsed.diagnostics.first();
    let at =
        first.and_then(|first| first.labels.first()).map_or(0, |label| label.offset() as usize);
    let what = first.map(|first| format!(": {}", lower_case(&first.message)));
    vec![(at, Problem::error(format!("not valid TypeScript{}", what.unwrap_or_default())))]
}

/// Returns the place of the first JSX in a text that is valid with JSX.
fn jsx(source: &str) -> Option<usize> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, SourceType::tsx()).parse();
    let mut finder = Finder::default();
    if is_valid(&parsed) {
        finder.visit_program(&parsed.program);
    }
    finder.found.map(|at| at as usize)
}

#[derive(Default)]
struct Finder {
    found: Option<u32>,
}

impl<'a> Visit<'a> for Finder {
    fn visit_jsx_element(&mut self, it: &JSXElement<'a>) {
        self.found.get_or_insert(it.span.start);
    }

    fn visit_jsx_fragment(&mut self, it: &JSXFragment<'a>) {
        self.found.get_or_insert(it.span.start);
    }
}

/// Returns a message of the parser in the style of this crate.
fn lower_case(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
