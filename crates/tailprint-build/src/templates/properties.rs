//! Custom properties in templates.

use memchr::memmem;

/// The function that puts a custom property into another property.
const VAR: &str = "var(";

/// Returns the names of the custom properties that a text uses: `--logo` for `style="background: var(--logo)"`.
pub(super) fn used(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), VAR).filter_map(|at| {
        let rest = text.get(at + VAR.len()..)?.trim_start();
        let is_outside = |letter: char| !(letter.is_alphanumeric() || "-_".contains(letter));
        let name = rest.get(..rest.find(is_outside).unwrap_or(rest.len()))?;
        name.starts_with("--").then_some(name)
    })
}
