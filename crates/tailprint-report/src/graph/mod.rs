//! The graph of references between assets, by their indices.

use std::collections::VecDeque;

/// The references of every asset, in both directions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    /// For each asset, those that it refers to.
    pub(crate) references: Vec<Vec<usize>>,
    /// For each asset, those that refer to it.
    pub(crate) referrers: Vec<Vec<usize>>,
}

impl Graph {
    /// A graph of the references of each asset; an index that there is not is left out.
    pub(crate) fn new(mut references: Vec<Vec<usize>>) -> Self {
        let count = references.len();
        let mut referrers = vec![Vec::new(); count];
        for (from, targets) in references.iter_mut().enumerate() {
            targets.retain(|to| *to < count);
            for to in targets.iter() {
                if let Some(referrers) = referrers.get_mut(*to) {
                    referrers.push(from);
                }
            }
        }
        Self { references, referrers }
    }

    /// The assets that one refers to.
    pub(crate) fn from(&self, asset: usize) -> &[usize] {
        self.references.get(asset).map_or(&[], Vec::as_slice)
    }

    /// The assets that refer to one.
    pub(crate) fn to(&self, asset: usize) -> &[usize] {
        self.referrers.get(asset).map_or(&[], Vec::as_slice)
    }

    /// The strongly connected components, each sorted. A component comes after all components that it refers to.
    ///
    /// This is Tarjan's algorithm without recursion, since a chain of imports may be long.
    pub(crate) fn components(&self) -> Vec<Vec<usize>> {
        let mut search = Search::new(self.references.len());
        for start in 0..self.references.len() {
            if search.order.get(start) == Some(&UNSEEN) {
                search.visit(self, start);
            }
        }
        search.components
    }

    /// The circles: components of several assets, and assets that refer to themselves.
    pub(crate) fn cycles(&self) -> Vec<Vec<usize>> {
        let is_cycle = |component: &Vec<usize>| match component[..] {
            [only] => self.from(only).contains(&only),
            _ => true,
        };
        let mut cycles: Vec<_> = self.components().into_iter().filter(is_cycle).collect();
        cycles.sort();
        cycles
    }

    /// For each asset the one before it on a shortest way from one of the `starts`, along `edges`, through assets that
    /// `allowed` has. A start is its own predecessor.
    pub(crate) fn nearest<'a>(
        count: usize,
        starts: impl IntoIterator<Item = usize>,
        edges: impl Fn(usize) -> &'a [usize],
        allowed: impl Fn(usize) -> bool,
    ) -> Vec<Option<usize>> {
        let mut before = vec![None; count];
        let mut queue = VecDeque::new();
        for start in starts {
            if let Some(slot) = before.get_mut(start).filter(|slot| slot.is_none()) {
                *slot = Some(start);
                queue.push_back(start);
            }
        }
        while let Some(at) = queue.pop_front() {
            for next in edges(at).iter().copied().filter(|next| allowed(*next)) {
                if let Some(slot) = before.get_mut(next).filter(|slot| slot.is_none()) {
                    *slot = Some(at);
                    queue.push_back(next);
                }
            }
        }
        before
    }

    /// Everything that is reached from the starts, themselves included, sorted; `follow` says which edges count.
    pub(crate) fn reached(
        &self,
        starts: impl IntoIterator<Item = usize>,
        follow: impl Fn(usize, usize) -> bool,
    ) -> Vec<usize> {
        let mut seen = vec![false; self.references.len()];
        let mut stack: Vec<usize> = starts.into_iter().collect();
        while let Some(at) = stack.pop() {
            if seen.get(at).is_none_or(|seen| *seen) {
                continue;
            }
            if let Some(seen) = seen.get_mut(at) {
                *seen = true;
            }
            stack.extend(self.from(at).iter().filter(|to| follow(at, **to)));
        }
        seen.iter().enumerate().filter_map(|(at, seen)| seen.then_some(at)).collect()
    }
}

/// The number of an asset that was not visited yet.
const UNSEEN: usize = usize::MAX;

/// The state of Tarjan's search.
struct Search {
    next: usize,
    order: Vec<usize>,
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    components: Vec<Vec<usize>>,
}

impl Search {
    fn new(count: usize) -> Self {
        Self {
            next: 0,
            order: vec![UNSEEN; count],
            low: vec![0; count],
            on_stack: vec![false; count],
            stack: Vec::new(),
            components: Vec::new(),
        }
    }

    fn enter(&mut self, asset: usize) {
        self.order[asset] = self.next;
        self.low[asset] = self.next;
        self.next += 1;
        self.stack.push(asset);
        self.on_stack[asset] = true;
    }

    fn visit(&mut self, graph: &Graph, start: usize) {
        self.enter(start);
        // Each open asset, with the number of its references that were followed.
        let mut open = vec![(start, 0)];
        while let Some((asset, followed)) = open.last_mut() {
            let asset = *asset;
            if let Some(&to) = graph.from(asset).get(*followed) {
                *followed += 1;
                if self.order[to] == UNSEEN {
                    self.enter(to);
                    open.push((to, 0));
                } else if self.on_stack[to] {
                    self.low[asset] = self.low[asset].min(self.order[to]);
                }
                continue;
            }
            open.pop();
            if let Some((parent, _)) = open.last() {
                self.low[*parent] = self.low[*parent].min(self.low[asset]);
            }
            if self.low[asset] == self.order[asset] {
                self.close(asset);
            }
        }
    }

    fn close(&mut self, root: usize) {
        let mut component = Vec::new();
        while let Some(asset) = self.stack.pop() {
            self.on_stack[asset] = false;
            component.push(asset);
            if asset == root {
                break;
            }
        }
        component.sort_unstable();
        self.components.push(component);
    }
}

#[cfg(test)]
mod tests;
