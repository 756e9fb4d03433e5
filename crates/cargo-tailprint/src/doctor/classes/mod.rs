//! The number of classes in a style sheet.

use std::collections::BTreeSet;

/// Counts the different classes in the selectors of a style sheet.
pub(crate) fn count(css: &str) -> usize {
    let mut found = BTreeSet::new();
    let mut rest = css;
    while let Some(end) = rest.find(['{', '}', ';', '/']) {
        let (prelude, at) = rest.split_at(end);
        if let Some(comment) = at.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
            continue;
        }
        if at.starts_with('{') && !prelude.trim_start().starts_with('@') {
            classes(prelude, &mut found);
        }
        rest = at.get(1..).unwrap_or_default();
    }
    found.len()
}

fn classes(selector: &str, found: &mut BTreeSet<String>) {
    let mut letters = selector.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == '.' {
            let mut name = String::new();
            while let Some(&next) = letters.peek() {
                let is_escape = next == '\\';
                if !(is_escape || next.is_alphanumeric() || matches!(next, '-' | '_')) {
                    break;
                }
                name.extend(letters.next());
                if is_escape {
                    name.extend(letters.next());
                }
            }
            if !name.is_empty() {
                found.insert(name);
            }
        }
    }
}

#[cfg(test)]
mod tests;
