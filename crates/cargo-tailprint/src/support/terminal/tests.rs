use super::*;

#[test]
fn thousands_are_set_apart() {
    let shown: Vec<String> = [0, 999, 1_000, 1_234_567].map(thousands).into();
    assert_eq!(shown, ["0", "999", "1,000", "1,234,567"]);
}
