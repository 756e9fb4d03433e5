use super::*;

#[test]
fn results_come_in_the_order_of_the_items() {
    let items: Vec<usize> = (0..1000).collect();
    assert_eq!(map(&items, |item| item * 2), (0..2000).step_by(2).collect::<Vec<_>>());
    assert!(map(&[], |(): &()| ()).is_empty());
}
