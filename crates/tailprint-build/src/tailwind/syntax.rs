//! Directives that Tailwind reads without complaint, although they do not do what their author expects.

use std::path::Path;

use super::entry::{Entry, Kind};
use super::message;
use crate::error::Problem;

/// Finds the directives of Tailwind 3. Version 4 ignores them and still succeeds, with next to no output.
pub(super) fn check(entry: &Entry, root: &Path) -> Result<Vec<Problem>, Vec<Problem>> {
    let old = entry.directives().filter(|(_, directive)| {
        directive.kind == Kind::Layer
            && matches!(&*directive.argument, "base" | "components" | "screens" | "variants")
    });
    let imports = |name: &str| name == "tailwindcss" || name.starts_with("tailwindcss/");
    let harmless = entry
        .directives()
        .any(|(_, directive)| directive.kind == Kind::Sheet && imports(&directive.argument));
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
        let shown = message::display(&sheet.path, root);
        problem.at_byte(shown, sheet.text.as_bytes(), directive.offset).help(repair)
    });
    let problems: Vec<_> = problems.collect();
    if harmless || problems.is_empty() { Ok(problems) } else { Err(problems) }
}
