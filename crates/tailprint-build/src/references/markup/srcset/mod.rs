//! Image candidate lists: `a.png 1x, b.png 2x`.

use std::ops::Range;

/// Returns the ranges of the URLs in a `srcset`.
pub(super) fn urls(list: &str) -> Vec<Range<usize>> {
    let mut urls = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches(|character: char| {
            character == ',' || character.is_ascii_whitespace()
        });
        let length =
            rest.find(|character: char| character.is_ascii_whitespace()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(length);
        let url = word.trim_end_matches(',');
        if url.is_empty() {
            return urls;
        }
        let start = list.len() - rest.len();
        urls.push(start..start + url.len());
        // A comma at the end of the URL ends the candidate, so that there is no descriptor.
        rest = if url.len() < word.len() { behind } else { skip_descriptors(behind) };
    }
}

/// Returns the list from the comma on that ends the candidate. Commas in parentheses are part of a descriptor.
fn skip_descriptors(text: &str) -> &str {
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => return text.get(index..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests;
