//! Line endings. Edits are made to text with `\n`; unchanged lines then get back the endings that they had.

use similar::{ChangeTag, TextDiff};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text with `\n` as the only line ending, without a byte order mark.
pub(crate) fn normal(text: &str) -> String {
    text.trim_start_matches(BYTE_ORDER_MARK).replace("\r\n", "\n")
}

/// Gives a text that was edited in normal form the line endings and the byte order mark of the original.
pub(crate) fn restore(original: &str, edited: &str) -> String {
    let mark = original.starts_with(BYTE_ORDER_MARK).then_some(BYTE_ORDER_MARK);
    let body = original.trim_start_matches(BYTE_ORDER_MARK);
    let carriage = body.matches("\r\n").count();
    if carriage == 0 {
        return mark.into_iter().chain(edited.chars()).collect();
    }
    let usual = if carriage * 2 >= body.matches('\n').count() { "\r\n" } else { "\n" };
    let lines: Vec<&str> = body.split_inclusive('\n').collect();
    let mut text: String = mark.into_iter().collect();
    // `TextDiff::from_lines` would also end lines at a carriage return alone.
    let normal = normal(body);
    let (old, new): (Vec<&str>, Vec<&str>) =
        (normal.split_inclusive('\n').collect(), edited.split_inclusive('\n').collect());
    for change in TextDiff::from_slices(&old, &new).iter_all_changes() {
        let kept = change.old_index().and_then(|index| lines.get(index));
        match (change.tag(), kept) {
            (ChangeTag::Delete, _) => {}
            (ChangeTag::Equal, Some(line)) => text.push_str(line),
            _ => text.push_str(&change.value().replace('\n', usual)),
        }
    }
    text
}

#[cfg(test)]
mod tests;
