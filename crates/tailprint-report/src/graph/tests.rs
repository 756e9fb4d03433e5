use super::*;

#[test]
fn circles_are_found_and_chains_are_none() {
    // 0 → 1 → 2 → 0, 3 → 0, 4 → 4, 5 → 3
    let graph = Graph::new(vec![vec![1], vec![2], vec![0], vec![0], vec![4], vec![3, 99]]);
    assert_eq!(graph.cycles(), [vec![0, 1, 2], vec![4]]);
    assert_eq!(graph.to(0), [2, 3]);
    assert_eq!(graph.from(5), [3], "there is no asset 99");
    let components = graph.components();
    let place = |asset| components.iter().position(|it| it.contains(&asset)).unwrap();
    assert!(place(0) < place(3) && place(3) < place(5), "{components:?}");
}

#[test]
fn a_long_chain_needs_no_deep_stack() {
    let count = 200_000;
    let graph = Graph::new((0..count).map(|at| vec![at + 1]).collect());
    assert_eq!(graph.components().len(), count);
    assert!(graph.cycles().is_empty());
}

#[test]
fn what_is_reached_ends_where_an_edge_does_not_count() {
    let graph = Graph::new(vec![vec![1, 2], vec![3], vec![4], vec![], vec![0]]);
    assert_eq!(graph.reached([0], |_, _| true), [0, 1, 2, 3, 4]);
    assert_eq!(graph.reached([0], |_, to| to != 2), [0, 1, 3]);
}

#[test]
fn the_way_is_a_shortest_one() {
    let graph = Graph::new(vec![vec![1, 2], vec![2], vec![3], vec![]]);
    let before = Graph::nearest(4, [0], |at| graph.from(at), |_| true);
    assert_eq!(before, [Some(0), Some(0), Some(0), Some(2)]);
}
