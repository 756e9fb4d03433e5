//! Imports that nothing uses any more.

use std::collections::BTreeSet;
use std::ops::Range;

use syn::spanned::Spanned as _;

use super::edits::Edits;
use super::modules::{Module, behind, line_of};

/// Plans to remove the imports of names that are used in the replaced range alone.
pub(crate) fn drop_unused(module: &Module, replaced: &Range<usize>, edits: &mut Edits) {
    let old = module.text.get(replaced.clone()).unwrap_or_default();
    let count = |text: &str, name: &str| words(text).filter(|word| *word == name).count();
    // The import itself is the one more.
    let is_unused = |name: &&str| count(&module.text, name) == count(old, name) + 1;
    let unused: BTreeSet<&str> = words(old).filter(|it| !it.is_empty()).filter(is_unused).collect();
    for item in module.items.iter().filter(|item| matches!(item, syn::Item::Use(_))) {
        let range = item.span().byte_range();
        let Some(text) = module.text.get(range.clone()) else { continue };
        if !words(text).any(|word| unused.contains(word)) {
            continue;
        }
        let shorter = if text.contains('{') { without(text, &unused) } else { Some(String::new()) };
        match shorter.as_deref() {
            Some("") => {
                let line = line_of(&module.text, item)..behind(&module.text, item);
                edits.replace(module, line, String::new());
            }
            Some(shorter) => edits.replace(module, range, shorter.to_owned()),
            None => {}
        }
    }
}

/// A `use` of a list in braces without some of its names; empty if none is left. Returns none if the list has lists of
/// its own, or nothing changes.
fn without(text: &str, unused: &BTreeSet<&str>) -> Option<String> {
    let (head, rest) = text.split_once('{')?;
    let (list, tail) = rest.split_once('}')?;
    if list.contains('{') {
        return None;
    }
    let all: Vec<&str> = list.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    let left: Vec<&str> = all.iter().copied().filter(|it| !unused.contains(it)).collect();
    if left.len() == all.len() {
        return None;
    }
    Some(match &left[..] {
        [] => String::new(),
        [only] if *only != "self" => format!("{head}{only}{tail}"),
        names => format!("{head}{{{}}}{tail}", names.join(", ")),
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric() && it != '_')
}
