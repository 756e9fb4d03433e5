//! The picture of the references: templates on the left, and to the right of each asset those that it refers to.

use std::collections::{BTreeMap, HashMap};

use super::write::{Text, counted};
use crate::graph::Graph;
use crate::report::Report;

/// The most nodes that a person can make out in a picture. The list of all assets has the others.
const NODES: usize = 120;

/// The distances of columns and rows, and the width of a node. Chosen: twelve rows fit on a phone, four columns on a screen.
const COLUMN: usize = 300;
const ROW: usize = 28;
const WIDTH: usize = 230;

/// The most characters of a name that fit into a node.
const LETTERS: usize = 34;

/// A node of the picture.
struct Node {
    name: String,
    /// The class of its colour.
    class: &'static str,
    /// The index of the asset; none for a template.
    asset: Option<usize>,
    column: usize,
}

pub(super) fn graph(report: &Report) -> Option<String> {
    let graph = report.relations();
    let has_edges = |at: &usize| {
        let templates = report.assets.get(*at).map_or(0, |asset| asset.templates.len());
        graph.from(*at).len() + graph.to(*at).len() + templates > 0
    };
    let mut shown: Vec<usize> = (0..report.assets.len()).filter(has_edges).collect();
    let all = shown.len();
    if all == 0 {
        return None;
    }
    let weight = |at: &usize| graph.from(*at).len() + graph.to(*at).len();
    shown.sort_by_key(|at| (std::cmp::Reverse(weight(at)), *at));
    shown.truncate(NODES);
    shown.sort_unstable();
    let (nodes, edges) = nodes(report, &graph, &shown);
    let note = if shown.len() < all {
        format!("The {} with the most references, of {all}. ", counted(shown.len(), "asset"))
    } else {
        String::new()
    };
    Some(format!(
        "<p>{note}Arrows lead from what refers to, or loads, to what is referred to. <a href=\"#assets\">All assets</a> are listed with \
         theirs below.</p>\n<div class=\"zoom\" id=\"zoom\" hidden><button type=\"button\" data-zoom=\"1.25\">Larger</button> \
         <button type=\"button\" data-zoom=\"0.8\">Smaller</button> <button type=\"button\" data-zoom=\"0\">All of it</button>\
         </div>\n<div class=\"scroll graph\" role=\"region\" aria-label=\"Picture of the references\" tabindex=\"0\">{}</div>\n",
        svg(&nodes, &edges)
    ))
}

/// The nodes by column, and the edges between them by indices.
fn nodes(report: &Report, graph: &Graph, shown: &[usize]) -> (Vec<Node>, Vec<(usize, usize)>) {
    let columns = columns(graph, shown);
    let mut nodes: Vec<Node> = Vec::new();
    let mut edges = Vec::new();
    let mut templates: BTreeMap<&str, usize> = BTreeMap::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for at in shown {
        let Some(asset) = report.assets.get(*at) else { continue };
        places.insert(*at, nodes.len());
        let column = columns.get(at).copied().unwrap_or_default() + 1;
        let (name, class) = (asset.path.clone(), asset.kind.name());
        nodes.push(Node { name, class, asset: Some(*at), column });
    }
    for at in shown {
        let Some((asset, place)) = report.assets.get(*at).zip(places.get(at)) else { continue };
        for file in asset.templates.iter().filter_map(|it| Some(it.rsplit_once(':')?.0)) {
            let template = *templates.entry(file).or_insert_with(|| {
                nodes.push(Node {
                    name: file.to_owned(),
                    class: "template",
                    asset: None,
                    column: 0,
                });
                nodes.len() - 1
            });
            edges.push((template, *place));
        }
        edges.extend(graph.from(*at).iter().filter_map(|to| Some((*place, *places.get(to)?))));
    }
    edges.sort_unstable();
    edges.dedup();
    (nodes, edges)
}

/// The column of each shown asset: one to the right of the rightmost one that refers to it. Those of a circle share one.
fn columns(graph: &Graph, shown: &[usize]) -> HashMap<usize, usize> {
    let mut columns: HashMap<usize, usize> = shown.iter().map(|at| (*at, 0)).collect();
    // Components come after those that they refer to, so backwards each column is known before it is used.
    for component in graph.components().iter().rev() {
        let here = component.iter().filter_map(|at| columns.get(at)).copied().max();
        let Some(here) = here else { continue };
        for at in component {
            if let Some(column) = columns.get_mut(at) {
                *column = here;
            }
            for to in graph.from(*at).iter().filter(|to| !component.contains(to)) {
                if let Some(column) = columns.get_mut(to) {
                    *column = (*column).max(here + 1);
                }
            }
        }
    }
    columns
}

/// The row of each node. The nodes of a column are in the order of those that refer to them, which keeps arrows short.
fn rows(nodes: &[Node], edges: &[(usize, usize)]) -> Vec<usize> {
    let mut by_column: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, node) in nodes.iter().enumerate() {
        by_column.entry(node.column).or_default().push(at);
    }
    let mut sources: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (from, to) in edges {
        sources[*to].push(*from);
    }
    let mut rows = vec![0; nodes.len()];
    for column in by_column.values_mut() {
        let mean = |at: &usize| {
            let before =
                sources[*at].iter().filter(|from| nodes[**from].column < nodes[*at].column);
            let (mut sum, mut count) = (0_usize, 0_usize);
            for from in before {
                sum += rows[*from] * 1_000;
                count += 1;
            }
            sum.checked_div(count).unwrap_or(usize::MAX)
        };
        column.sort_by_cached_key(|at| (mean(at), nodes[*at].name.clone()));
        for (row, at) in column.iter().enumerate() {
            rows[*at] = row;
        }
    }
    rows
}

fn svg(nodes: &[Node], edges: &[(usize, usize)]) -> String {
    let rows = rows(nodes, edges);
    let columns = nodes.iter().map(|node| node.column + 1).max().unwrap_or_default();
    let height = rows.iter().max().map_or(0, |row| row + 1) * ROW + ROW;
    let width = columns * COLUMN - (COLUMN - WIDTH) + 20;
    let place = |at: usize| (nodes[at].column * COLUMN + 10, rows[at] * ROW + ROW);
    let line = |(from, to): &(usize, usize)| {
        let ((x1, y1), (x2, y2)) = (place(*from), place(*to));
        let x1 = x1 + WIDTH;
        // Back to the same column or further to the left, in a circle: around the right side.
        let (bend1, bend2) =
            if x2 > x1 { (x1 + 35, x2 - 35) } else { (x1 + 50, (x2 + WIDTH) + 50) };
        let x2 = if x2 > x1 { x2 } else { x2 + WIDTH };
        format!("<path d=\"M{x1} {y1}C{bend1} {y1} {bend2} {y2} {x2} {y2}\"/>")
    };
    let lines: String = edges.iter().map(line).collect();
    let node = |(at, node): (usize, &Node)| {
        let (x, y) = place(at);
        let target = node.asset.map(|at| format!(" data-asset=\"a{at}\"")).unwrap_or_default();
        let skipped = node.name.chars().count().saturating_sub(LETTERS);
        let short: String = node.name.chars().skip(skipped).collect();
        let dots = if skipped > 0 { "…" } else { "" };
        format!(
            "<g class=\"{}\"{target}><title>{}</title><rect x=\"{x}\" y=\"{}\" width=\"{WIDTH}\" height=\"22\" rx=\"4\"/>\
             <text x=\"{}\" y=\"{}\">{dots}{}</text></g>",
            node.class,
            Text(&node.name),
            y - 11,
            x + 8,
            y + 4,
            Text(&short),
        )
    };
    let boxes: String = nodes.iter().enumerate().map(node).collect();
    format!(
        "<svg id=\"picture\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-label=\"References between assets; the list of all assets has them as text\">\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\
         <g class=\"edges\">{lines}</g>{boxes}</svg>"
    )
}
