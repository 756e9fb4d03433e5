//! What a path that does not exist may have been meant to be.

/// The existing path that is nearest to `wanted`, if any is near.
///
/// The same path in another case wins. Otherwise the file name may have a few typing mistakes or
/// another extension, and the folder may be wrong or missing. Of equally near paths the first is
/// taken.
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

/// How many typing mistakes a wrong folder weighs as much as.
const OTHER_FOLDER: usize = 2;

/// How many typing mistakes a wrong extension weighs as much as.
const OTHER_EXTENSION: usize = 2;

/// The folder of a path and the name in it.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A file name that others are compared with.
struct Name<'a> {
    text: &'a str,
    stem: &'a str,
    bytes: u64,
    /// How many mistakes are forgiven: rustc's rule, one in three characters.
    forgiven: usize,
}

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        let forgiven = text.chars().count().max(3) / 3;
        Self { text, stem: stem(text), bytes: bytes(text), forgiven }
    }

    /// The number of mistakes in `other`, if they are forgiven.
    fn mistakes(&self, other: &str) -> Option<usize> {
        if !self.stem.is_empty() && stem(other) == self.stem {
            let same = other == self.text;
            return Some(if same { 0 } else { OTHER_EXTENSION });
        }
        // What can be told apart without comparing: a mistake changes one character, which has up
        // to four bytes, into another.
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

/// Which bytes occur in a text, one bit for each four that are 64 apart.
fn bytes(text: &str) -> u64 {
    let mut bytes = 0;
    for byte in text.bytes() {
        bytes |= 1 << (byte % 64);
    }
    bytes
}

#[cfg(test)]
mod tests;
