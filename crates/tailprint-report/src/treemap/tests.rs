use super::*;

const WHOLE: Rect = Rect { x: 0.0, y: 0.0, width: 600.0, height: 400.0 };

#[test]
fn areas_are_in_proportion_and_do_not_overlap() {
    let sizes = [6_u32, 6, 4, 3, 2, 2, 1];
    let found = divided(&sizes.map(u64::from), WHOLE);
    for (rect, size) in found.iter().zip(sizes) {
        let expected = f64::from(size) * 10_000.0;
        assert!((rect.width * rect.height - expected).abs() < 1e-6, "{rect:?}");
        assert!(rect.x + rect.width <= 600.0 + 1e-6 && rect.y + rect.height <= 400.0 + 1e-6);
    }
    for (at, one) in found.iter().enumerate() {
        for other in &found[at + 1..] {
            let apart = one.x + one.width <= other.x + 1e-6
                || other.x + other.width <= one.x + 1e-6
                || one.y + one.height <= other.y + 1e-6
                || other.y + other.height <= one.y + 1e-6;
            assert!(apart, "{one:?} {other:?}");
        }
    }
}

#[test]
fn the_example_of_the_paper_begins_with_two_beside_each_other() {
    let found = divided(&[6, 6, 4, 3, 2, 2, 1], WHOLE);
    assert_eq!((found[0].width, found[0].height), (300.0, 200.0));
    assert_eq!((found[1].x, found[1].y), (0.0, 200.0));
}

#[test]
fn sizes_of_zero_are_empty_and_many_sizes_are_placed() {
    assert!(divided(&[0, 0], WHOLE).iter().all(|rect| rect.width * rect.height == 0.0));
    assert_eq!(divided(&[5, 0], WHOLE)[0].width, 600.0);
    assert_eq!(divided(&[], WHOLE), []);
    let many = divided(&vec![1; 10_000], WHOLE);
    assert!(many.iter().all(|rect| rect.width > 0.0 && rect.width.is_finite()));
}
