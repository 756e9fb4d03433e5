//! Image candidate lists: `a.png 1x, b.png 2x`.

use std::ops::Range;

/// Where the URLs of a `srcset` stand in it.
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

/// The list behind the comma that ends the candidate; commas in parentheses are part of a descriptor.
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
mod tests {
    use super::*;

    fn read(list: &str) -> Vec<&str> {
        urls(list).into_iter().map(|url| &list[url]).collect()
    }

    #[test]
    fn candidates_are_separated_by_commas_that_are_not_part_of_the_url() {
        for (list, expected) in [
            ("a.png", &["a.png"][..]),
            ("a.png 1x, b.png 2x", &["a.png", "b.png"]),
            ("\n  a.png 480w,\n  b.png 800w\n", &["a.png", "b.png"]),
            ("a.png, b.png 2x", &["a.png", "b.png"]),
            ("a,b.png 1x,c.png", &["a,b.png", "c.png"]),
            (", ,a.png,,", &["a.png"]),
            ("a.png (1,2)x, b.png", &["a.png", "b.png"]),
            ("data:image/png;base64,AA== 1x, b.png 2x", &["data:image/png;base64,AA==", "b.png"]),
            ("é.png 1x,ü.png 2x", &["é.png", "ü.png"]),
            ("", &[]),
            (" , ", &[]),
            ("a.png (", &["a.png"]),
        ] {
            assert_eq!(read(list), expected, "{list}");
        }
    }
}
