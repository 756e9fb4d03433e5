//! Lines and columns.

use memchr::memmem;

/// Line and column, both from 1, of a byte offset; the column counts characters.
pub(super) fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// Where `specifier` stands between quotes.
pub(super) fn of_quoted(text: &str, specifier: &str) -> Option<(usize, usize)> {
    let quoted = |offset: &usize| {
        let before = text.as_bytes().get(offset.wrapping_sub(1));
        let after = text.as_bytes().get(offset + specifier.len());
        before == after && matches!(before, Some(b'"' | b'\'' | b'`'))
    };
    let offset = memmem::find_iter(text.as_bytes(), specifier).find(quoted)?;
    Some(line_column(text, offset - 1))
}

/// Where `class` stands in an `@apply`.
pub(super) fn of_applied(text: &str, class: &str) -> Option<(usize, usize)> {
    let applied = memmem::find_iter(text.as_bytes(), "@apply").filter_map(|start| {
        let rest = text.get(start..)?;
        let rest = rest.get(..rest.find([';', '}']).unwrap_or(rest.len()))?;
        let word = rest.split_whitespace().find(|word| *word == class)?;
        Some(start + (word.as_ptr() as usize - rest.as_ptr() as usize))
    });
    applied.into_iter().next().map(|offset| line_column(text, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_is_found_where_its_quote_opens() {
        assert_eq!(of_quoted("/* x */\n@plugin \"x\";", "x"), Some((2, 9)));
        assert_eq!(of_quoted("é 'x'", "x"), Some((1, 3)));
        assert_eq!(of_quoted("x \"xy\" 'x\"", "x"), None);
        assert_eq!(of_quoted("x", "x"), None);
    }

    #[test]
    fn a_class_is_found_behind_apply_only() {
        assert_eq!(of_applied(".p-4 { @apply m-1\n p-4 !; }", "p-4"), Some((2, 2)));
        assert_eq!(of_applied(".p-4 { @apply m-1; } p-4", "p-4"), None);
        assert_eq!(of_applied("@apply", "p-4"), None);
    }
}
