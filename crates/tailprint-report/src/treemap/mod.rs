//! Rectangles in proportion to sizes: the squarified layout of Bruls, Huizing and van Wijk.

use std::cmp::Ordering::{Equal, Less};

/// A rectangle, in the units of the one that it is a part of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Divides a rectangle among sizes, which are sorted from the largest on. The rectangle of a size of zero is empty.
pub(crate) fn divided(sizes: &[u64], whole: Rect) -> Vec<Rect> {
    #[allow(clippy::cast_precision_loss, reason = "a picture needs no more than 52 bits")]
    let sizes: Vec<f64> = sizes.iter().map(|size| *size as f64).collect();
    let total: f64 = sizes.iter().sum();
    let scale = if total > 0.0 { whole.width * whole.height / total } else { 0.0 };
    let areas: Vec<f64> = sizes.iter().map(|size| size * scale).collect();
    let mut found = Vec::with_capacity(areas.len());
    let mut free = whole;
    let mut rest = areas.as_slice();
    while !rest.is_empty() {
        let count = row(rest, free.width.min(free.height));
        let (now, later) = rest.split_at(count);
        free = placed(now, free, &mut found);
        rest = later;
    }
    found
}

/// Returns the number of areas for the next row along a side: more of them while the worst of them becomes no longer.
fn row(areas: &[f64], side: f64) -> usize {
    let (mut sum, mut worst) = (0.0, f64::INFINITY);
    for (count, area) in areas.iter().enumerate() {
        sum += area;
        let depth = sum / side;
        let smallest = area / depth;
        let largest = areas.first().unwrap_or(area) / depth;
        let ratio = (largest / depth).max(depth / smallest);
        // The ratio of an empty area is no number, and is compared with none.
        if count > 0 && !matches!(ratio.partial_cmp(&worst), Some(Less | Equal)) {
            return count;
        }
        worst = ratio;
    }
    areas.len()
}

/// Places a row of areas along the shorter side, and returns what is left of the free rectangle.
fn placed(areas: &[f64], free: Rect, found: &mut Vec<Rect>) -> Rect {
    let sum: f64 = areas.iter().sum();
    let is_wide = free.width >= free.height;
    let side = if is_wide { free.height } else { free.width };
    let depth = if side > 0.0 { sum / side } else { 0.0 };
    let mut along = 0.0;
    for area in areas {
        let length = if depth > 0.0 { area / depth } else { 0.0 };
        found.push(if is_wide {
            Rect { x: free.x, y: free.y + along, width: depth, height: length }
        } else {
            Rect { x: free.x + along, y: free.y, width: length, height: depth }
        });
        along += length;
    }
    if is_wide {
        Rect { x: free.x + depth, width: (free.width - depth).max(0.0), ..free }
    } else {
        Rect { y: free.y + depth, height: (free.height - depth).max(0.0), ..free }
    }
}

#[cfg(test)]
mod tests;
