use super::*;

fn edges(targets: &[&[usize]]) -> Vec<Vec<Edge>> {
    let edge = |target: &usize| Edge::fingerprint(*target, 0);
    targets.iter().map(|targets| targets.iter().map(edge).collect()).collect()
}

fn members(layers: &[Vec<Component>]) -> Vec<Vec<Vec<usize>>> {
    let layer =
        |layer: &Vec<Component>| layer.iter().map(|component| component.members.clone()).collect();
    layers.iter().map(layer).collect()
}

#[test]
fn targets_of_references_are_in_an_earlier_layer() {
    let layers = layers(&edges(&[&[1, 2], &[2], &[], &[0]]));
    assert_eq!(members(&layers), [[[2]], [[1]], [[0]], [[3]]]);
}

#[test]
fn a_cycle_is_one_component_and_a_self_reference_a_cycle() {
    let layers = layers(&edges(&[&[1], &[2], &[0, 3], &[3], &[]]));
    assert_eq!(members(&layers), [vec![vec![3], vec![4]], vec![vec![0, 1, 2]]]);
    assert!(layers[0][0].is_cycle && !layers[0][1].is_cycle && layers[1][0].is_cycle);
}

#[test]
fn a_chain_of_a_million_links_needs_no_stack() {
    let last = 1_000_000;
    let chain: Vec<Vec<Edge>> = (0..=last)
        .map(|asset| match asset {
            asset if asset == last => Vec::new(),
            asset => vec![Edge::fingerprint(asset + 1, 0)],
        })
        .collect();
    let layers = layers(&chain);
    assert_eq!(layers.len(), last + 1);
    assert_eq!(layers[0][0].members, [last]);
}
