use super::before;

#[test]
fn what_is_referred_to_comes_first() {
    // 0 refers to 1 and 2, 1 to 2.
    let references = [vec![2, 1, 2], vec![2], vec![]];
    assert_eq!(before(&references, |_| false), [vec![1, 2], vec![2], vec![]]);
}

#[test]
fn a_circle_loses_one_reference_and_the_first_nodes_wait() {
    let references = [vec![1], vec![0]];
    assert_eq!(before(&references, |_| false), [vec![1], vec![]]);
    assert_eq!(before(&references, |node| node == 1), [vec![], vec![0]]);
    assert_eq!(before(&[vec![0]], |_| false), [Vec::<usize>::new()]);
}

#[test]
fn a_chain_may_be_longer_than_a_stack_is_deep() {
    let references: Vec<Vec<usize>> =
        (0..200_000).map(|node| if node == 0 { vec![] } else { vec![node - 1] }).collect();
    assert_eq!(before(&references, |_| false), references);
}
