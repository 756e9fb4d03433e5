//! Imports and exports, by the rules of `verbatimModuleSyntax`: what is marked as a type goes, everything else stays.

use oxc_ast::ast::{
    Argument, ExportSpecifier, Expression, ImportDeclaration, ImportDeclarationSpecifier,
    ImportOrExportKind, ModuleDeclaration, StringLiteral,
};
use oxc_span::Span;

use super::text::range;
use super::{Stripper, is_default_type, refused};

/// Returns true for an import or export that is nothing but types.
pub(super) fn is_type(declaration: &ModuleDeclaration<'_>) -> bool {
    let is_type = |kind: ImportOrExportKind| kind == ImportOrExportKind::Type;
    match declaration {
        ModuleDeclaration::ImportDeclaration(it) => is_type(it.import_kind),
        ModuleDeclaration::ExportAllDeclaration(it) => is_type(it.export_kind),
        ModuleDeclaration::ExportFromDeclaration(it) => is_type(it.export_kind),
        ModuleDeclaration::ExportNamedDeclaration(it) => is_type(it.export_kind),
        ModuleDeclaration::ExportDeclaration(it) => super::is_type(&it.declaration),
        ModuleDeclaration::ExportDefaultDeclaration(it) => is_default_type(&it.declaration),
        ModuleDeclaration::TSExportAssignment(_)
        | ModuleDeclaration::TSNamespaceExportDeclaration(_) => false,
    }
}

impl Stripper<'_> {
    pub(super) fn import(&mut self, import: &ImportDeclaration<'_>) {
        for specifier in import.specifiers.iter().flatten() {
            if let ImportDeclarationSpecifier::ImportSpecifier(it) = specifier
                && it.import_kind == ImportOrExportKind::Type
            {
                self.erase_in_list(it.span);
            }
        }
        self.specifier(&import.source);
    }

    /// Erases types in a list of exports, and names scripts by their own names.
    pub(super) fn module_declaration(&mut self, declaration: &ModuleDeclaration<'_>) {
        match declaration {
            ModuleDeclaration::ExportNamedDeclaration(it) => self.exported(&it.specifiers),
            ModuleDeclaration::ExportFromDeclaration(it) => {
                self.exported(&it.specifiers);
                self.specifier(&it.source);
            }
            ModuleDeclaration::ExportAllDeclaration(it) => self.specifier(&it.source),
            ModuleDeclaration::TSExportAssignment(it) => {
                self.refuse(it.span, refused::EXPORT_EQUALS);
            }
            ModuleDeclaration::TSNamespaceExportDeclaration(it) => {
                self.refuse(it.span, refused::NAMESPACE);
            }
            _ => {}
        }
    }

    fn exported(&mut self, specifiers: &[ExportSpecifier<'_>]) {
        for it in specifiers.iter().filter(|it| it.export_kind == ImportOrExportKind::Type) {
            self.erase_in_list(it.span);
        }
    }

    fn specifier(&mut self, source: &StringLiteral<'_>) {
        self.script_name(source.span, &source.value);
    }

    /// Names the script of `import("…")`.
    pub(super) fn specifier_of(&mut self, expression: &Expression<'_>) {
        if let Expression::StringLiteral(it) = expression.without_parentheses() {
            self.script_name(it.span, &it.value);
        }
    }

    /// Names the script of `new URL("…", import.meta.url)`.
    pub(super) fn url(&mut self, callee: &Expression<'_>, arguments: &[Argument<'_>]) {
        let [url, base, ..] = arguments else { return };
        let is_url = matches!(callee, Expression::Identifier(it) if it.name == "URL");
        let is_beside = base.as_expression().and_then(import_meta) == Some("url");
        if let Some(url) = url.as_expression().filter(|_| is_url && is_beside) {
            self.specifier_of(url);
        }
    }

    /// Names the script of `import.meta.resolve("…")`.
    pub(super) fn resolve(&mut self, callee: &Expression<'_>, arguments: &[Argument<'_>]) {
        if import_meta(callee) == Some("resolve")
            && let Some(specifier) = arguments.first().and_then(Argument::as_expression)
        {
            self.specifier_of(specifier);
        }
    }

    /// Replaces the ending of a source in a string by that of its script. A shorter string is followed by a space.
    fn script_name(&mut self, span: Span, specifier: &str) {
        let is_relative = specifier.starts_with("./") || specifier.starts_with("../");
        if !is_relative || !(self.is_source)(specifier) {
            return;
        }
        let inner = range(span);
        let Some(written) = self.text.source().get(inner.start + 1..inner.end - 1) else { return };
        let Some(script) = tailprint_core::typescript::script(written) else { return };
        let (from, quote) = (inner.start + 1, self.text.byte(inner.start).unwrap_or(b'"'));
        let end = script.rfind('.').map_or(script.len(), |dot| dot + 1);
        let mut at = from + end;
        for byte in script.bytes().skip(end).chain([quote]) {
            self.text.put(at, byte);
            at += 1;
        }
        self.text.erase(at..inner.end);
    }
}

/// Returns the name of a property of `import.meta`; none for other expressions.
fn import_meta<'a>(expression: &'a Expression<'_>) -> Option<&'a str> {
    let member = expression.without_parentheses().as_member_expression()?;
    matches!(member.object(), Expression::ImportMeta(_)).then(|| member.static_property_name())?
}
