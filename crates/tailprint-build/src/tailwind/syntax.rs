//! Directives of Tailwind 3, which Tailwind 4 ignores.

use std::path::Path;

use super::shown::shown;
use super::style_sheet::{DirectiveKind, StyleSheets};
use crate::error::Problem;

/// Finds the directives of Tailwind 3. Version 4 succeeds in spite of them, with almost no output, so they are errors
/// unless the style sheet imports Tailwind as well.
pub(super) fn check(sheets: &StyleSheets, root: &Path) -> Result<Vec<Problem>, Vec<Problem>> {
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
