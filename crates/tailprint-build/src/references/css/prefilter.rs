//! Most style sheets of a library name no other asset: this finds out without tokenizing them.

use memchr::memmem;

/// The longest spelling of a name that takes a URL: each character of `-webkit-image-set` as an escape.
const LONGEST_NAME: usize = "-webkit-image-set".len() * "\\000041\r\n".len();

/// Whether `source` may hold a reference. Only `false` is a sure answer.
pub(super) fn may_refer(source: &[u8]) -> bool {
    memchr::memchr2_iter(b'(', b'@', source).any(|at| match source.get(at) {
        Some(b'@') => may_import(source.get(at + 1..).unwrap_or_default()),
        _ => may_take_url(source.get(..at).unwrap_or_default()),
    }) || memmem::find(source, super::SOURCE_MAP.as_bytes()).is_some()
}

/// Whether an at-keyword may be `import`: an escape may hide it.
fn may_import(behind: &[u8]) -> bool {
    match behind.first() {
        Some(b'\\') => true,
        Some(b'i' | b'I') => {
            let word = behind.get(..6).unwrap_or(behind);
            word.eq_ignore_ascii_case(b"import") || word.contains(&b'\\')
        }
        _ => false,
    }
}

/// Whether a function name that ends here may be one that takes a URL: an escape may hide it.
fn may_take_url(before: &[u8]) -> bool {
    let ends_with = |name: &[u8]| {
        let start = before.len().saturating_sub(name.len());
        before.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(name))
    };
    match before.last().map(u8::to_ascii_lowercase) {
        Some(b'l') if ends_with(b"url") => return true,
        Some(b'c') if ends_with(b"src") => return true,
        Some(b't') if ends_with(b"image-set") => return true,
        Some(b'e') if ends_with(b"image") => return true,
        _ => {}
    }
    let start = before.len().saturating_sub(LONGEST_NAME);
    memchr::memrchr(b'\\', before.get(start..).unwrap_or_default()).is_some()
}
