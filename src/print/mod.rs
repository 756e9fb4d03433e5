//! A fingerprint as a picture.

/// An arc of a picture, drawn on a circle around (16, 16) whose `pathLength` is 16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Arc {
    /// Radius of the circle.
    pub(crate) radius: f32,
    /// Length of the part of the circle that is drawn.
    pub(crate) length: u32,
    /// Length of the part that is not drawn.
    pub(crate) gap: u32,
    /// The angle at which the arc begins, in degrees.
    pub(crate) turn: u32,
}

const RADII: [f32; 6] = [2.5, 4.8, 7.1, 9.4, 11.7, 14.0];

/// The ridges of a fingerprint: two hexadecimal digits make an arc, the first its place, the second its length.
pub(crate) fn ridges(fingerprint: &str) -> Vec<Arc> {
    let digits: Vec<u32> = fingerprint.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let arc = |(radius, pair): (f32, &[u32])| {
        let (turn, length) = (pair.first()?, pair.get(1)?);
        let length = 5 + length / 2;
        Some(Arc { radius, length, gap: 16 - length, turn: turn * 45 / 2 })
    };
    RADII.into_iter().zip(digits.chunks(2)).filter_map(arc).collect()
}

#[cfg(test)]
mod tests;
