use super::*;

#[test]
fn timings_are_short() {
    let shown = [0, 7, 999, 1_000, 61_940].map(|it| timing(Duration::from_millis(it)));
    assert_eq!(shown, ["0 ms", "7 ms", "999 ms", "1.0 s", "61.9 s"]);
}
