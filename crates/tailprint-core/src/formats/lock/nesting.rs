//! Brackets in each other and dots in keys, which are counted before basic-toml reads an entry: it calls itself for each
//! bracket and each dot, and compares the names of all tables that dots make.

/// The most open brackets, and the most dots outside of texts, in an entry. The parts of a package have two and four.
const MOST: usize = 128;

/// Returns the offset of what is too much in an entry, and what it is.
pub(super) fn excess(text: &str) -> Option<(usize, String)> {
    let bytes = text.as_bytes();
    let (mut at, mut open, mut dots) = (0, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => at = line_end(bytes, at),
            b'"' | b'\'' => {
                at = text_end(bytes, at, *byte);
                continue;
            }
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            b'.' => dots += 1,
            _ => {}
        }
        if open > MOST {
            return Some((at, format!("more than {MOST} brackets in each other")));
        }
        if dots > MOST {
            return Some((at, format!("more than {MOST} dots in the keys of one entry")));
        }
        at += 1;
    }
    None
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

/// Returns the place behind a text that begins with a quote. One without an end is an error of the file, which basic-toml
/// tells.
fn text_end(bytes: &[u8], from: usize, quote: u8) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let is_long = rest.starts_with(&[quote; 3]);
    let marks = if is_long { 3 } else { 1 };
    let mut at = from + marks;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !is_long => return at,
            byte if *byte == quote => {
                let is_end = |it: &[u8]| it.iter().all(|byte| *byte == quote);
                let end = at + marks;
                if bytes.get(at..end).is_some_and(is_end) {
                    // A long text may end with two quotes of its own, in front of the three that close it.
                    let more = if is_long { 2 } else { 0 };
                    let behind = bytes.iter().skip(end).take(more);
                    return end + behind.take_while(|byte| **byte == quote).count();
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
