use super::*;

#[test]
fn each_version_of_tailwind_has_its_scanner() {
    let scanners = versions::supported().iter().map(|it| Scanner::of_tailwind(it.number));
    let mut scanners: Vec<_> = scanners.collect();
    scanners.dedup();
    let of_4_3 = [Scanner::V4_3, Scanner::V4_3_1, Scanner::V4_3];
    assert_eq!(scanners, [&[Scanner::V4_1, Scanner::V4_2], &of_4_3[..]].concat());
    assert_eq!(Scanner::of_tailwind("4.10.0"), Scanner::V4_3);
    assert_eq!(Scanner::of_tailwind("insiders"), Scanner::default());
}
