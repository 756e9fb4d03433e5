//! Suggestions for mistyped paths.

/// Returns the path that is nearest to `wanted`, if one is near.
///
/// The same path in upper or lower case is the nearest. Otherwise the file name may have a few typing mistakes or
/// another extension, and the folder may be wrong or missing. Of equally near paths the first is returned.
pub(crate) fn nearest<'a>(wanted: &str, paths: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (folder, name) = split(wanted);
    let name = Name::new(name);
    let lower = wanted.to_lowercase();
    let mut best: Option<(usize, &str)> = None;
    for path in paths {
        let same = path.eq_ignore_ascii_case(wanted);
        if same || (!path.is_ascii() && path.to_lowercase() == lower) {
            return Some(path);
        }
        let (other_folder, other_name) = split(path);
        let Some(mistakes) = name.mistakes(other_name) else { continue };
        let limit = best.map_or(usize::MAX, |(distance, _)| distance);
        if mistakes < limit {
            let distance = mistakes + strsim::osa_distance(folder, other_folder).min(OTHER_FOLDER);
            if distance < limit {
                best = Some((distance, path));
            }
        }
    }
    best.map(|(_, path)| path)
}

/// The number of typing mistakes that a wrong folder counts as. Chosen, not measured.
const OTHER_FOLDER: usize = 2;

/// The number of typing mistakes that a wrong extension counts as. Chosen, not measured.
const OTHER_EXTENSION: usize = 2;

/// Splits a path into its folder and its name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A file name that others are compared with.
struct Name<'a> {
    text: &'a str,
    stem: &'a str,
    bytes: u64,
    /// The most mistakes that are forgiven: one in three characters, as rustc does it.
    forgiven: usize,
}

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        let forgiven = text.chars().count().max(3) / 3;
        Self { text, stem: stem(text), bytes: bytes(text), forgiven }
    }

    /// Returns the number of mistakes in `other`, if they are forgiven.
    fn mistakes(&self, other: &str) -> Option<usize> {
        if !self.stem.is_empty() && stem(other) == self.stem {
            let same = other == self.text;
            return Some(if same { 0 } else { OTHER_EXTENSION });
        }
        // Most names are told apart without a comparison: a mistake changes one character, of up to four bytes, into
        // another.
        let lengths = self.text.len().abs_diff(other.len());
        let bytes = bytes(other);
        let missing = (self.bytes & !bytes).count_ones().max((bytes & !self.bytes).count_ones());
        let width = if self.text.is_ascii() && other.is_ascii() { 1 } else { 4 };
        if lengths.max(missing as usize) > self.forgiven * width {
            return None;
        }
        Some(strsim::osa_distance(self.text, other)).filter(|count| *count <= self.forgiven)
    }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns the set of bytes in a text, in 64 bits: bytes with the same remainder by 64 share a bit.
fn bytes(text: &str) -> u64 {
    let mut bytes = 0;
    for byte in text.bytes() {
        bytes |= 1 << (byte % 64);
    }
    bytes
}

#[cfg(test)]
mod tests;
