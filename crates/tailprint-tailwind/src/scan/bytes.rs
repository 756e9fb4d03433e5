//! The roles of each byte in a candidate, in one table: a look-up takes the same time for each role.

/// White space, as HTML has it.
pub(super) const SPACE: u16 = 1;
/// White space or NUL.
pub(super) const BLANK: u16 = 1 << 10;
/// May stand right before a candidate.
pub(super) const BEFORE: u16 = 1 << 1;
/// May stand right after a candidate.
pub(super) const AFTER: u16 = 1 << 2;
/// May begin a candidate.
pub(super) const START: u16 = 1 << 3;
/// `a`–`z`
pub(super) const LOWER: u16 = 1 << 4;
/// `A`–`Z`
pub(super) const UPPER: u16 = 1 << 5;
/// `0`–`9`
pub(super) const DIGIT: u16 = 1 << 6;
/// Part of the name of a custom property after its `--`.
pub(super) const PROPERTY: u16 = 1 << 7;
/// Cannot begin a candidate, and neither can the bytes up to the next [`BEFORE`].
pub(super) const SKIP: u16 = 1 << 9;

/// `"`, `'` or a backtick.
pub(super) const QUOTE: u16 = 1 << 8;

/// Letters and digits.
pub(super) const ALNUM: u16 = LOWER | UPPER | DIGIT;

static TABLE: [u16; 256] = table();

/// Returns true if a byte has one of these roles.
pub(super) fn is(byte: u8, any: u16) -> bool {
    TABLE[byte as usize] & any != 0
}

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = classes(byte as u8);
        byte += 1;
    }
    table
}

const fn classes(byte: u8) -> u16 {
    match byte {
        b'\t' | b'\n' | b'\x0c' | b'\r' | b' ' => SPACE | BLANK | BEFORE | AFTER,
        0 => BLANK | BEFORE | AFTER,
        b'"' | b'\'' | b'`' => QUOTE | BEFORE | AFTER,
        b'.' | b'>' => BEFORE,
        b'}' => BEFORE,
        b'<' => AFTER | SKIP,
        b'=' => AFTER,
        b'\\' | b']' | b'{' => AFTER,
        b'[' => START,
        b'!' => START,
        b'@' | b'*' => START,
        b'-' => START | PROPERTY,
        b'0'..=b'9' => DIGIT | START | PROPERTY,
        b'a'..=b'z' => LOWER | START | PROPERTY,
        b'A'..=b'Z' => UPPER | PROPERTY | SKIP,
        b'_' | 128.. => PROPERTY,
        _ => 0,
    }
}
