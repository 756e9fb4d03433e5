//! The order of uploads: an object after those that it refers to.

/// Returns for each node the references that are to be there before it.
///
/// A circle cannot be in that order, so one of its references is left out. A walk that comes back to a node leaves out the
/// last step. It begins at the nodes that are `first`, so these wait for all that they refer to.
pub(crate) fn before(references: &[Vec<usize>], first: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let nodes = references.len();
    let (firsts, others): (Vec<usize>, Vec<usize>) = (0..nodes).partition(|&node| first(node));
    let mut places = vec![None; nodes];
    let mut place = 0;
    let mut seen = vec![false; nodes];
    for start in firsts.into_iter().chain(others) {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        // Each node on the way with the number of its references that were followed. Chains of modules may be longer than
        // the stack is deep.
        let mut way = vec![(start, 0)];
        while let Some((node, followed)) = way.last_mut() {
            if let Some(&next) = references[*node].get(*followed) {
                *followed += 1;
                if !std::mem::replace(&mut seen[next], true) {
                    way.push((next, 0));
                }
            } else {
                places[*node] = Some(place);
                place += 1;
                way.pop();
            }
        }
    }
    let kept = |(node, targets): (usize, &Vec<usize>)| {
        let mut kept: Vec<usize> =
            targets.iter().copied().filter(|&target| places[target] < places[node]).collect();
        kept.sort_unstable();
        kept.dedup();
        kept
    };
    references.iter().enumerate().map(kept).collect()
}

#[cfg(test)]
mod tests;
