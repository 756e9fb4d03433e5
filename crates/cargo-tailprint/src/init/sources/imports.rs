//! Imports that nothing uses any more.

use syn::spanned::Spanned as _;

use super::edits::Edits;
use super::modules::{Module, behind, line_of};

/// Plans to remove the import of `name`, if it was used once and that use is replaced.
pub(crate) fn drop_unused(module: &Module, name: &str, edits: &mut Edits) {
    // The import itself, and the use that is replaced.
    const USES: usize = 2;
    if words(&module.text).filter(|word| *word == name).count() != USES {
        return;
    }
    for item in module.items.iter().filter(|item| matches!(item, syn::Item::Use(_))) {
        let range = item.span().byte_range();
        let Some(text) = module.text.get(range.clone()) else { continue };
        if !words(text).any(|word| word == name) {
            continue;
        }
        if !text.contains('{') {
            let line = line_of(&module.text, item)..behind(&module.text, item);
            edits.replace(module, line, String::new());
        } else if let Some(shorter) = without(text, name) {
            edits.replace(module, range, shorter);
        }
    }
}

/// A `use` of a list in braces without one of its names. Returns none if the list has lists of its own.
fn without(text: &str, name: &str) -> Option<String> {
    let (head, rest) = text.split_once('{')?;
    let (list, tail) = rest.split_once('}')?;
    if list.contains('{') || list.contains('\n') {
        return None;
    }
    let names: Vec<&str> =
        list.split(',').map(str::trim).filter(|it| !it.is_empty() && *it != name).collect();
    match &names[..] {
        [] => None,
        [only] if *only != "self" => Some(format!("{head}{only}{tail}")),
        names => Some(format!("{head}{{{}}}{tail}", names.join(", "))),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric() && it != '_')
}
