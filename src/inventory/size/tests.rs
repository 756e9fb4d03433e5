use super::*;

#[test]
fn a_size_has_three_digits() {
    let shown = |bytes| Size(bytes).to_string().replace('\u{a0}', " ");
    assert_eq!(shown(0), "0 B");
    assert_eq!(shown(999), "999 B");
    assert_eq!(shown(1234), "1.23 kB");
    assert_eq!(shown(12_345), "12.3 kB");
    assert_eq!(shown(123_456), "123 kB");
    assert_eq!(shown(999_999), "0.99 MB");
    assert_eq!(shown(7_654_321), "7.65 MB");
    assert_eq!(shown(u64::MAX), "18446744073 GB");
}

#[test]
fn an_exact_size_is_grouped() {
    assert_eq!(Size(1_234_567).exact(), "1\u{202f}234\u{202f}567");
    assert_eq!(Size(12).exact(), "12");
}

#[test]
fn a_part_is_never_nothing_and_never_more_than_the_whole() {
    assert_eq!(Size(1).percent_of(Size(1_000_000)), 1);
    assert_eq!(Size(25).percent_of(Size(100)), 25);
    assert_eq!(Size(9).percent_of(Size(0)), 100);
}
