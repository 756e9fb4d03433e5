//! The graph of references between assets: components in dependency order.

use std::ops::Range;

use crate::naming::integrity::Algorithm;

/// A place in an asset that depends on the published form of another asset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Index of the other asset.
    pub(crate) target: usize,
    /// The bytes that are replaced; none where text is inserted.
    pub(crate) place: Range<usize>,
    pub(crate) value: Value,
    /// Text in front of the value and behind it.
    pub(crate) around: Option<Box<[String; 2]>>,
}

/// A property of the target of an [`Edge`], as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A dot and the fingerprint.
    Fingerprint,
    /// The digest of the bytes that are served, in base64.
    Digest(Algorithm, Served),
}

/// The name under which a target is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Served {
    Hashed,
    /// Its own name, which may be that of a [stub](crate::naming::modules::stub).
    Plain,
}

impl Edge {
    /// Inserts the fingerprint of the target of a reference.
    pub(crate) fn fingerprint(target: usize, insert_at: usize) -> Self {
        Self { target, place: insert_at..insert_at, value: Value::Fingerprint, around: None }
    }
}

/// Assets whose names depend on one another: one asset, or the members of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Component {
    /// Indices of the assets, sorted.
    pub(crate) members: Vec<usize>,
    /// True if a member refers to a member.
    pub(crate) is_cycle: bool,
}

/// Groups assets into layers of strongly connected components. A component refers to earlier layers only.
///
/// `edges` has, for each asset, the places that another asset puts its fingerprint or digest into. Time and memory
/// are linear in their number, and the result depends on the graph alone.
pub(crate) fn layers(edges: &[Vec<Edge>]) -> Vec<Vec<Component>> {
    let components = Tarjan::new(edges).run();
    let mut component_of = vec![0; edges.len()];
    for (index, component) in components.iter().enumerate() {
        for member in &component.members {
            component_of[*member] = index;
        }
    }
    let mut depths: Vec<usize> = Vec::with_capacity(components.len());
    let mut layers: Vec<Vec<Component>> = Vec::new();
    for (index, component) in components.into_iter().enumerate() {
        let targets = component.members.iter().flat_map(|member| &edges[*member]);
        // Components come after everything they refer to, so the depths of those are known.
        let depth = targets
            .map(|edge| component_of[edge.target])
            .filter(|target| *target != index)
            .map(|target| depths[target] + 1)
            .max()
            .unwrap_or(0);
        depths.push(depth);
        if layers.len() <= depth {
            layers.resize_with(depth + 1, Vec::new);
        }
        layers[depth].push(component);
    }
    layers
}

/// Tarjan's algorithm for strongly connected components, without recursion: long chains would overflow the stack.
struct Tarjan<'a> {
    edges: &'a [Vec<Edge>],
    /// For each asset, the number of its first visit; zero before it.
    order: Vec<usize>,
    /// For each asset, the number of the earliest asset on the stack that it leads to.
    low: Vec<usize>,
    on_stack: Vec<bool>,
    stack: Vec<usize>,
    visited: usize,
    components: Vec<Component>,
}

impl<'a> Tarjan<'a> {
    fn new(edges: &'a [Vec<Edge>]) -> Self {
        let assets = edges.len();
        Self {
            edges,
            order: vec![0; assets],
            low: vec![0; assets],
            on_stack: vec![false; assets],
            stack: Vec::new(),
            visited: 0,
            components: Vec::with_capacity(assets),
        }
    }

    fn run(mut self) -> Vec<Component> {
        for asset in 0..self.edges.len() {
            if self.order[asset] == 0 {
                self.visit_from(asset);
            }
        }
        self.components
    }

    fn visit_from(&mut self, start: usize) {
        let mut path = vec![self.enter(start)];
        while let Some((asset, rest)) = path.last_mut() {
            let asset = *asset;
            if let Some(edge) = rest.next() {
                let target = self.edges[asset][edge].target;
                if self.order[target] == 0 {
                    path.push(self.enter(target));
                } else if self.on_stack[target] {
                    self.low[asset] = self.low[asset].min(self.order[target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[asset]);
            }
            if self.low[asset] == self.order[asset] {
                self.close(asset);
            }
        }
    }

    fn enter(&mut self, asset: usize) -> (usize, Range<usize>) {
        self.visited += 1;
        self.order[asset] = self.visited;
        self.low[asset] = self.visited;
        self.on_stack[asset] = true;
        self.stack.push(asset);
        (asset, 0..self.edges[asset].len())
    }

    /// Removes the component whose first visited asset is `first` from the stack.
    fn close(&mut self, first: usize) {
        let start = self.stack.iter().rposition(|asset| *asset == first).unwrap_or(0);
        let mut members = self.stack.split_off(start);
        members.sort_unstable();
        for member in &members {
            self.on_stack[*member] = false;
        }
        let refers_to_itself = self.edges[first].iter().any(|edge| edge.target == first);
        let is_cycle = members.len() > 1 || refers_to_itself;
        self.components.push(Component { members, is_cycle });
    }
}

#[cfg(test)]
mod tests;
