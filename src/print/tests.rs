use super::*;

#[test]
fn two_digits_make_an_arc() {
    let arcs = ridges("4e3e58f1a4a4");
    assert_eq!(arcs.len(), 6);
    assert_eq!(arcs[0], Arc { radius: 2.5, length: 12, gap: 4, turn: 90 });
    assert!(arcs.iter().all(|arc| (5..13).contains(&arc.length) && arc.turn < 360));
}

#[test]
fn no_fingerprint_is_no_picture() {
    assert!(ridges("").is_empty());
}
