use super::*;

#[test]
fn sizes_are_short() {
    let sizes = [999, 1_000, 26_310, 1_250_000, 2_300_000_000, u64::MAX];
    let expected = ["999 B", "1.0 kB", "26.3 kB", "1.2 MB", "2.3 GB", "18446744073.7 GB"];
    assert_eq!(sizes.map(shown), expected);
}
