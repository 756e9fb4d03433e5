//! Mistakes in style sheets that Tailwind 4 passes over: directives of Tailwind 3, and imports without a semicolon.

use std::path::Path;

use super::super::shown::shown;
use super::super::style_sheet::{Directive, DirectiveKind, StyleSheet, StyleSheets};
use crate::error::Problem;

/// Finds the mistakes.
pub(in crate::tailwind) fn check(
    sheets: &StyleSheets,
    root: &Path,
) -> Result<Vec<Problem>, Vec<Problem>> {
    let unfinished = unfinished(sheets, root);
    if unfinished.is_empty() { old(sheets, root) } else { Err(unfinished) }
}

/// Finds imports without a semicolon. Tailwind takes the next rule for a part of the import.
fn unfinished(sheets: &StyleSheets, root: &Path) -> Vec<Problem> {
    let unfinished =
        sheets.directives().filter(|(_, directive)| directive.kind == DirectiveKind::Unfinished);
    let problem = |(sheet, directive): (&StyleSheet, &Directive)| {
        let name = &directive.argument;
        let text = format!("there is no semicolon behind the import of \"{name}\"");
        let problem = Problem::error(text).help("end it with `;`: what follows would be lost");
        problem.at_byte(shown(&sheet.path, root), sheet.text.as_bytes(), directive.offset)
    };
    unfinished.map(problem).collect()
}

/// Finds the directives of Tailwind 3. Version 4 succeeds in spite of them, with almost no output, so they are errors
/// unless the style sheet imports Tailwind as well.
fn old(sheets: &StyleSheets, root: &Path) -> Result<Vec<Problem>, Vec<Problem>> {
    let old = sheets.directives().filter(|(_, directive)| {
        directive.kind == DirectiveKind::Layer
            && matches!(&*directive.argument, "base" | "components" | "screens" | "variants")
    });
    let imports = |name: &str| name == "tailwindcss" || name.starts_with("tailwindcss/");
    let harmless = sheets.directives().any(|(_, directive)| {
        directive.kind == DirectiveKind::Sheet && imports(&directive.argument)
    });
    let problems = old.map(|(sheet, directive)| {
        let text = format!(
            "`@tailwind {}` is Tailwind 3 and does nothing in Tailwind 4",
            directive.argument
        );
        let problem = if harmless { Problem::warning(text) } else { Problem::error(text) };
        let repair = if harmless {
            "remove it"
        } else {
            "write `@import \"tailwindcss\";` instead, or configure version \"3.4.19\""
        };
        let shown = shown(&sheet.path, root);
        problem.at_byte(shown, sheet.text.as_bytes(), directive.offset).help(repair)
    });
    let problems: Vec<_> = problems.collect();
    if harmless || problems.is_empty() { Ok(problems) } else { Err(problems) }
}
